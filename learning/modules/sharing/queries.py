"""Reads of what others share with someone, and of who reads along in one's own."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from learning.enrolment.access import Entitlements
from learning.modules.answers.models import Answer
from learning.modules.sharing.models import Share
from learning.programmes.models import Cohort


@dataclass(frozen=True)
class SharedAnswer:
    """An answer of somebody else, and as what one reads it."""

    answer: Answer
    kind: Share.Kind


def shared_answers(who: Entitlements) -> QuerySet[Answer]:
    """What others let someone read today, with its writer."""
    opening = Share.objects.opening_for(who).values("answer")
    return Answer.objects.in_words().filter(pk__in=opening).select_related("person")


def shared_with_trainer(who: Entitlements, cohort: Cohort) -> list[Answer]:
    """What participants of a cohort share with this trainer, newest first, with its writer: one query."""
    mine = Share.objects.opening_for(who).filter(
        kind=Share.Kind.TRAINER, writer__cohort=cohort, writer__programme=cohort.programme_id
    )
    found = Answer.objects.in_words().filter(pk__in=mine.values("answer"))
    return list(found.select_related("person").order_by("-changed_at", "-pk"))
