"""Reads of answers: one's own in a lesson, and what a cohort answered without whose it is."""

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from learning.enrolment.models import Enrolment, Role
from learning.modules.answers.models import Answer
from portal.accounts.models import User


def own_answers(*, person: User, lesson_id: int) -> dict[UUID, Answer]:
    """Someone's own answers in a lesson by block: one query."""
    return {each.block: each for each in Answer.objects.filter(person=person, lesson=lesson_id)}


def answers_of_cohorts(*, block: UUID, cohort_ids: frozenset[int]) -> list[dict[str, Any]]:
    """What the participants of these cohorts answered in a block, in no order and without names."""
    participants = Enrolment.objects.active().filter(
        role=Role.PARTICIPANT, cohort__in=cohort_ids, person=OuterRef("person")
    )
    found = Answer.objects.filter(Exists(participants), block=block, done_at__isnull=False)
    return list(found.order_by("block").values_list("content", flat=True))
