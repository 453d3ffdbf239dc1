"""Who reads a case, in words: it stands beside every box in which one is written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from learning.enrolment.models import Enrolment
from learning.practice.models import CaseReader

Kind = CaseReader.Kind


def in_words(readers: Iterable[CaseReader]) -> list[str]:
    """The readers: trainers and partners by name, a cohort as one."""
    by_name, training, cohorts = [], [], dict[str, int]()
    for reader in readers:
        if reader.kind == Kind.COHORT and reader.cohort:
            cohorts[reader.cohort.name] = cohorts.get(reader.cohort.name, 0) + 1
        elif reader.kind == Kind.TRAINER:
            training.append(reader.enrolment)
        else:
            by_name.append(str(reader.enrolment.person))
    said = [*trainers(training), *by_name]
    for name, count in cohorts.items():
        said.append(
            ngettext("%(count)d person of %(name)s", "%(count)d people of %(name)s", count)
            % {"count": count, "name": name}
        )
    return said


def trainers(enrolments: Collection[Enrolment]) -> list[str]:
    """Trainers by name, as one; nothing where there are none."""
    if not enrolments:
        return []
    names = listed([str(each.person) for each in enrolments])
    return [ngettext("trainer %(names)s", "trainers %(names)s", len(enrolments)) % {"names": names}]


def you_and(names: Sequence[str]) -> str:
    """Who reads something now: you alone, or you and others."""
    if not names:
        return _("Only you")
    return _("You and %(names)s") % {"names": listed(names)}


def listed(names: Sequence[str]) -> str:
    """One, two and three."""
    return get_text_list(list(names), _("and"))


def of_what_is_typed(readers: Sequence[str], named: Sequence[str]) -> str:
    """Who reads what stands in the box: nobody else yet, and later these."""
    if readers:
        return _("Only you, until you send or share it again: then also %(names)s") % {
            "names": listed(readers)
        }
    if named:
        return _("Only you, until you send it: then also %(names)s") % {"names": listed(named)}
    return _("Only you")
