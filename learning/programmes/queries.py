"""Reads over programmes, shaped for the screens that show them."""

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, Q, QuerySet
from django.utils.text import slugify

from learning.programmes.models import Phase, Programme, ProgrammeTemplate, Route
from portal.accounts.models import User
from portal.compiled import CompiledQuery, Slot
from portal.ui.viewsets import permitted


class PhaseRow(NamedTuple):
    """A step of a programme, as its participants see it."""

    pk: int
    kind: str
    title: str
    text: str
    starts_on: date
    ends_on: date


def _phases(of_route: bool) -> "QuerySet[Phase, Any]":
    phases = Phase.objects.filter(programme=Slot("programme", BigIntegerField()))
    if of_route:
        phases = phases.filter(Q(route=Slot("route", BigIntegerField())) | Q(route=None))
    return phases.values_list(*PhaseRow._fields)


_compiled_phases = CompiledQuery(_phases)


def find_programme(slug: str) -> Programme | None:
    """The programme with this short name, with its organisation."""
    return Programme.objects.select_related("organisation").filter(slug=slug).first()


def changeable(by: User, *, or_templates: bool = False) -> "QuerySet[Programme]":
    """The programmes that someone may change; the templates too, where a screen is for both."""
    programmes = permitted(Programme, by, "change")
    if not or_templates:
        return programmes
    templates = permitted(ProgrammeTemplate, by, "change")
    return programmes | Programme.objects.filter(pk__in=templates.values("pk"))


def free_slug(title: str) -> str:
    """A short name in addresses for a programme of this title, that no other has."""
    base = slugify(title)[:50] or "programma"
    taken = set(Programme.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(
        slug
        for slug in (base, *(f"{base}-{at}" for at in range(2, len(taken) + 3)))
        if slug not in taken
    )


def timeline(programme: Programme, route: Route | None) -> list[PhaseRow]:
    """The steps of a programme for who follows a route, first things first; all of them without."""
    of_route = {} if route is None else {"route": route.pk}
    rows = _compiled_phases.rows(bool(of_route), programme=programme.pk, **of_route)
    return [PhaseRow._make(row) for row in rows]


def next_phases(programme_ids: Collection[int], today: date) -> dict[int, Phase]:
    """The first step of each programme that starts today or later."""
    coming = Phase.objects.filter(programme_id__in=programme_ids, starts_on__gte=today)
    first: dict[int, Phase] = {}
    for phase in coming.order_by("starts_on", "pk"):
        first.setdefault(phase.programme_id, phase)
    return first
