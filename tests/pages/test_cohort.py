"""How a cohort is doing, for who teaches or coordinates it: numbers that point at nobody."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from forum.board.models import ModuleThread
from forum.board.services import open_space, reply, start_module_thread, start_topic
from learning.enrolment.services import enrol_person
from learning.modules.models import LessonPage
from learning.modules.services import mark_lesson_done
from learning.programmes.models import Cohort, Programme
from portal.accounts.models import User

SignIn = Callable[[User | None], Client]
# session, person, enrolments, cohort, modules, numbers, people, spaces, invitations, two lists of
# topics, from where they were started, what is shared, cohorts
QUERIES = 14


@pytest.fixture
def five(make_person: Any, programme: Programme, cohort: Cohort) -> list[User]:
    people = [make_person(f"Deelnemer Nummer{number}") for number in range(5)]
    for person in people:
        enrol_person(person=person, programme=programme, cohort=cohort)
    return people


def read(person: User) -> None:
    for lesson in LessonPage.objects.all():
        mark_lesson_done(person=person, lesson_id=lesson.pk)


def says(client: Client, cohort: Cohort) -> str:
    response = client.get(reverse("cohort", args=[cohort.pk]))
    assert response.status_code == 200
    return str(response.context["view"].modules[0].says)


def test_trainers_and_coordinators_see_how_many_are_where(
    as_person: SignIn,
    dirk: User,
    fatma: User,
    five: list[User],
    chantal: User,
    cohort: Cohort,
    pick_modules: Any,
) -> None:
    pick_modules(1)
    for person in (*five[:2], chantal):
        read(person)
    for staff in (dirk, fatma):
        assert says(as_person(staff), cohort) == "3 niet begonnen · 2 afgerond"
    read(five[2])
    read(five[3])  # all but one: nothing is told
    assert says(as_person(dirk), cohort) == "geen aantallen: zie hieronder"
    page = as_person(dirk).get(reverse("cohort", args=[cohort.pk])).content.decode()
    assert "Nummer" not in page


def test_a_small_group_has_no_numbers(
    as_person: SignIn, dirk: User, anna: User, bram: User, cohort: Cohort, pick_modules: Any
) -> None:
    pick_modules(1)
    read(anna)
    response = as_person(dirk).get(reverse("cohort", args=[cohort.pk]))
    assert response.context["view"].is_small
    assert "/leren/module-1/" not in response.content.decode()


def test_others_do_not_get_there(
    as_person: SignIn, anna: User, els: User, guus: User, dirk: User, cohort: Cohort
) -> None:
    elsewhere = Cohort.objects.exclude(programme=cohort.programme).get()
    for person in (anna, els, guus):
        assert as_person(person).get(reverse("cohort", args=[cohort.pk])).status_code == 404
        slug = cohort.programme.slug
        assert as_person(person).get(reverse("cohorts", args=[slug])).status_code == 404
    assert as_person(dirk).get(reverse("cohort", args=[elsewhere.pk])).status_code == 404
    leads_to = as_person(dirk).get(reverse("cohorts", args=[cohort.programme.slug]))
    assert leads_to["Location"] == reverse("cohort", args=[cohort.pk])


def test_questions_come_from_the_spaces_that_one_may_read(
    as_person: SignIn,
    dirk: User,
    fatma: User,
    anna: User,
    bram: User,
    chantal: User,
    cohort: Cohort,
    other_cohort: Cohort,
    pick_modules: Any,
) -> None:
    programme, module = cohort.programme, pick_modules(1)[0].module
    whole, own = open_space(programme=programme), open_space(programme=programme, cohort=cohort)
    other = open_space(programme=programme, cohort=other_cohort)
    start_topic(space=whole, author=anna, subject="Wie weet dit", text="?")
    start_topic(space=own, author=bram, subject="Onder ons", text="?")
    start_topic(space=other, author=chantal, subject="Van de anderen", text="?")
    talked = start_topic(space=whole, author=anna, subject="Besproken", text="?")
    reply(topic_id=talked.topic_id, author=chantal, text="Ja")

    def asked(person: User) -> tuple[list[str], list[str]]:
        found = as_person(person).get(reverse("cohort", args=[cohort.pk])).context["view"].asked
        return (
            [topic.subject for topic in found.unanswered],
            [topic.subject for topic in found.most_answered],
        )

    start_module_thread(space=whole, module=module, title="Bij de module", text="Hoe begin jij?")
    assert asked(fatma) == (["Wie weet dit", "Onder ons"], ["Besproken"])
    assert asked(dirk) == (["Wie weet dit"], ["Besproken"])  # not invited into the cohort's space
    reply(topic_id=ModuleThread.objects.get().topic_id, author=bram, text="Zo")
    assert asked(dirk)[1] == ["Bij de module", "Besproken"]
    page = as_person(dirk).get(reverse("cohort", args=[cohort.pk])).content.decode()
    assert "bij: Module 1" in page


@pytest.mark.parametrize("count", [1, 3])
def test_cohorts_modules_and_questions_cost_no_queries(
    as_person: SignIn,
    dirk: User,
    five: list[User],
    cohort: Cohort,
    pick_modules: Any,
    count: int,
    django_assert_num_queries: Any,
) -> None:
    pick_modules(count)
    space = open_space(programme=cohort.programme)
    for number in range(count):
        Cohort.objects.create(programme=cohort.programme, name=f"Groep {number}")
        start_topic(space=space, author=five[0], subject=f"Vraag {number}", text="?")
    client = as_person(dirk)
    with django_assert_num_queries(QUERIES):
        response = client.get(reverse("cohort", args=[cohort.pk]))
    assert len(response.context["view"].modules) == count
    assert len(response.context["view"].asked.unanswered) == count
