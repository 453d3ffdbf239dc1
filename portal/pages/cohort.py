"""How a cohort is doing, for who teaches or coordinates it: numbers, questions, and what is shared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.board.queries import Asked, what_is_asked
from learning.enrolment.access import Entitlements
from learning.enrolment.models import Enrolment, Role
from learning.modules.answers.models import Answer
from learning.modules.completion.group import Picked, Standing, picked_modules, standings
from learning.modules.completion.telling import FLOOR, tell
from learning.modules.sharing.queries import shared_with_trainer
from learning.programmes.models import Cohort

QUESTIONS_SHOWN = 5
QUESTIONS_SINCE = timedelta(days=90)


class ModuleRow(NamedTuple):
    """How far a cohort is in one module."""

    title: str
    url: str
    elective: bool
    opens_on: date | None
    says: str
    """How many are where, as far as that may be told."""


@dataclass(frozen=True, slots=True)
class CohortView:
    """Everything on the screen."""

    cohort: Cohort
    tabs: list[dict[str, Any]]
    """All cohorts of the programme."""
    people: int
    is_small: bool
    modules: list[ModuleRow]
    asked: Asked
    shared: list[Answer]
    teaches: bool


def get_cohort(who: Entitlements, pk: int) -> Cohort:
    """A cohort of a programme that someone teaches or coordinates. Raises Http404."""
    mine = Cohort.objects.filter(programme__in=who.staffed_programme_ids)
    cohort = mine.select_related("programme__organisation").filter(pk=pk).first()
    if cohort is None:
        raise Http404
    return cohort


def first_cohort(who: Entitlements, programme_slug: str) -> Cohort:
    """The first cohort of such a programme, from which there are tabs to the others. Raises Http404."""
    mine = Cohort.objects.filter(programme__in=who.staffed_programme_ids)
    cohort = mine.filter(programme__slug=programme_slug).order_by("name").first()
    if cohort is None:
        raise Http404
    return cohort


def cohort_view(who: Entitlements, cohort: Cohort) -> CohortView:
    """How many are where, what is asked, and what participants share with this trainer: as many
    queries for one module or participant as for a hundred."""
    programme = cohort.programme_id
    picked = picked_modules(programme)
    found = standings(
        programme_id=programme, cohort_id=cohort.pk, modules=[each.followed for each in picked]
    )
    people = Enrolment.objects.active().filter(cohort=cohort, role=Role.PARTICIPANT).count()
    teaches = any(each.programme_id == programme for each in who.with_role(Role.TRAINER))
    return CohortView(
        cohort=cohort,
        tabs=[
            {
                "label": each.name,
                "url": reverse("cohort", args=[each.pk]),
                "current": each.pk == cohort.pk,
            }
            for each in cohort.programme.cohorts.all()
        ],
        people=people,
        is_small=people < FLOOR,
        modules=[
            _row(each, standing)
            for each in picked
            if (standing := found[each.followed.module_id]).people
        ],
        asked=what_is_asked(
            who,
            programme_id=programme,
            cohort_id=cohort.pk,
            since=timezone.now() - QUESTIONS_SINCE,
            limit=QUESTIONS_SHOWN,
        ),
        shared=shared_with_trainer(who, cohort) if teaches else [],
        teaches=teaches,
    )


def _row(module: Picked, standing: Standing) -> ModuleRow:
    is_later = module.opens_on is not None and module.opens_on > timezone.localdate()
    return ModuleRow(
        module.title,
        reverse("modules:module", args=[module.slug]),
        module.elective,
        module.opens_on if is_later else None,
        _say(standing),
    )


def _say(standing: Standing) -> str:
    """How many are where; parts of the group in which nobody is go without saying."""
    names = (_("not started"), _("in progress"), _("done"))
    told = tell(standing.parts, size=standing.people)
    if not told:
        small = standing.people < FLOOR
        return _("fewer than five people") if small else _("no numbers: see below")
    return " · ".join(
        f"{each.people} {_(' or ').join(names[part] for part in each.parts)}"
        for each in told
        if each.people
    )
