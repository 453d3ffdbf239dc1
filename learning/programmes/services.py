"""Set up programmes: their routes, their cohorts and the phases of their timeline; copy and move them."""

from collections.abc import Mapping
from copy import copy
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from learning.organisation.models import Organisation
from learning.programmes.dates import Period, Shift
from learning.programmes.models import CodeMode, Cohort, Phase, PhaseKind, Programme, Route
from learning.programmes.queries import free_slug
from learning.programmes.signals import (
    programme_copied,
    programme_rescheduled,
    programme_shifted,
)
from portal.accounts.models import User

Part = TypeVar("Part", bound=models.Model)
COPIED, SHIFTED = "programme.copied", "programme.shifted"
NO_SHIFT = Shift(0)


class ProgrammeError(ValidationError):
    """A part of a programme cannot be what was asked; the message says why, by field."""


@transaction.atomic
def create_programme(
    *,
    organisation: Organisation,
    title: str,
    slug: str,
    starts_on: date,
    ends_on: date,
    tagline: str = "",
    goal: str = "",
    code_mode: CodeMode = CodeMode.ACTIVATE,
) -> Programme:
    """Make a programme, still without routes, cohorts and phases.

    Raises ProgrammeError where it ends before it starts or the address is taken.
    """
    return _checked(
        Programme(
            organisation=organisation,
            title=title,
            slug=slug,
            starts_on=starts_on,
            ends_on=ends_on,
            tagline=tagline,
            goal=goal,
            code_mode=code_mode,
        )
    )


@transaction.atomic
def add_route(*, programme: Programme, title: str, audience: str = "", order: int = 0) -> Route:
    """Add a route; raises ProgrammeError where the programme has one of that title."""
    return _checked(Route(programme=programme, title=title, audience=audience, order=order))


@transaction.atomic
def add_cohort(*, programme: Programme, name: str) -> Cohort:
    """Add a cohort; raises ProgrammeError where the programme has one of that name."""
    return _checked(Cohort(programme=programme, name=name))


@transaction.atomic
def add_phase(
    *,
    programme: Programme,
    kind: PhaseKind,
    title: str,
    starts_on: date,
    ends_on: date | None = None,
    route: Route | None = None,
    text: str = "",
) -> Phase:
    """Add a step to the timeline: one day, or the days from ``starts_on`` up to ``ends_on``.

    Raises ProgrammeError where it ends before it starts or the route is of another programme.
    """
    if route and route.programme_id != programme.pk:
        raise ProgrammeError({"route": _("This route belongs to another programme.")})
    return _checked(
        Phase(
            programme=programme,
            route=route,
            kind=kind,
            title=title,
            text=text,
            starts_on=starts_on,
            ends_on=ends_on or starts_on,
        )
    )


@transaction.atomic
def copy_programme(
    *,
    source: Programme,
    title: str,
    shift: Shift = NO_SHIFT,
    organisation: Organisation | None = None,
    with_cohorts: bool = False,
    as_template: bool = False,
    by: User | None = None,
) -> Programme:
    """Make a programme, or a template, after another: everything but people and what they did.

    Its days move by ``shift``. Subjects above copy what is theirs, or nothing is made at all. Raises
    ProgrammeError where the title cannot be.
    """
    source = Programme.objects.select_for_update().get(pk=source.pk)
    first, last = shift.whole(source.starts_on, source.ends_on)
    target = _checked(
        twin_of(
            source,
            title=title,
            slug=free_slug(title),
            organisation=organisation or source.organisation,
            starts_on=first,
            ends_on=last,
            is_template=as_template,
        )
    )
    routes = {each.pk: _checked(twin_of(each, programme=target)) for each in source.routes.all()}
    for cohort in source.cohorts.all() if with_cohorts else ():
        _checked(twin_of(cohort, programme=target))
    phases = copy_phases(source=source, target=target, shift=shift, routes=routes)
    programme_copied.send(
        sender=Programme,
        source=source,
        target=target,
        days=shift.days,
        routes=routes,
        phases=phases,
    )
    log(target, COPIED, user=by, data={"source": source.title})
    return target


@transaction.atomic
def copy_phases(
    *, source: Programme, target: Programme, shift: Shift, routes: Mapping[int, Route]
) -> dict[int, Phase]:
    """Give a programme the phases of another, moved; those of a route that is not there, it has not.

    Gives each phase by the number of the one that it was copied from.
    """
    wanted = [each for each in source.phases.all() if each.route_id in {None, *routes}]
    copies = []
    for each in wanted:
        first, last = shift.period(each.starts_on, each.ends_on)
        route = routes.get(each.route_id) if each.route_id else None
        copies.append(twin_of(each, programme=target, route=route, starts_on=first, ends_on=last))
    Phase.objects.bulk_create(copies)
    return {each.pk: copy for each, copy in zip(wanted, copies, strict=True)}


@transaction.atomic
def shift_programme(*, programme: Programme, shift: Shift, by: User | None = None) -> Programme:
    """Move a programme with its phases; what subjects above keep days of moves along.

    A working day that lands in a weekend goes to the Monday after. Codes follow the last day.
    """
    moved = Programme.objects.select_for_update().get(pk=programme.pk)
    was = Period(moved.starts_on, moved.ends_on)
    moved.starts_on, moved.ends_on = shift.whole(*was)
    moved.save(update_fields=["starts_on", "ends_on"])
    phases = list(moved.phases.all())
    for each in phases:
        each.starts_on, each.ends_on = shift.period(each.starts_on, each.ends_on)
    Phase.objects.bulk_update(phases, ["starts_on", "ends_on"])
    programme_shifted.send(sender=Programme, programme=moved, was=was, days=shift.days)
    tell_of_new_dates(programme=moved)
    log(moved, SHIFTED, user=by, data={"days": shift.days})
    return moved


def twin_of(part: Part, **changes: Any) -> Part:
    """The same row once more, not saved yet, with some of it changed."""
    twin = copy(part)
    twin.pk, twin._state.adding = None, True
    for name, value in changes.items():
        setattr(twin, name, value)
    return twin


def tell_of_new_dates(*, programme: Programme) -> None:
    """Say that a programme ends on another day, to what ends with it."""
    programme_rescheduled.send(sender=Programme, programme=programme)


def _checked(part: Part) -> Part:
    try:
        part.full_clean()
    except ValidationError as error:
        raise ProgrammeError(error.message_dict) from error
    part.save()
    return part
