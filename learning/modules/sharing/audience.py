"""Who reads an answer, in words with names: it stands beside every box in which one is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from learning.modules.sharing.models import Share

NAMED = 3
"""So many people of a group are named; the screen where one chooses names them all."""


def readers_in_words(shares: Iterable[Share]) -> str:
    """Who reads along now: you alone, or you and others by name."""
    group: list[Share] = []
    said: list[str] = []
    for share in shares:
        if share.kind == Share.Kind.GROUP:
            group.append(share)
        elif share.kind == Share.Kind.TRAINER:
            said.append(_("trainer %(name)s") % {"name": share.reader.person})
        else:
            said.append(str(share.reader.person))
    if group:
        said.append(_of_group(group))
    if not said:
        return _("Only you")
    return _("You and %(names)s") % {"names": listed(said)}


def _of_group(shares: Sequence[Share]) -> str:
    """The group with the first of its people by name."""
    people = sorted(str(share.reader.person) for share in shares)
    named, others = people[:NAMED], len(people) - NAMED
    if others > 0:
        named.append(ngettext("%(count)d other", "%(count)d others", others) % {"count": others})
    return _("your group %(group)s (%(people)s)") % {
        "group": shares[0].cohort,
        "people": listed(named),
    }


def listed(names: Sequence[str]) -> str:
    """One, two and three."""
    return get_text_list(list(names), _("and"))
