"""Reads of what others share with someone, and of who reads along in one's own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from learning.enrolment.access import Entitlements
from learning.enrolment.models import Enrolment, Role
from learning.modules.answers.models import Answer
from learning.modules.sharing.models import Share
from learning.programmes.models import Cohort

_READ = "_readers_in_lessons"


@dataclass(frozen=True)
class SharedAnswer:
    """An answer of somebody else, and as what one reads it."""

    answer: Answer
    kinds: frozenset[str]

    @property
    def as_trainer(self) -> bool:
        return Share.Kind.TRAINER in self.kinds

    @property
    def as_partner(self) -> bool:
        return Share.Kind.PARTNER in self.kinds


def shared_with(who: Entitlements) -> QuerySet[Share]:
    """What others let someone read today: each share with its answer and writer, newest first."""
    mine = Share.objects.opening_for(who).exclude(answer__text="")
    return mine.select_related("answer__person").order_by("-answer__changed_at", "-answer", "pk")


def shared_answers(who: Entitlements) -> list[SharedAnswer]:
    """The same by answer: one query."""
    kinds: dict[Answer, set[str]] = defaultdict(set)
    for share in shared_with(who):
        kinds[share.answer].add(share.kind)
    return [SharedAnswer(answer, frozenset(found)) for answer, found in kinds.items()]


def shared_with_trainer(who: Entitlements, cohort: Cohort) -> list[Answer]:
    """What participants of a cohort share with this trainer, newest first, with its writer: one query."""
    mine = shared_with(who).filter(kind=Share.Kind.TRAINER, writer__cohort=cohort)
    return [share.answer for share in mine]


def readers_of(answers: Collection[int] | QuerySet[Answer, Any]) -> dict[int, list[Share]]:
    """Who reads these answers today, by answer: one query."""
    opening = Share.objects.opening().filter(answer__in=answers)
    found: dict[int, list[Share]] = defaultdict(list)
    for share in opening.select_related("reader__person", "cohort").order_by("kind", "pk"):
        found[share.answer_id].append(share)
    return found


def readers_in_lesson(request: HttpRequest, answer: Answer) -> list[Share]:
    """Who reads an answer today; for all of someone's answers in a lesson together one query."""
    read: dict[int | None, dict[int, list[Share]]] = getattr(request, _READ, {})
    if answer.lesson_id not in read:
        mine = Answer.objects.of(answer.person_id).filter(lesson=answer.lesson_id)
        read[answer.lesson_id] = readers_of(mine.values("pk"))
        setattr(request, _READ, read)
    return read[answer.lesson_id].get(answer.pk, [])


@dataclass(frozen=True)
class Choices:
    """With whom someone can share: their own enrolment, and the people beside it today."""

    mine: Enrolment
    trainers: list[Enrolment]
    group: list[Enrolment]


def choices_for(person_id: int, programme_id: int | None) -> Choices | None:
    """The trainers of a programme and the others of one's own cohort, by name; None for who does not
    take part (any more). Two queries."""
    there = Enrolment.objects.active().filter(programme=programme_id).select_related("person")
    mine = there.filter(person=person_id, role=Role.PARTICIPANT).select_related("cohort").first()
    if mine is None:
        return None
    beside = Q(role=Role.TRAINER)
    if mine.cohort_id:
        beside |= Q(role=Role.PARTICIPANT, cohort=mine.cohort_id)
    found = list(
        there.filter(beside)
        .exclude(person=person_id)
        .order_by("person__first_name", "person__last_name", "pk")
    )
    return Choices(
        mine=mine,
        trainers=[each for each in found if each.role == Role.TRAINER],
        group=[each for each in found if each.role == Role.PARTICIPANT],
    )
