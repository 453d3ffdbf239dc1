"""What the screens that combine subjects show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils import timezone

from forum.board.engine.rows import TopicRow
from forum.board.queries import latest_topics
from learning.enrolment.access import READING_ROLES, STAFF_ROLES, Entitlements
from learning.enrolment.models import Enrolment, Role
from learning.modules.completion.group import Followed, standing_of_others
from learning.modules.completion.telling import tell_member
from learning.modules.intentions.queries import first_question
from learning.modules.queries import ModuleOverview, module_overview
from learning.programmes.models import Phase
from learning.programmes.queries import next_phases, timeline
from portal.pages.journey import Journey, journey_of
from portal.pages.steps import NextStep, WeekLine, next_step, week_of

NEWS_SHOWN = 4


class GroupLine(NamedTuple):
    """How far the others in someone's cohort are in the module that comes next."""

    done: int
    others: int
    title: str


@dataclass(frozen=True, slots=True)
class MyProgramme:
    """One's own programme, for "Mijn traject"."""

    enrolment: Enrolment
    next: NextStep
    group: GroupLine | None
    week: tuple[WeekLine, ...]
    journey: Journey
    news: list[TopicRow]


@dataclass(frozen=True, slots=True)
class GuidedProgramme:
    """A programme that someone is in otherwise than as a participant.

    Who guides it sees what comes; who has another part sees when it is, and whom to ask.
    """

    enrolment: Enrolment
    next: Phase | None

    @property
    def is_guided(self) -> bool:
        return self.enrolment.role in READING_ROLES


@dataclass(frozen=True, slots=True)
class GuideHome:
    """What everyone comes home to who is no participant."""

    programmes: list[GuidedProgramme]
    talks: bool
    """Whether there is a forum for them: a coach has none, a guest where something is written."""
    news: list[TopicRow]

    @property
    def guides(self) -> bool:
        return any(item.is_guided for item in self.programmes)


def my_programme(who: Entitlements, enrolment: Enrolment, today: date) -> MyProgramme:
    """Everything about one programme of a participant: seven queries, however much there is.

    One more where a module asks for exercises; two more where one asks for a practice case.
    """
    phases = timeline(enrolment.programme, enrolment.route)
    modules = [
        module
        for module in module_overview(who)
        if module.offer.programme_id == enrolment.programme_id
    ]
    step = next_step(phases, modules, today, first_question(who, enrolment.programme_id))
    return MyProgramme(
        enrolment=enrolment,
        next=step,
        group=_group_line(enrolment, modules, step),
        week=week_of(phases, modules, today),
        journey=journey_of(phases, modules, today),
        news=latest_topics(who, NEWS_SHOWN),
    )


def _group_line(
    enrolment: Enrolment, modules: list[ModuleOverview], step: NextStep
) -> GroupLine | None:
    """How many of the others have done the module of the next step, where that may be told: one query.

    It counts what was done until midnight, so that nobody can watch a colleague finish.
    """
    source = next((m for m in modules if m.offer.module_id == step.module_id), None)
    if source is None or enrolment.cohort_id is None:
        return None
    offer = source.offer
    routes = () if offer.route_id is None else (offer.route_id,)
    found = standing_of_others(
        programme_id=offer.programme_id,
        cohort_id=enrolment.cohort_id,
        module=Followed(offer.module_id, offer.path, offer.rules, routes),
        me=enrolment.person_id,
        until=timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0),
    )
    told = tell_member(found.done, found.people)
    return None if told is None else GroupLine(told, found.people, offer.title)


def guide_home(who: Entitlements, today: date) -> GuideHome:
    """The programmes that someone is in without being a participant: three queries."""
    enrolments = [e for e in who.enrolments if e.role != Role.PARTICIPANT]
    upcoming = next_phases({e.programme_id for e in enrolments if e.role in READING_ROLES}, today)
    news = latest_topics(who, NEWS_SHOWN)
    return GuideHome(
        programmes=[GuidedProgramme(e, upcoming.get(e.programme_id)) for e in enrolments],
        talks=bool(news) or any(e.role in STAFF_ROLES for e in enrolments),
        news=news,
    )
