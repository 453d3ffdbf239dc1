"""The lists of the office: what they show, filter and cost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from learning.enrolment.models import Enrolment, Role
from learning.enrolment.services import (
    enrol_person,
    issue_code,
)
from portal.accounts.models import User
from tests.conftest import make_programme


@pytest.fixture
def office(as_person: Callable[..., Client], fatma: User) -> Client:
    return as_person(fatma)


def address(name: str, *args: int) -> str:
    return reverse(f"office_enrolments:{name}", args=args)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, {"Anna Aalbers", "Bram Bakker", "Chantal Claes", "Fatma Faber"}),
        ({"role": "coordinator"}, {"Fatma Faber"}),
        ({"code": "none"}, {"Bram Bakker", "Chantal Claes"}),
        ({"code": "unused"}, {"Anna Aalbers"}),
        ({"code": "to_issue"}, {"Bram Bakker", "Chantal Claes"}),
        ({"code": "in_use"}, set()),
        ({"q": "bak"}, {"Bram Bakker"}),
        ({"status": "ended"}, {"Hugo Hendriks"}),
    ],
)
def test_filters(
    office: Client,
    anna: User,
    bram: User,
    chantal: User,
    hugo: User,
    enrolment_of: Any,
    filters: dict[str, str],
    expected: set[str],
):
    issue_code(enrolment=enrolment_of(anna))
    listed = office.get(address("index"), filters).context["object_list"]
    assert {str(each.person) for each in listed} == expected


@pytest.mark.parametrize("ordering", ["name", "-name"])
def test_people_stand_under_the_name_without_its_particle(
    office: Client, programme: Any, make_person: Any, ordering: str
):
    for name in ("Ellen de Groot", "Ans Haver", "Pia van der Meij", "Bob ter Zee", "Ida graaf"):
        person = make_person(name)
        User.objects.filter(pk=person.pk).update(
            first_name=name.split(" ")[0], last_name=name.split(" ", 1)[1]
        )
        enrol_person(person=person, programme=programme)
    listed = office.get(address("index"), {"ordering": ordering}).context["object_list"]
    names = [each.person.first_name for each in listed]
    expected = ["Fatma", "Ida", "Ellen", "Ans", "Pia", "Bob"]
    assert names == (expected if ordering == "name" else expected[::-1])


def test_routes_and_functions_filter_and_only_ones_own_are_offered(
    office: Client, anna: User, bram: User, guus: User, enrolment_of: Any, route: Any
):
    Enrolment.objects.filter(person=anna).update(function="Jurist")
    Enrolment.objects.filter(person=bram).update(function="Planner", route=None)
    Enrolment.objects.filter(person=guus).update(function="Wethouder")

    def listed(**filters: Any) -> list[str]:
        return [str(e.person) for e in office.get(address("index"), filters).context["object_list"]]

    assert listed(function="Jurist") == ["Anna Aalbers"]
    assert listed(route=route.pk) == ["Anna Aalbers"]
    page = office.get(address("index"))
    offered = page.context["filters"].form.fields["function"].choices
    assert [value for value, _label in offered if value] == ["Jurist", "Planner"]
    assert "Wethouder" not in page.content.decode()


def test_the_list_is_downloaded_as_it_is_shown(office: Client, anna: User, bram: User):
    buttons = office.get(address("index"), {"q": "bram", "code": "none"}).context["view"]
    [download] = [b for b in buttons.header_more_buttons if "deelnemers.csv" in b.url]
    rows = office.get(download.url).content.decode()
    assert "Bakker" in rows
    assert "Aalbers" not in rows


@pytest.mark.parametrize("programmes", [1, 3])
def test_the_programmes_say_how_many_are_in_them(
    office: Client,
    programme: Any,
    anna: User,
    dirk: User,
    hugo: User,
    other_cohort: Any,
    fatma: User,
    organisation: Any,
    django_assert_num_queries: Any,
    programmes: int,
):
    for number in range(1, programmes):
        more = make_programme(organisation, f"Traject {number}", f"traject-{number}")
        enrol_person(person=fatma, programme=more, role=Role.COORDINATOR)
    index = reverse("office_programmes:index")
    office.get(index)
    with django_assert_num_queries(13):
        listed = office.get(index).context["object_list"]
    counted = {each.title: (each.cohort_count, each.participants) for each in listed}
    assert counted.pop(programme.title) == (2, 1)
    assert set(counted.values()) <= {(0, 0)}


def test_a_cohort_in_use_is_not_deleted_and_the_page_says_so(
    as_person: Any, fatma: User, anna: User, cohort: Any
):
    page = reverse("office_cohorts:delete", args=[cohort.pk])
    response = as_person(fatma).post(page, follow=True)
    cohort.refresh_from_db()
    assert "in gebruik" in response.content.decode()


@pytest.mark.parametrize("people", [1, 3])
def test_the_lists_cost_the_same_for_one_and_for_three(
    office: Client,
    programme: Any,
    cohort: Any,
    route: Any,
    make_person: Any,
    django_assert_num_queries: Any,
    people: int,
):
    for number in range(people):
        person = make_person(f"Persoon Nummer{number}")
        issue_code(
            enrolment=enrol_person(person=person, programme=programme, cohort=cohort, route=route)
        )
    office.get(address("index"))
    for page, queries in (
        (address("index"), 17),
        (reverse("office_routes:index"), 13),
        (reverse("wagtailadmin_home"), 19),
    ):
        with django_assert_num_queries(queries):
            office.get(page)
