"""What opens and closes when people go to another cohort or route of their programme, in words."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class Move(NamedTuple):
    """From where to where somebody goes, by name; empty is nowhere."""

    old: str
    new: str


def say_moves(moves: Mapping[str, Sequence[Move]]) -> list[str]:
    """What the moves to another ``cohort`` and ``route`` do, counted."""
    return [*_about_cohorts(moves.get("cohort", ())), *_about_routes(moves.get("route", ()))]


def _about_cohorts(moves: Sequence[Move]) -> list[str]:
    left = [
        ngettext(
            "%(count)d person can no longer read and write in the forum space of %(cohort)s.",
            "%(count)d people can no longer read and write in the forum space of %(cohort)s.",
            count,
        )
        % {"count": count, "cohort": cohort}
        for cohort, count in _counted(old for old, _new in moves)
    ]
    if left:
        left.append(_("What they wrote there stays there, with their names."))
        left.append(
            _("What they shared with their group, and the group with them, can no longer be read.")
        )
    opened = [
        ngettext(
            "The forum space of %(cohort)s opens for %(count)d person, who can read everything in "
            "it, also what was written before.",
            "The forum space of %(cohort)s opens for %(count)d people, who can read everything in "
            "it, also what was written before.",
            count,
        )
        % {"count": count, "cohort": cohort}
        for cohort, count in _counted(new for _old, new in moves)
    ]
    return [*left, *opened]


def _about_routes(moves: Sequence[Move]) -> list[str]:
    left = [
        ngettext(
            "The modules that belong to route %(route)s alone disappear for %(count)d person.",
            "The modules that belong to route %(route)s alone disappear for %(count)d people.",
            count,
        )
        % {"count": count, "route": route}
        for route, count in _counted(old for old, _new in moves)
    ]
    if left:
        left.append(_("Lessons that were ticked off stay ticked off."))
    opened = [
        ngettext(
            "The modules of route %(route)s appear for %(count)d person.",
            "The modules of route %(route)s appear for %(count)d people.",
            count,
        )
        % {"count": count, "route": route}
        for route, count in _counted(new for _old, new in moves)
    ]
    return [*left, *opened]


def _counted(names: Iterable[str]) -> list[tuple[str, int]]:
    """Each cohort or route once, with its number of people; the same order every time."""
    return sorted(Counter(filter(None, names)).items())
