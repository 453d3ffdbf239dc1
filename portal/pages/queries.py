"""What the screens that combine subjects show."""

from dataclasses import dataclass
from datetime import date

from forum.board.engine.rows import TopicRow
from forum.board.queries import latest_topics
from learning.enrolment.access import READING_ROLES, STAFF_ROLES, Entitlements
from learning.enrolment.models import Enrolment, Role
from learning.modules.queries import module_overview
from learning.programmes.models import Phase
from learning.programmes.queries import next_phases, timeline
from portal.pages.journey import Journey, NextStep, journey_of, next_step

NEWS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class MyProgramme:
    """One's own programme, for "Mijn traject"."""

    enrolment: Enrolment
    next: NextStep
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
    """Everything about one programme of a participant: five queries, however much there is."""
    phases = timeline(enrolment.programme, enrolment.route)
    modules = [
        module
        for module in module_overview(who)
        if module.offer.programme_id == enrolment.programme_id
    ]
    return MyProgramme(
        enrolment=enrolment,
        next=next_step(phases, modules, today),
        journey=journey_of(phases, modules, today),
        news=latest_topics(who, NEWS_SHOWN),
    )


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
