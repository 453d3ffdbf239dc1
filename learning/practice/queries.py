"""Reads for the screens, and for subjects that work with cases: sessions, intervision."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import F, Prefetch, QuerySet
from django.utils.translation import gettext

from learning.enrolment.access import Entitlements
from learning.enrolment.models import Enrolment, Role
from learning.modules.models import ProgrammeModule
from learning.practice.models import CaseReader, CaseState, CaseVersion, PracticeCase
from portal.accounts.models import User


class Theme(NamedTuple):
    """A module that a case can be about."""

    module_id: int
    title: str


class SentCase(NamedTuple):
    """A case as a reader sees it in a list."""

    pk: int
    writer: User
    state: CaseState
    version: CaseVersion


def my_cases(who: Entitlements) -> list[PracticeCase]:
    """One's own cases, newest first, each with ``readers_now``: who reads along. Two queries."""
    reading = CaseReader.objects.opening().select_related("enrolment__person", "cohort")
    return list(
        PracticeCase.objects.of(who.person_id)
        .select_related("theme", "programme")
        .prefetch_related(Prefetch("readers", reading, to_attr="readers_now"))
    )


def readers_of(case: PracticeCase) -> list[CaseReader]:
    """Who reads a case today, by name."""
    reading = CaseReader.objects.opening().filter(case=case)
    return list(
        reading.select_related("enrolment__person", "cohort").order_by(
            "kind", "enrolment__person__first_name", "pk"
        )
    )


def shared_with(who: Entitlements) -> list[SentCase]:
    """Cases that participants of one's cohort share with one: one query."""
    kinds = [CaseReader.Kind.PARTNER, CaseReader.Kind.COHORT]
    return _latest(CaseReader.objects.opening_for(who).filter(kind__in=kinds))


def cases_for_trainer(who: Entitlements, programme_id: int | None = None) -> list[SentCase]:
    """Cases that were sent to this trainer, of one programme or of all, by theme as the programme
    orders them and then by writer: one query."""
    mine = CaseReader.objects.opening_for(who).filter(kind=CaseReader.Kind.TRAINER)
    if programme_id is not None:
        mine = mine.filter(case__programme=programme_id)
    return _latest(mine)


def accepted_cases(
    who: Entitlements, programme_id: int, module_id: int | None = None
) -> list[SentCase]:
    """What of those was accepted and waits for the day, of one theme or of all: one query."""
    return [
        case
        for case in cases_for_trainer(who, programme_id)
        if case.state == CaseState.ACCEPTED
        and (module_id is None or case.version.theme_id == module_id)
    ]


def programme_title(case: SentCase) -> str:
    """The programme that a case belongs to."""
    return case.version.case.programme.title


def theme_title(case: SentCase) -> str:
    """The theme that a case is about, as it was sent."""
    return case.version.theme.title if case.version.theme else gettext("Without a theme")


def _latest(mine: QuerySet[CaseReader]) -> list[SentCase]:
    versions = (
        CaseVersion.objects.filter(case__in=mine.values("case"), number=F("case__last_version"))
        .select_related("case__person", "case__programme", "theme")
        .defer("case__own", "case__content")
        .order_by(
            "case__programme", "theme__path", "case__person__first_name", "case__person__last_name"
        )
    )
    return [
        SentCase(each.case_id, each.case.person, CaseState(each.case.state), each)
        for each in versions
    ]


def themes_of(programme_id: int, who: Entitlements) -> list[Theme]:
    """The modules that a participant of a programme has, in its order: one query."""
    routes = {e.route_id for e in who.enrolments if e.programme_id == programme_id}
    picks = ProgrammeModule.objects.filter(programme=programme_id, module__live=True)
    rows = picks.order_by("order", "pk").values_list("route_id", "module_id", "module__title")
    return list(
        dict.fromkeys(
            Theme(module_id, title)
            for route, module_id, title in rows
            if route is None or route in routes
        )
    )


def trainers_of(case: PracticeCase) -> list[Enrolment]:
    """Who a case can be sent to today: the trainers of its programme, by name."""
    return _people(
        Enrolment.objects.active()
        .filter(programme=case.programme_id, role=Role.TRAINER)
        .exclude(person=case.person_id)
    )


def mates_of(mine: Enrolment) -> list[Enrolment]:
    """The other participants of someone's cohort, by name."""
    if not mine.cohort_id:
        return []
    there = Enrolment.objects.active().filter(role=Role.PARTICIPANT, cohort=mine.cohort_id)
    return _people(there.exclude(person=mine.person_id))


def _people(enrolments: QuerySet[Enrolment]) -> list[Enrolment]:
    return sorted(enrolments.select_related("person"), key=lambda each: str(each.person).casefold())


def names_of(enrolments: Iterable[Enrolment]) -> list[str]:
    """The names of people, as others see them."""
    return [str(each.person) for each in enrolments]
