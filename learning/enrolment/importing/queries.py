"""Imports that wait for their coordinator."""

from collections.abc import Collection

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from learning.enrolment.importing.models import ImportRow, ImportRun, Outcome

State = ImportRun.State
_ASKS_FOR_SOMETHING = [Outcome.WRONG.value, Outcome.NEW.value, Outcome.CHANGED.value]


def waiting_imports(programme_ids: Collection[int]) -> "QuerySet[ImportRun]":
    """Lists of these programmes that were taken in and are not entered; not those of which nothing
    is to be entered, nor those after which another one was taken in."""
    later = ImportRun.objects.filter(programme=OuterRef("programme"), pk__gt=OuterRef("pk"))
    runs = ImportRun.objects.filter(~Exists(later), programme__in=programme_ids)
    return runs.exclude(state=State.DONE).filter(
        ~Q(state=State.CHECKED) | Q(counts__has_any_keys=_ASKS_FOR_SOMETHING)
    )


def most_telling_first(rows: "QuerySet[ImportRow]") -> "QuerySet[ImportRow]":
    """Rows of a report with what asks for something before what stays as it is."""
    places = [When(outcome=outcome, then=Value(at)) for at, outcome in enumerate(Outcome.values)]
    return rows.order_by(Case(*places), "pk")
