""" "Mijn traject": who I am, the one next step, the timeline, and what it costs."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from forum.board.models import Space
from forum.board.services import open_space, start_topic
from learning.enrolment.models import Role
from learning.enrolment.services import enrol_person
from learning.modules.models import LessonPage
from learning.modules.services import mark_lesson_done
from learning.programmes.models import Phase, PhaseKind, Programme
from learning.programmes.services import add_phase
from portal.accounts.models import User
from tests.conftest import make_programme

SignIn = Callable[[User | None], Client]
# session, person, enrolments, phases, programme's modules, their lessons, intentions that ask how
# it went, the others in the group, spaces, newest topics
QUERIES = 10
QUERIES_OF_OTHERS = {"ingrid": 6, "joris": 6, "karin": 4, "leo": 5}


@pytest.fixture
def space(programme: Programme) -> Space:
    return open_space(programme=programme)


def test_a_visitor_is_asked_for_the_code(as_person: SignIn) -> None:
    response = as_person(None).get("/")
    assert response.status_code == 302
    assert response["Location"] == "/inloggen/?next=/"


def test_it_says_who_i_am(as_person: SignIn, anna: User) -> None:
    page = " ".join(as_person(anna).get("/").content.decode().split())
    assert "Adviseren in verbinding · Groep Populier" in page
    assert ", Anna</h1>" in page


def test_the_next_date_comes_with_its_preparation(
    as_person: SignIn, anna: User, training_day: Phase, pick_modules: Any
) -> None:
    pick_modules(1, phase=training_day)
    response = as_person(anna).get("/")
    step = response.context["mine"].next
    assert (step.phase.pk, step.when, step.left) == (training_day.pk, "over 2 dagen", "2 lessen")
    assert step.go_on.url == "/leren/module-1/eerste/"
    assert (
        'class="p-btn p-btn--primary" href="/leren/module-1/eerste/"' in response.content.decode()
    )


def test_the_button_goes_on_after_what_is_done(
    as_person: SignIn, anna: User, training_day: Phase, pick_modules: Any
) -> None:
    pick_modules(1, phase=training_day)
    mark_lesson_done(person=anna, lesson_id=LessonPage.objects.get(slug="eerste").pk)
    step = as_person(anna).get("/").context["mine"].next
    assert (step.go_on.label, step.left) == ("Verder met les 2", "1 les")
    assert step.go_on.url == "/leren/module-1/tweede/"


def test_what_is_drawn_once_is_never_that_of_someone_else(
    as_person: SignIn, anna: User, bram: User, training_day: Phase, pick_modules: Any
) -> None:
    pick_modules(1, phase=training_day)
    add_phase(
        programme=training_day.programme,
        kind=PhaseKind.MODULES,
        title="Online modules",
        starts_on=training_day.starts_on,
    )
    mark_lesson_done(person=anna, lesson_id=LessonPage.objects.get(slug="eerste").pk)
    for person, said, address in (
        (bram, "2 lessen", "eerste"),
        (anna, "1 van 2 lessen", "tweede"),
        (bram, "2 lessen", "eerste"),
    ):
        page = as_person(person).get("/").content.decode()
        assert f'<span class="p-mod__state">{said}</span>' in page
        assert f'class="p-btn p-btn--primary" href="/leren/module-1/{address}/"' in page


def test_what_opens_later_is_announced_and_not_linked(
    as_person: SignIn, anna: User, training_day: Phase, pick_modules: Any, today: date
) -> None:
    pick_modules(1, phase=training_day, opens_on=today + timedelta(days=1))
    response = as_person(anna).get("/")
    assert response.context["mine"].next.go_on is None
    assert "/leren/module-1/" not in response.content.decode()
    assert "Module 1" in response.content.decode()


def test_a_programme_without_dates_and_modules_has_a_home_too(
    as_person: SignIn, anna: User
) -> None:
    response = as_person(anna).get("/")
    assert response.status_code == 200
    assert response.context["mine"].journey.total == 0


@pytest.mark.parametrize("count", [1, 3, 30])
def test_modules_cost_no_queries(
    as_person: SignIn,
    anna: User,
    training_day: Phase,
    pick_modules: Any,
    space: Space,
    count: int,
    django_assert_num_queries: Any,
) -> None:
    pick_modules(count, phase=training_day)
    client = as_person(anna)
    with django_assert_num_queries(QUERIES):
        page = client.get("/").content.decode()
    assert page.count('class="p-mod') >= count


@pytest.mark.parametrize("count", [1, 3, 30])
def test_people_topics_and_phases_cost_no_queries(
    as_person: SignIn,
    anna: User,
    programme: Programme,
    make_person: Any,
    today: date,
    space: Space,
    count: int,
    django_assert_num_queries: Any,
) -> None:
    for number in range(count):
        other = make_person(f"Deelnemer {number}")
        enrol_person(person=other, programme=programme)
        start_topic(space=space, author=other, subject=f"Vraag {number}", text="Wie weet dit?")
        add_phase(
            programme=programme,
            kind=PhaseKind.WORKSHOP,
            title=f"Workshop {number}",
            starts_on=today + timedelta(days=number),
        )
    client = as_person(anna)
    with django_assert_num_queries(QUERIES - 2):  # no modules, so no lessons and no others in them
        response = client.get("/")
    mine = response.context["mine"]
    assert (mine.journey.total, len(mine.news)) == (count, min(count, 4))


def test_news_is_of_my_own_spaces(
    as_person: SignIn, anna: User, bram: User, guus: User, space: Space, other_programme: Programme
) -> None:
    start_topic(space=space, author=bram, subject="Van Bram", text="Hallo.")
    start_topic(
        space=open_space(programme=other_programme), author=guus, subject="Van Guus", text="Hoi."
    )
    news = as_person(anna).get("/").context["mine"].news
    assert [(topic.subject, topic.is_new) for topic in news] == [("Van Bram", True)]


def test_an_ended_enrolment_says_what_to_do(as_person: SignIn, hugo: User) -> None:
    response = as_person(hugo).get("/")
    page = response.content.decode()
    assert response.status_code == 200
    assert "Stevig aan tafel" not in page
    assert 'action="/uitloggen/"' in page


@pytest.mark.parametrize("role", [Role.TRAINER, Role.COORDINATOR])
def test_who_guides_comes_home_to_the_programme(
    as_person: SignIn, make_person: Any, programme: Programme, training_day: Phase, role: Role
) -> None:
    person = make_person("Gids Gerritsen", username="gids")
    enrol_person(person=person, programme=programme, role=role)
    response = as_person(person).get("/")
    (item,) = response.context["guide"].programmes
    assert (item.enrolment.programme, item.next) == (programme, training_day)
    page = response.content.decode()
    assert 'href="/beheer/"' in page
    assert 'href="/forum/"' in page


def test_a_coach_has_no_way_into_the_forum_or_the_cms(as_person: SignIn, els: User) -> None:
    page = as_person(els).get("/").content.decode()
    assert "/leren/" in page
    assert "/forum/" not in page
    assert "/beheer/" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_programmes_that_someone_guides_cost_no_queries(
    as_person: SignIn, dirk: User, organisation: Any, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(1, count):
        another = make_programme(organisation, f"Traject {number}", f"traject-{number}")
        enrol_person(person=dirk, programme=another, role=Role.TRAINER)
    client = as_person(dirk)
    with django_assert_num_queries(6):  # session, person, enrolments, phases, invitations, topics
        response = client.get("/")
    assert len(response.context["guide"].programmes) == count


def test_two_programmes_are_a_link_apart(
    as_person: SignIn, anna: User, programme: Programme, other_programme: Programme
) -> None:
    enrol_person(person=anna, programme=other_programme)
    client = as_person(anna)
    first = client.get("/")
    (other,) = first.context["others"]
    second = client.get(f"/?traject={other.programme.slug}")
    shown = {page.context["mine"].enrolment.programme for page in (first, second)}
    assert shown == {programme, other_programme}


def test_a_programme_of_others_cannot_be_asked_for(
    as_person: SignIn, anna: User, programme: Programme, other_programme: Programme
) -> None:
    response = as_person(anna).get(f"/?traject={other_programme.slug}")
    assert response.context["mine"].enrolment.programme == programme


def test_the_home_page_is_read_only(as_person: SignIn, anna: User) -> None:
    assert as_person(anna).post("/").status_code == 405


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("ingrid", "Je speelt mee op trainingsdagen"),
        ("joris", "Je begeleidt een groep"),
        ("karin", "Je denkt mee over hoe het traject loopt"),
        ("leo", "Je bent gast"),
    ],
)
def test_a_role_that_opens_nothing_else_sees_when_it_is_and_whom_to_ask(
    request: pytest.FixtureRequest,
    as_person: SignIn,
    programme: Programme,
    training_day: Phase,
    pick_modules: Any,
    name: str,
    says: str,
    django_assert_num_queries: Any,
) -> None:
    pick_modules(1, phase=training_day)
    organisation = programme.organisation
    organisation.help_name, organisation.help_email = "Nel Nijboer", "nel@veldermeer.example"
    organisation.save()
    client = as_person(request.getfixturevalue(name))
    # session, person, enrolments, spaces; of who works here two for rights in the CMS, of a guest
    # where they were invited
    with django_assert_num_queries(QUERIES_OF_OTHERS[name]):
        page = client.get("/").content.decode()
    assert says in page
    assert programme.title in page
    assert "nel@veldermeer.example" in page
    assert training_day.title not in page
    assert "/leren/" not in page
    assert ("/forum/" in page) == (name == "leo")
