"""What lessons and modules ask of the practice cases: the door that ``learning.modules.cases`` has."""

from __future__ import annotations

from typing import Any

from django.db.models import AutoField, BigIntegerField, Case, DateField, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone

from learning.enrolment.access import Entitlements
from learning.enrolment.models import Enrolment, Role, oldest_end
from learning.modules.cases import CaseSummary, open_door
from learning.practice.models import CaseVersion, PracticeCase
from portal.compiled import CompiledQuery, Slot


class Cases:
    """One's own case in a lesson, and whether a module is prepared."""

    def case_for(self, who: Entitlements, programme_id: int, module_id: int) -> CaseSummary | None:
        """Someone's own case for the theme of a module, or else their latest; one query."""
        if who.person_id is None:
            return None
        elsewhere = Case(When(theme=module_id, then=Value(0)), default=Value(1))
        mine = PracticeCase.objects.of(who.person_id).filter(programme=programme_id)
        case = mine.defer("own").order_by(elsewhere, "-changed_at", "-pk").first()
        if case is None:
            return None
        said = case.content
        return CaseSummary(
            title=case.title,
            situation=said.get("situation", ""),
            moment=said.get("moment", ""),
            question=said.get("question", ""),
            url=case.url,
        )

    def new_case_url(self, programme_id: int, module_id: int) -> str:
        """Where someone begins a case for this theme."""
        return f"{reverse('practice:new', args=[programme_id])}?thema={module_id}"

    def prepared_modules(self, person_id: int, programme_ids: frozenset[int]) -> set[int]:
        """The modules for which someone sent a case to a trainer; it counts on when it is taken back."""
        if not programme_ids:
            return set()
        programmes = {f"programme_{at}": pk for at, pk in enumerate(sorted(programme_ids))}
        rows = _SENT_BY.rows(len(programmes), person=person_id, **programmes)
        return {theme for (theme,) in rows}

    def prepared_in(self, programme_id: int, cohort_id: int) -> set[tuple[int, int]]:
        """Who in a cohort sent a case for which module, as (person, module), to be counted."""
        today = timezone.localdate()
        return set(
            _SENT_IN.rows(
                programme=programme_id, cohort=cohort_id, today=today, oldest=oldest_end(today)
            )
        )


def _sent() -> QuerySet[CaseVersion]:
    return CaseVersion.objects.filter(case__sent_at__isnull=False, theme__isnull=False)


def _sent_by(programmes: int) -> QuerySet[CaseVersion, Any]:
    wanted: list[Any] = [Slot(f"programme_{at}", BigIntegerField()) for at in range(programmes)]
    mine = _sent().filter(case__person=Slot("person", AutoField()), case__programme__pk__in=wanted)
    return mine.values_list("theme")


def _sent_in() -> QuerySet[CaseVersion, Any]:
    days = Slot("today", DateField()), Slot("oldest", DateField())
    there = Enrolment.objects.active_on(*days).filter(
        cohort=Slot("cohort", BigIntegerField()), role=Role.PARTICIPANT
    )
    sent = _sent().filter(
        case__person__in=there.values("person"),
        case__programme=Slot("programme", BigIntegerField()),
    )
    return sent.values_list("case__person", "theme")


# On everybody's home page.
_SENT_BY = CompiledQuery(_sent_by)
_SENT_IN = CompiledQuery(_sent_in)
open_door(Cases())
