"""What lessons and modules ask of the practice cases: the door that ``learning.modules.cases`` has."""

from __future__ import annotations

from django.db.models import Case, Value, When
from django.urls import reverse

from learning.enrolment.access import Entitlements
from learning.enrolment.models import Enrolment, Role
from learning.modules.cases import CaseSummary, open_door
from learning.practice.models import CaseVersion, PracticeCase


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
        sent = CaseVersion.objects.filter(
            case__person=person_id,
            case__programme__in=programme_ids,
            case__sent_at__isnull=False,
            theme__isnull=False,
        )
        return set(sent.values_list("theme", flat=True))

    def prepared_in(self, programme_id: int, cohort_id: int) -> set[tuple[int, int]]:
        """Who in a cohort sent a case for which module, as (person, module), to be counted."""
        there = Enrolment.objects.active().filter(cohort=cohort_id, role=Role.PARTICIPANT)
        sent = CaseVersion.objects.filter(
            case__person__in=there.values("person"),
            case__programme=programme_id,
            case__sent_at__isnull=False,
            theme__isnull=False,
        )
        return set(sent.values_list("case__person", "theme"))


open_door(Cases())
