"""The screens at /leren/: who gets which, in how many queries, and ticking lessons off."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from learning.enrolment.models import Enrolment
from learning.enrolment.services import end_enrolment
from learning.modules.models import LessonPage, LessonProgress
from learning.modules.services import create_module, mark_lesson_done, pick_module
from tests.modules.conftest import module_data

INDEX = "/leren/"
MODULE = "/leren/slecht-nieuws/"
LESSON = "/leren/slecht-nieuws/les-1/"
DONE = "/leren/slecht-nieuws/les-1/klaar/"

SignIn = Callable[[Any], Client]


@pytest.mark.parametrize("address", [INDEX, MODULE, LESSON, DONE])
def test_a_visitor_is_asked_to_sign_in(address: str, pick: Any, client: Client) -> None:
    response = client.get(address)
    assert response.status_code == 302
    assert response.url == f"{reverse('code_login')}?next={address}"


@pytest.mark.parametrize("address", [MODULE, LESSON])
@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("anna", 200),
        ("chantal", 200),
        ("dirk", 200),
        ("els", 200),
        ("fatma", 200),
        ("guus", 404),
        ("hugo", 404),
    ],
)
def test_who_reads_a_module(
    address: str, name: str, status: int, request: Any, pick: Any, as_person: SignIn
) -> None:
    client = as_person(request.getfixturevalue(name))
    assert client.get(address).status_code == status


def test_an_ended_enrolment_counts_at_the_next_request(
    anna: Any, pick: Any, as_person: SignIn
) -> None:
    client = as_person(anna)
    assert client.get(LESSON).status_code == 200
    end_enrolment(enrolment=Enrolment.objects.get(person=anna))
    assert client.get(LESSON).status_code == 404
    assert client.post(DONE).status_code == 404
    assert LessonProgress.objects.filter(done_at__isnull=False).count() == 0


def test_the_list_has_only_what_is_mine(anna: Any, guus: Any, pick: Any, as_person: SignIn) -> None:
    assert "Slecht nieuws brengen" in as_person(anna).get(INDEX).content.decode()
    page = as_person(guus).get(INDEX).content.decode()
    assert "Slecht nieuws brengen" not in page
    assert "Nog geen modules" in page


def test_a_closed_module_tells_when_it_opens_and_no_more(
    anna: Any, dirk: Any, programme: Any, module: Any, as_person: SignIn
) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    pick_module(programme=programme, module=module, opens_on=tomorrow)
    client = as_person(anna)
    page = client.get(MODULE).content.decode()
    assert "Deze module opent op" in page
    assert "Les nummer 1" not in page
    assert client.get(LESSON).status_code == 404
    assert client.post(DONE).status_code == 404
    assert f'href="{MODULE}"' not in client.get(INDEX).content.decode()
    staff = as_person(dirk)
    assert staff.get(LESSON).status_code == 200
    assert "Opent voor deelnemers op" in staff.get(MODULE).content.decode()


def test_a_draft_lesson_is_not_there(anna: Any, dirk: Any, pick: Any, lesson: Any, as_person: SignIn) -> None:  # fmt: skip
    lesson.unpublish()
    for person in (anna, dirk):
        client = as_person(person)
        assert client.get(LESSON).status_code == 404
        assert "Les nummer 1" not in client.get(MODULE).content.decode()


def test_lessons_are_ticked_off_one_by_one(anna: Any, pick: Any, as_person: SignIn) -> None:
    client = as_person(anna)
    assert "Begin" in client.get(MODULE).content.decode()
    assert "Les 1 van 3" in client.get(LESSON).content.decode()
    for number in (1, 2):
        response = client.post(f"/leren/slecht-nieuws/les-{number}/klaar/")
        assert response.url == f"/leren/slecht-nieuws/les-{number + 1}/"
        landed = client.get(response.url).content.decode()
        assert f"Les {number}, ‘Les nummer {number}’, is klaar." in landed
        assert f'formaction="/leren/slecht-nieuws/les-{number}/klaar/"' in landed  # to undo it
    page = client.get(MODULE).content.decode()
    assert "Verder met les 3" in page
    assert "2 van 3 lessen" in page
    assert page.count("Klaar</span>") == 2
    assert client.post("/leren/slecht-nieuws/les-3/klaar/").url == MODULE
    page = client.get(MODULE).content.decode()
    assert "laatste les van deze module" in page
    assert "Je hebt deze module afgerond" in page


def test_a_tick_is_taken_back(anna: Any, pick: Any, lesson: Any, as_person: SignIn) -> None:
    client = as_person(anna)
    client.post(DONE)
    assert 'name="undo"' in client.get(LESSON).content.decode()
    assert client.post(DONE, {"undo": "1"}).url == LESSON
    assert LessonProgress.objects.get(person=anna, lesson=lesson).done_at is None
    assert 'name="undo"' not in client.get(LESSON).content.decode()


def test_ticking_off_is_a_form_only(anna: Any, pick: Any, as_person: SignIn) -> None:
    assert as_person(anna).get(DONE).url == LESSON
    assert not LessonProgress.objects.filter(person=anna).exclude(done_at=None).exists()
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = as_person(anna).cookies
    assert strict.post(DONE).status_code == 403


def test_staff_leave_no_progress(dirk: Any, pick: Any, as_person: SignIn) -> None:
    client = as_person(dirk)
    page = client.get(LESSON).content.decode()
    assert "<form" not in page[page.index('id="inhoud"') : page.index("</main>")]
    client.post(DONE)
    assert not LessonProgress.objects.exists()


def test_a_published_change_shows_at_once(anna: Any, pick: Any, lesson: Any, as_person: SignIn) -> None:  # fmt: skip
    client = as_person(anna)
    assert "Dit is de tekst van les 1." in client.get(LESSON).content.decode()
    lesson.body = [("paragraph", "<p>Nieuwe tekst.</p>")]
    draft = lesson.save_revision()
    assert "Nieuwe tekst." not in client.get(LESSON).content.decode()
    draft.publish()
    assert "Nieuwe tekst." in client.get(LESSON).content.decode()


def test_the_order_of_lessons_is_the_library_s(anna: Any, pick: Any, as_person: SignIn) -> None:
    last = LessonPage.objects.child_of(pick.module).get(slug="les-3")
    last.move(LessonPage.objects.get(slug="les-1"), pos="left")
    page = as_person(anna).get("/leren/slecht-nieuws/les-3/").content.decode()
    assert "Les 1 van 3" in page


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_the_lists(
    count: int,
    anna: Any,
    programme: Any,
    library: Any,
    as_person: SignIn,
    django_assert_num_queries: Any,
) -> None:
    """Session, person and enrolments; modules and lessons; the module page once more."""
    for number in range(count):
        data = module_data(f"module-{number}", lessons=count)
        pick_module(programme=programme, module=create_module(index=library, data=data))
    client = as_person(anna)
    lesson = "/leren/module-0/les-1/"
    client.get(lesson)  # opens it, and keeps its body
    with django_assert_num_queries(5):
        assert client.get(lesson).status_code == 200
    with django_assert_num_queries(6):
        assert client.get("/leren/module-0/").status_code == 200
    with django_assert_num_queries(5):
        assert client.get(INDEX).status_code == 200


def test_only_the_first_visit_writes(
    anna: Any, pick: Any, lesson: Any, as_person: SignIn, django_assert_num_queries: Any
) -> None:
    client = as_person(anna)
    client.get(LESSON)
    opened = LessonProgress.objects.get(person=anna, lesson=lesson).opened_at
    with django_assert_num_queries(5) as queries:
        client.get(LESSON)
    assert all(each["sql"].startswith("SELECT") for each in queries.captured_queries)
    assert LessonProgress.objects.get(person=anna, lesson=lesson).opened_at == opened


def test_own_progress_only(anna: Any, bram: Any, dirk: Any, pick: Any, lesson: Any, as_person: SignIn) -> None:  # fmt: skip
    mark_lesson_done(person=anna, lesson_id=lesson.pk)
    assert "0 van 3 lessen" in as_person(bram).get(MODULE).content.decode()
    assert "Klaar</span>" not in as_person(dirk).get(MODULE).content.decode()
