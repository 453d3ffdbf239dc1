"""What the screens show before a programme is made, copied or moved."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from learning.enrolment.models import Enrolment, Role
from learning.programmes.dates import Period, Shift
from learning.programmes.models import Phase, Programme, ProgrammeTemplate
from learning.programmes.queries import changeable
from portal.accounts.models import User
from portal.accounts.queries import by_name
from portal.ui.viewsets import permitted


class DateLine(NamedTuple):
    """One line of a timetable: what it is, when it was, and when it becomes."""

    what: str
    kind: str | Promise
    was: Period
    becomes: Period
    moved: bool = False
    """Whether a day would have been in a weekend, and goes to the Monday after."""


def timetable(
    programme: Programme, shift: Shift, *, left_out: Collection[int] = ()
) -> list[DateLine]:
    """All days of a programme as they become, without the steps of routes that are left out."""
    was = Period(programme.starts_on, programme.ends_on)
    return [
        DateLine(
            programme.title,
            _("Programme"),
            was,
            shift.whole(*was),
            shift.lands_in_weekend(was.last),
        ),
        *_phases(programme, shift, left_out),
    ]


def _phases(programme: Programme, shift: Shift, left_out: Collection[int]) -> Iterator[DateLine]:
    for phase in programme.phases.select_related("route"):
        if phase.route_id not in left_out:
            days = (phase.starts_on, phase.ends_on)
            yield DateLine(
                _with_route(phase),
                phase.get_kind_display(),
                Period(*days),
                shift.period(*days),
                any(shift.lands_in_weekend(day) for day in days),
            )


def openings(programme: Programme, shift: Shift) -> list[DateLine]:
    """The days on which the modules of a programme open, as they become."""
    picks = programme.modules.select_related("module", "route")
    return [
        DateLine(
            f"{pick.module.title} ({pick.route})" if pick.route else pick.module.title,
            _("Module opens"),
            Period(pick.opens_on, pick.opens_on),
            Period(shift.day(pick.opens_on), shift.day(pick.opens_on)),
        )
        for pick in picks
        if pick.opens_on
    ]


def _with_route(phase: Phase) -> str:
    return f"{phase.title} ({phase.route})" if phase.route else phase.title


class Source(NamedTuple):
    """A template or programme to begin with, with what a chooser needs to know."""

    programme: Programme
    routes: int
    phases: int
    modules: int

    @property
    def key(self) -> str:
        """How a form names it."""
        return str(self.programme.pk)


def sources(by: User) -> tuple[list[Source], list[Source]]:
    """The templates and the programmes that someone may make another programme from."""
    templates, programmes = (
        [
            Source(each, each.route_count, each.phase_count, each.module_count)
            for each in rows.select_related("organisation").annotate(
                route_count=Count("routes", distinct=True),
                phase_count=Count("phases", distinct=True),
                module_count=Count("modules", distinct=True),
            )
        ]
        for rows in (permitted(ProgrammeTemplate, by), changeable(by))
    )
    return templates, programmes


def known_staff(by: User) -> list[User]:
    """Who can be asked to work for a programme: of whom one's own programmes have on their staff."""
    staff = User.objects.filter(is_active=True, is_staff=True).exclude(pk=by.pk)
    if not by.is_superuser:
        mine = permitted(Enrolment, by).exclude(role=Role.PARTICIPANT)
        staff = staff.filter(enrolments__in=mine.values("pk")).distinct()
    return list(staff.order_by(*by_name()))
