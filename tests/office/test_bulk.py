"""Many people at once: ticked in the list, said in words, done after a yes, for one's own people."""

from collections.abc import Callable
from typing import Any

import pytest
from django import forms
from django.http import Http404, HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse
from wagtail.admin.views.bulk_action.registry import bulk_action_registry

from learning.enrolment.models import Enrolment
from learning.enrolment.office.bulk import OfficeBulkAction
from learning.enrolment.services import EnrolmentError
from portal.accounts.models import User


class Question(forms.Form):
    function = forms.CharField()


class SetFunction(OfficeBulkAction):
    """Gives everyone a function, but not who is called Bram."""

    display_name = "Geef een functie"
    action_type = "set_function"
    confirm_label = "Ja, geef die"
    form_class = Question

    def why_not(self, enrolment: Any) -> str:
        return "heet Bram" if enrolment.person.first_name == "Bram" else ""

    def consequences(self, enrolments: list[Any]) -> list[str]:
        return [f"{len(enrolments)} worden {self.answers['function']}."]

    def perform_one(self, enrolment: Any) -> None:
        if enrolment.person.first_name == "Chantal":
            raise EnrolmentError("wil niet")
        Enrolment.objects.filter(pk=enrolment.pk).update(function=self.answers["function"])

    def done(self, count: int) -> str:
        return f"{count} gedaan."


@pytest.fixture(autouse=True)
def _known_to_wagtail(monkeypatch: pytest.MonkeyPatch) -> None:
    bulk_action_registry._scan_for_bulk_actions()
    actions = bulk_action_registry.actions.setdefault("learning", {}).setdefault("enrolment", {})
    monkeypatch.setitem(actions, "set_function", SetFunction)


@pytest.fixture
def office(as_person: Callable[..., Client], fatma: User) -> Client:
    return as_person(fatma)


def address(**query: Any) -> str:
    args = ["learning", "enrolment", "set_function"]
    return reverse("wagtail_bulk_action", args=args, query=query)


def said_by(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def functions() -> dict[str, str]:
    return dict(Enrolment.objects.values_list("person__first_name", "function"))


def test_it_is_asked_said_confirmed_and_done(
    office: Client, anna: User, bram: User, chantal: User, enrolment_of: Any
):
    page = address(id=[enrolment_of(each).pk for each in (anna, bram, chantal)])
    asked = office.get(page)
    assert asked.context["is_asking"]
    told = office.post(page, {"function": "Jurist"})
    assert told.context["consequences"] == ["2 worden Jurist."]
    assert [str(e.person) for e in told.context["chosen"].left_out["heet Bram"]] == ["Bram Bakker"]
    assert set(functions().values()) == {""}

    answer = {"function": "Jurist", "seen": told.context["seen"]}
    after = office.post(page, answer, follow=True)
    assert functions() == {"Fatma": "", "Anna": "Jurist", "Bram": "", "Chantal": ""}
    done, *left_out = said_by(after)
    assert done == "1 gedaan."
    assert [("Bram Bakker" in each, "Chantal Claes" in each) for each in left_out] == [
        (True, False),
        (False, True),
    ]


def test_what_was_not_on_the_page_is_not_done(
    office: Client, anna: User, bram: User, chantal: User, enrolment_of: Any
):
    page = address(id="all", role="participant")
    told = office.post(page, {"function": "Jurist"})
    Enrolment.objects.filter(person=chantal).update(role="guest")
    again = office.post(page, {"function": "Jurist", "seen": told.context["seen"]})
    assert again.context["consequences"] == ["1 worden Jurist."]
    assert again.context["has_changed"]
    other = {"function": "Baas", "seen": again.context["seen"]}
    assert office.post(page, other).context["consequences"] == ["1 worden Baas."]
    assert set(functions().values()) == {""}


def test_all_of_the_list_is_what_the_filters_show(
    office: Client, anna: User, bram: User, chantal: User, hugo: User, cohort: Any, fatma: User
):
    def chosen(**query: Any) -> set[str]:
        told = office.post(address(id="all", **query), {"function": "Jurist"})
        return {str(each.person) for each in told.context["chosen"].able}

    assert chosen(cohort=cohort.pk) == {"Anna Aalbers"}
    assert chosen(q="claes") == {"Chantal Claes"}
    assert chosen(status="ended") == {"Hugo Hendriks"}
    assert chosen() == {"Anna Aalbers", "Chantal Claes", "Fatma Faber"}


@pytest.mark.parametrize("query", [{}, {"id": "x"}, {"id": "²"}, {"id": "all", "cohort": "999"}])
def test_nobody_or_nonsense_is_not_found(office: Client, anna: User, query: dict[str, str]):
    assert office.get(address(**query)).status_code == 404
    assert office.post(address(**query), {"function": "Jurist"}).status_code == 404


def test_people_of_others_are_not_there(
    office: Client, anna: User, guus: User, gerda: User, enrolment_of: Any
):
    theirs = address(id=enrolment_of(guus).pk)
    assert office.get(theirs).status_code == 404
    both = address(id=[enrolment_of(guus).pk, enrolment_of(anna).pk])
    told = office.post(both, {"function": "Jurist"})
    assert [str(each.person) for each in told.context["chosen"].able] == ["Anna Aalbers"]
    assert "Guus" not in told.content.decode()
    office.post(both, {"function": "Jurist", "seen": told.context["seen"]})
    assert functions()["Guus"] == ""


@pytest.mark.parametrize("who", ["dirk", "rik", "gerda"])
def test_it_is_for_the_coordinator(
    request: Any, as_person: Any, anna: User, enrolment_of: Any, who: str
):
    page = address(id=enrolment_of(anna).pk)
    client = as_person(request.getfixturevalue(who))
    assert client.get(page).status_code == 404
    assert client.post(page, {"function": "Jurist"}).status_code == 404


def test_where_it_must_be_within_one_programme_it_says_so(
    as_person: Any,
    bea: User,
    anna: User,
    guus: User,
    enrolment_of: Any,
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(SetFunction, "within_one_programme", True)
    page = address(id=[enrolment_of(anna).pk, enrolment_of(guus).pk])
    response = as_person(bea).get(page, follow=True)
    assert response.redirect_chain == [(reverse("office_enrolments:index"), 302)]
    assert len(said_by(response)) == 1


def test_the_list_has_a_box_for_each_row_that_says_whose_it_is(
    office: Client, anna: User, enrolment_of: Any
):
    html = office.get(reverse("office_enrolments:index")).content.decode()
    pk = enrolment_of(anna).pk
    assert f'data-object-id="{pk}"' in html
    assert f'aria-describedby="enrolment_{pk}_title"' in html
    assert f'id="enrolment_{pk}_title"' in html
    assert "Geef een functie" in html


def test_a_wrong_filter_is_never_everyone(rf: RequestFactory, bea: User):
    request: HttpRequest = rf.get("/", {"id": "all", "code": "nonsense"})
    request.user = bea
    with pytest.raises(Http404):
        _ = SetFunction(request, Enrolment).rows


@pytest.mark.parametrize("number", ["9" * 26, "9" * 5000, "¹²", "-1"])
def test_a_number_that_no_row_can_have_finds_nothing(office: Client, anna: User, number: str):
    assert office.get(address(id=number)).status_code == 404
