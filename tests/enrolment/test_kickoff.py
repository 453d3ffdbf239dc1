"""The screen in the training room: numbers without names, for who trains or coordinates."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from learning.enrolment.kickoff.queries import Attendance, attendance, way_in
from learning.enrolment.models import Enrolment
from learning.enrolment.services import issue_code, replace_code
from learning.programmes.models import CodeMode, Cohort, Programme
from portal.accounts.models import User
from tests.enrolment.test_code_login import enter

SignIn = Callable[[User | None], Client]
SCREEN = "/aftrap/stevig-aan-tafel/"
# session, person, enrolments, programme; cohort where there is one; cohorts and the count
QUERIES = 6


@pytest.fixture
def group(cohort: Cohort) -> str:
    return f"{SCREEN}groep/{cohort.pk}/"


def test_it_counts_who_used_a_code_or_has_a_session(
    programme: Programme, cohort: Cohort, anna: User, bram: User, chantal: User, hugo: User
) -> None:
    assert attendance(programme, cohort) == Attendance(0, 2)
    code = issue_code(enrolment=Enrolment.objects.get(person=anna))
    assert attendance(programme, cohort) == Attendance(0, 2)
    enter(Client(), code.text)
    assert attendance(programme, cohort) == Attendance(1, 2)
    replace_code(code=code.code)
    assert attendance(programme, cohort) == Attendance(1, 2)
    bram.usersession_set.create(session_key="x", ip="127.0.0.1", user_agent="")
    assert attendance(programme, cohort) == Attendance(2, 2)
    assert attendance(programme, None) == Attendance(2, 3)


def test_only_participants_are_counted(
    programme: Programme, dirk: User, fatma: User, karin: User, leo: User, anna: User
) -> None:
    assert attendance(programme, None).expected == 1


def test_it_shows_the_address_and_the_numbers_and_no_names(
    as_person: SignIn, dirk: User, anna: User, bram: User, group: str, settings: Any
) -> None:
    settings.BASE_URL = "https://leren.veldermeer.example"
    page = as_person(dirk).get(group).content.decode()
    assert "0 van de 2 zijn binnen" in page
    assert "Groep Populier" in page
    assert ">leren.veldermeer.example" in page.replace("\n", "").replace(" ", "")
    assert "data:image/svg+xml" in page
    assert 'http-equiv="refresh"' in page
    for name in ("Aalbers", "Bakker"):
        assert name not in page
    assert way_in().scanned == "https://leren.veldermeer.example/inloggen/"


def test_nothing_is_sent_while_nothing_changes(
    as_person: SignIn, dirk: User, anna: User, bram: User, group: str
) -> None:
    client = as_person(dirk)
    first = client.get(f"{group}stand/")
    assert first.json() == {"inside": 0, "expected": 2, "text": "0 van de 2 zijn binnen"}
    seen = {"If-None-Match": first.headers["ETag"]}
    again = client.get(f"{group}stand/", headers=seen)
    assert (again.status_code, again.content) == (304, b"")
    enter(Client(), issue_code(enrolment=Enrolment.objects.get(person=anna)).text)
    changed = client.get(f"{group}stand/", headers=seen)
    assert changed.json()["text"] == "1 van de 2 is binnen"
    enter(Client(), issue_code(enrolment=Enrolment.objects.get(person=bram)).text)
    assert client.get(f"{group}stand/").json()["text"] == "Iedereen is binnen"


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("dirk", 200),
        ("fatma", 200),
        ("anna", 404),
        ("els", 404),
        ("ingrid", 404),
        ("joris", 404),
        ("karin", 404),
        ("leo", 404),
        ("guus", 404),
        ("hugo", 404),
    ],
)
def test_it_is_for_trainers_and_coordinators_of_the_programme(
    request: pytest.FixtureRequest, as_person: SignIn, group: str, who: str, status: int
) -> None:
    client = as_person(request.getfixturevalue(who))
    for address in (SCREEN, f"{SCREEN}stand/", group, f"{group}stand/"):
        assert client.get(address).status_code == status
        assert client.post(address).status_code in {404, 405}


def test_a_group_of_another_programme_is_not_there(
    as_person: SignIn, dirk: User, other_programme: Programme
) -> None:
    other = Cohort.objects.create(programme=other_programme, name="Groep Den")
    client = as_person(dirk)
    assert client.get(f"{SCREEN}groep/{other.pk}/").status_code == 404
    assert client.get(f"/aftrap/{other_programme.slug}/").status_code == 404


def test_the_way_to_it_stands_on_the_home_page_of_who_may(
    as_person: SignIn, dirk: User, fatma: User, els: User
) -> None:
    for person, stands_there in ((dirk, True), (fatma, True), (els, False)):
        assert (SCREEN in as_person(person).get("/").content.decode()) == stands_there


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_for_one_and_for_three(
    as_person: SignIn,
    fatma: User,
    programme: Programme,
    make_person: Any,
    count: int,
    django_assert_num_queries: Any,
) -> None:
    for number in range(count):
        Cohort.objects.create(programme=programme, name=f"Groep {number}")
        Enrolment.objects.create(person=make_person(f"Deelnemer {number}"), programme=programme)
    client = as_person(fatma)
    client.get(SCREEN)
    with django_assert_num_queries(QUERIES):
        client.get(SCREEN)
    with django_assert_num_queries(QUERIES - 1):
        client.get(f"{SCREEN}stand/")


def test_the_one_time_code_of_who_came_in_before_counts(
    programme: Programme, anna: User, as_person: SignIn, fatma: User
) -> None:
    code = issue_code(enrolment=Enrolment.objects.get(person=anna), mode=CodeMode.ACTIVATE)
    client = Client()
    enter(client, code.text)
    client.post("/uitloggen/")
    assert attendance(programme, None) == Attendance(1, 1)
