"""Imports that wait for their coordinator."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from learning.enrolment.importing.models import ImportRun, Outcome

State = ImportRun.State
_ASKS_FOR_SOMETHING = [Outcome.WRONG.value, Outcome.NEW.value, Outcome.CHANGED.value]


def waiting_imports(programme_ids: Collection[int]) -> "QuerySet[ImportRun]":
    """Lists of these programmes that were taken in and are not entered; not those of which nothing
    is to be entered."""
    runs = ImportRun.objects.filter(programme__in=programme_ids).exclude(state=State.DONE)
    return runs.filter(~Q(state=State.CHECKED) | Q(counts__has_any_keys=_ASKS_FOR_SOMETHING))
