"""Reads of what comes back to someone."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.models import AutoField, BigIntegerField, DateField, QuerySet
from django.urls import reverse
from django.utils import timezone

from learning.enrolment.access import Entitlements
from learning.modules.intentions.models import Nudge
from portal.compiled import CompiledQuery, Slot


def due_nudges(who: Entitlements) -> list[Nudge]:
    """What asks for an answer of someone today, longest waiting first, each with its intention
    (``nudge.answer``): one query."""
    if not who.attended_programme_ids:
        return []
    mine = Nudge.objects.due().filter(
        answer__person=who.person_id, answer__programme__in=who.attended_programme_ids
    )
    return list(mine.select_related("answer").order_by("due_on", "pk"))


class Question(NamedTuple):
    """What an intention asks back, as the home page says it."""

    pk: int
    text: str

    @property
    def url(self) -> str:
        return reverse("logbook:nudge", args=[self.pk])


def first_question(who: Entitlements, programme_id: int) -> Question | None:
    """Of a programme, what has waited longest for someone's answer: one query, of every home page."""
    rows = _DUE.rows(person=who.person_id, programme=programme_id, today=timezone.localdate())
    return Question._make(rows[0]) if rows else None


def _due() -> QuerySet[Nudge, Any]:
    mine = Nudge.objects.due(on=Slot("today", DateField())).filter(
        answer__person=Slot("person", AutoField()),
        answer__programme=Slot("programme", BigIntegerField()),
    )
    return mine.order_by("due_on", "pk").values_list("pk", "text")


_DUE = CompiledQuery(_due)
