"""Set up programmes: their routes, their cohorts and the phases of their timeline."""

from datetime import date
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from learning.organisation.models import Organisation
from learning.programmes.models import CodeMode, Cohort, Phase, PhaseKind, Programme, Route
from learning.programmes.signals import programme_rescheduled

Part = TypeVar("Part", bound=models.Model)


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
