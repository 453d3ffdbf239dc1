"""When a module is done: what its trainer asks, what its lessons hold, what someone did of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from learning.enrolment.access import entitlements_of
from learning.enrolment.services import enrol_person
from learning.modules.answers.services import save_answer
from learning.modules.completion.group import Followed, standing_of_others, standings
from learning.modules.completion.models import Exercise
from learning.modules.completion.todo import Rules
from learning.modules.models import LessonPage, LessonProgress, ModulePage, ProgrammeModule
from learning.modules.queries import ModuleState, module_overview
from learning.modules.services import create_module, mark_lesson_done, open_lesson, pick_module
from learning.practice.models import CaseVersion, PracticeCase
from portal.accounts.models import User
from tests.modules.conftest import module_data

TASK = {"text": "Vraag het een collega.", "minutes": 5}


def ask(module: ModulePage, *rules: str) -> None:
    """What the trainer ticks."""
    for rule in ModulePage.RULES:
        setattr(module, rule, rule.removeprefix("asks_") in rules)
    module.save_revision().publish()


def give_tasks(lesson: LessonPage, count: int = 1) -> list[UUID]:
    """Publish a lesson with so many tasks; their blocks."""
    lesson.body = [("heading", "Doen"), *(("task", TASK) for _ in range(count))]
    lesson.save_revision().publish()
    return [UUID(block.id) for block in LessonPage.objects.get(pk=lesson.pk).body[1:]]


def do(person: User, lesson: LessonPage, block: UUID, *, kind: str = "task") -> None:
    save_answer(
        person=person,
        programme_id=None,
        lesson_id=lesson.pk,
        lesson_title=lesson.title,
        block=block,
        kind=kind,
        content={},
        is_done=True,
    )


def read(person: User, module: ModulePage) -> None:
    for lesson in LessonPage.objects.child_of(module):
        mark_lesson_done(person=person, lesson_id=lesson.pk)


def send_case(person: User, pick: ProgrammeModule) -> None:
    case = PracticeCase.objects.create(
        person=person, programme=pick.programme, theme=pick.module, sent_at=timezone.now()
    )
    CaseVersion.objects.create(case=case, number=1, theme=pick.module)


def mine(person: User) -> Any:
    (overview,) = module_overview(entitlements_of(person))
    return overview


def test_publishing_writes_down_what_a_lesson_holds(lesson: LessonPage) -> None:
    first, second = give_tasks(lesson, 2)
    assert list(Exercise.objects.values_list("block", "kind")) == [
        (first, "task"),
        (second, "task"),
    ]
    kept = Exercise.objects.get(block=second).pk

    lesson.refresh_from_db()
    lesson.title = "Een andere titel"
    lesson.save_revision().publish()
    assert Exercise.objects.get(block=second).pk == kept  # nothing changed, nothing was written

    lesson.body.pop(1)
    lesson.save_revision()  # a draft changes nothing
    assert Exercise.objects.count() == 2
    lesson.save_revision().publish()
    assert list(Exercise.objects.values_list("block", flat=True)) == [second]


def test_a_module_is_done_when_all_that_it_asks_is(
    anna: User, bram: User, pick: ProgrammeModule, lesson: LessonPage
) -> None:
    (block,) = give_tasks(lesson)
    ask(pick.module, "lessons", "tasks", "case")
    assert mine(anna).to_do.words == "3 lessen, de doe-opdracht, je praktijksituatie sturen"

    read(anna, pick.module)
    found = mine(anna)
    assert (found.state, found.to_do.words) == (
        ModuleState.STARTED,
        "de doe-opdracht, je praktijksituatie sturen",
    )
    assert found.go_on.url == f"/leren/slecht-nieuws/les-1/#b-{block}"

    do(bram, lesson, block)  # somebody else's counts for nobody else
    assert mine(anna).to_do.exercises
    do(anna, lesson, block)
    found = mine(anna)
    assert (found.to_do.words, found.go_on.kind) == ("je praktijksituatie sturen", "case")
    assert str(pick.programme_id) in found.go_on.url

    send_case(bram, pick)
    assert mine(anna).state is ModuleState.STARTED
    send_case(anna, pick)
    assert (mine(anna).state, mine(anna).go_on) == (ModuleState.DONE, None)


def test_lessons_alone_are_the_default(
    anna: User, pick: ProgrammeModule, lesson: LessonPage
) -> None:
    give_tasks(lesson)
    read(anna, pick.module)
    assert mine(anna).state is ModuleState.DONE


def test_what_is_not_asked_or_not_published_does_not_count(
    anna: User, pick: ProgrammeModule, lesson: LessonPage
) -> None:
    (block,) = give_tasks(lesson)
    ask(pick.module, "tasks", "quizzes")
    open_lesson(person=anna, lesson_id=lesson.pk)
    assert mine(anna).to_do.words == "de doe-opdracht"  # no lessons, and there is no quiz
    do(anna, lesson, block)
    assert mine(anna).state is ModuleState.DONE

    other = LessonPage.objects.child_of(pick.module).get(slug="les-2")
    give_tasks(other)
    assert mine(anna).to_do.words == "de doe-opdracht"
    other.unpublish()
    assert mine(anna).state is ModuleState.DONE


def test_a_module_that_asks_nothing_is_refused(module: ModulePage) -> None:
    module.asks_lessons = False
    with pytest.raises(ValidationError) as caught:
        module.full_clean()
    assert list(caught.value.message_dict) == ["asks_lessons"]


def test_the_module_says_what_is_still_to_do(
    anna: User,
    dirk: User,
    pick: ProgrammeModule,
    lesson: LessonPage,
    as_person: Callable[..., Client],
) -> None:
    (block,) = give_tasks(lesson)
    ask(pick.module, "lessons", "tasks")
    read(anna, pick.module)
    page = as_person(anna).get("/leren/slecht-nieuws/").content.decode()
    assert "Nog te doen: de doe-opdracht." in page
    assert f'href="/leren/slecht-nieuws/les-1/#b-{block}"' in page
    assert "Nog: de doe-opdracht" in as_person(anna).get("/leren/").content.decode()
    assert "Nog te doen" not in as_person(dirk).get("/leren/slecht-nieuws/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_overview_takes_four_queries_where_all_is_asked(
    count: int, anna: User, library: Any, programme: Any, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        module = create_module(index=library, data=module_data(f"m-{number}", lessons=count))
        ask(module, "lessons", "tasks", "quizzes", "dialogues", "case")
        for lesson in LessonPage.objects.child_of(module):
            give_tasks(lesson, count)
        pick_module(programme=programme, module=module)
    who = entitlements_of(anna)
    with django_assert_num_queries(4):
        found = module_overview(who)
    assert [len(each.to_do.exercises) for each in found] == [count * count] * count


@pytest.fixture
def five(make_person: Any, programme: Any, cohort: Any, route: Any) -> list[User]:
    people = [make_person(f"Deelnemer Nummer{number}") for number in range(5)]
    for person in people:
        enrol_person(person=person, programme=programme, cohort=cohort, route=route)
    return people


def followed(pick: ProgrammeModule, *, of_route: bool = False, **rules: bool) -> Followed:
    routes = (pick.route_id,) if of_route else ()
    return Followed(pick.module_id, pick.module.path, Rules(**rules), routes)


def test_a_group_is_counted_by_what_the_module_asks(
    five: list[User],
    chantal: User,
    dirk: User,
    pick: ProgrammeModule,
    lesson: LessonPage,
    cohort: Any,
) -> None:
    (block,) = give_tasks(lesson)
    for person in (*five[:3], chantal, dirk):
        read(person, pick.module)
    open_lesson(person=five[3], lesson_id=lesson.pk)
    for person in (*five[:2], chantal):
        do(person, lesson, block)
        send_case(person, pick)

    def count(**rules: bool) -> tuple[int, int, int]:
        found = standings(
            programme_id=pick.programme_id,
            cohort_id=cohort.pk,
            modules=[followed(pick, **rules)],
        )
        return found[pick.module_id].parts

    assert count() == (1, 1, 3)
    assert count(tasks=True) == (1, 2, 2)
    assert count(tasks=True, case=True) == (1, 2, 2)
    assert count(quizzes=True) == (1, 1, 3)


def test_the_others_are_counted_without_oneself_and_until_a_moment(
    five: list[User], pick: ProgrammeModule, cohort: Any, route: Any
) -> None:
    for person in five[:3]:
        read(person, pick.module)
    yesterday = timezone.now() - timedelta(days=1)
    LessonProgress.objects.filter(person=five[1]).update(opened_at=yesterday, done_at=yesterday)

    def count(me: User, until: Any, of: Followed) -> tuple[int, int]:
        found = standing_of_others(
            programme_id=pick.programme_id, cohort_id=cohort.pk, module=of, me=me.pk, until=until
        )
        return found.done, found.people

    later = timezone.now() + timedelta(minutes=1)
    assert count(five[0], later, followed(pick)) == (2, 4)
    assert count(five[4], later, followed(pick)) == (3, 4)
    assert count(five[0], timezone.now() - timedelta(hours=1), followed(pick)) == (1, 4)
    assert count(five[0], later, followed(pick, case=True)) == (0, 4)
    pick.route = route
    assert count(five[0], later, followed(pick, of_route=True)) == (2, 4)
    pick.route_id = 0
    assert count(five[0], later, followed(pick, of_route=True)) == (0, 0)


@pytest.mark.parametrize("count", [1, 3])
def test_a_group_takes_two_queries_however_many_modules(
    count: int,
    anna: User,
    library: Any,
    programme: Any,
    cohort: Any,
    django_assert_num_queries: Any,
) -> None:
    picks = [
        pick_module(
            programme=programme,
            module=create_module(index=library, data=module_data(f"m-{number}")),
        )
        for number in range(count)
    ]
    with django_assert_num_queries(2):
        found = standings(
            programme_id=programme.pk,
            cohort_id=cohort.pk,
            modules=[followed(pick, tasks=True, case=True) for pick in picks],
        )
    assert [each.people for each in found.values()] == [1] * count
