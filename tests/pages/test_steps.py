"""The one next step, what this week holds, and where the group is."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from learning.enrolment.services import enrol_person
from learning.modules.answers.services import save_answer
from learning.modules.intentions.services import Ask, plan_nudges
from learning.modules.models import LessonPage, LessonProgress, ProgrammeModule
from learning.modules.services import mark_lesson_done
from learning.programmes.models import Phase, PhaseKind, Programme
from learning.programmes.services import add_phase
from portal.accounts.models import User

SignIn = Callable[[User | None], Client]


@pytest.fixture
def mine(as_person: SignIn, anna: User) -> Callable[[], Any]:
    """What Anna finds at home."""
    client = as_person(anna)
    return lambda: client.get("/").context["mine"]


def read(person: User, pick: ProgrammeModule) -> None:
    for lesson in LessonPage.objects.child_of(pick.module):
        mark_lesson_done(person=person, lesson_id=lesson.pk)


def answer(person: User, programme: Programme, lesson: LessonPage, **fields: Any) -> Any:
    return save_answer(
        person=person,
        programme_id=programme.pk,
        lesson_id=lesson.pk,
        lesson_title=lesson.title,
        content={},
        is_done=True,
        **fields,
    )


def test_after_the_lessons_come_the_task_and_then_the_case(
    mine: Any, anna: User, training_day: Phase, programme: Programme, pick_modules: Any
) -> None:
    (pick,) = pick_modules(1, phase=training_day)
    first = LessonPage.objects.child_of(pick.module).get(slug="eerste")
    first.body = [("task", {"text": "Vraag het na.", "minutes": 5})]
    first.save_revision().publish()
    pick.module.asks_tasks = pick.module.asks_case = True
    pick.module.save_revision().publish()
    assert mine().next.left == "2 lessen, de doe-opdracht, je praktijksituatie sturen"

    read(anna, pick)
    block = UUID(LessonPage.objects.get(pk=first.pk).body[0].id)
    step = mine().next
    assert (step.go_on.label, step.go_on.url) == (
        "Doe de opdracht",
        f"/leren/module-1/eerste/#b-{block}",
    )
    answer(anna, programme, first, block=block, kind="task")
    step = mine().next
    assert (step.go_on.kind, step.left) == ("case", "je praktijksituatie sturen")
    assert step.preparation[-1].note.startswith("Vóór ")


def test_an_intention_asks_when_nothing_of_this_week_is_to_be_prepared(
    mine: Any, anna: User, bram: User, programme: Programme, today: date, pick_modules: Any
) -> None:
    later = add_phase(
        programme=programme,
        kind=PhaseKind.TRAINING_DAY,
        title="Trainingsdag",
        starts_on=today + timedelta(days=9),
    )
    (pick,) = pick_modules(1, phase=later)
    lesson = LessonPage.objects.child_of(pick.module).first()
    for person in (anna, bram):
        made = answer(person, programme, lesson, block=UUID(int=1), kind="intention")
        made.made_at -= timedelta(days=8)
        plan_nudges(answer=made, asks=[Ask(7, f"Lukte het, {person}?")], by_mail=False)
    step = mine().next
    assert (step.go_on.label, step.about) == (
        "Vertel hoe het ging",
        "Je voornemen: Lukte het, Anna Aalbers?",
    )
    Phase.objects.filter(pk=later.pk).update(starts_on=today + timedelta(days=6))
    assert mine().next.go_on.label == "Begin met les 1"


def test_this_week_holds_what_opens_what_comes_and_what_ends(
    mine: Any, programme: Programme, training_day: Phase, today: date, pick_modules: Any
) -> None:
    add_phase(
        programme=programme,
        kind=PhaseKind.ASSESSMENT,
        title="Mijn assessment",
        starts_on=today - timedelta(days=5),
        ends_on=today + timedelta(days=6),
    )
    add_phase(
        programme=programme,
        kind=PhaseKind.WORKSHOP,
        title="Over een week",
        starts_on=today + timedelta(days=7),
    )
    opens, prepares = pick_modules(2)
    ProgrammeModule.objects.filter(pk=opens.pk).update(opens_on=today + timedelta(days=1))
    ProgrammeModule.objects.filter(pk=prepares.pk).update(phase=training_day)
    week = mine().week
    assert [line.text for line in week] == [
        "Module ‘Module 1’ gaat open",
        training_day.title,
        "Laatste dag: Mijn assessment",
    ]
    assert week[0].url == ""  # it is not open yet
    assert week[1].before == "Vooraf nog te doen: 2 lessen"


def test_a_quiet_week_says_nothing(as_person: SignIn, anna: User) -> None:
    assert 'id="week"' not in as_person(anna).get("/").content.decode()


def test_the_group_is_told_as_a_number_of_the_others_until_yesterday(
    as_person: SignIn,
    anna: User,
    mine: Any,
    make_person: Any,
    programme: Programme,
    cohort: Any,
    pick_modules: Any,
) -> None:
    (pick,) = pick_modules(1)
    others = [make_person(f"Deelnemer Nummer{number}") for number in range(5)]
    for person in others:
        enrol_person(person=person, programme=programme, cohort=cohort)
    for person in others[:3]:
        read(person, pick)
    assert mine().group is None  # they did it today
    yesterday = timezone.now() - timedelta(days=1)
    LessonProgress.objects.update(opened_at=yesterday, done_at=yesterday)
    assert mine().group[:2] == (3, 5)
    page = " ".join(as_person(anna).get("/").content.decode().split())
    assert "3 van de 5 anderen in je groep hebben ‘Module 1’ afgerond" in page
    assert "Nummer" not in page

    read(others[3], pick)
    LessonProgress.objects.update(opened_at=yesterday, done_at=yesterday)
    assert mine().group is None  # all but one
