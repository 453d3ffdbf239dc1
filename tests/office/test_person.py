"""A person's page: what the coordinator may know of someone, and nothing of elsewhere."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from learning.enrolment.models import AccessCode, CodeEvent, Enrolment, Role
from learning.enrolment.services import enrol_person, issue_code, replace_code
from learning.enrolment.upkeep import freeze_code
from learning.programmes.models import Programme
from portal.accounts.access_log import note_access
from portal.accounts.models import AccessEvent, User
from tests.conftest import make_programme

OPENED = AccessEvent.Kind.PERSON_OPENED


@pytest.fixture
def office(as_person: Callable[..., Client], fatma: User) -> Client:
    return as_person(fatma)


@pytest.fixture
def enrolment(anna: User, enrolment_of: Callable[[User], Enrolment]) -> Enrolment:
    return enrolment_of(anna)


def address(name: str, *args: int) -> str:
    return reverse(f"office_enrolments:{name}", args=args)


def looks() -> list[tuple[str, str]]:
    return [(str(e.by), str(e.about)) for e in AccessEvent.objects.filter(kind=OPENED)]


class TestElsewhere:
    """Anna also takes part in Gerda's programme, which Fatma does not coordinate."""

    @pytest.fixture
    def elsewhere(
        self, anna: User, enrolment: Enrolment, gerda: User, bea: User, other_programme: Any
    ) -> Any:
        there = enrol_person(person=anna, programme=other_programme, function="Wethouder", by=gerda)
        issued = issue_code(enrolment=there, by=bea)
        note_access(kind=OPENED, about=anna, by=gerda, detail=other_programme.title)
        return issued.code

    def test_is_not_shown_and_not_counted(
        self, office: Client, enrolment: Enrolment, elsewhere: AccessCode, other_programme: Any
    ):
        response = office.get(address("detail", enrolment.pk))
        html = response.content.decode()
        for secret in (other_programme.title, "Gemeente Elders", "Wethouder", "Gerda"):
            assert secret not in html
        assert elsewhere.selector not in html
        assert response.context["others"] == []
        assert response.context["codes"] == []

    def test_is_shown_to_who_coordinates_both(
        self,
        office: Client,
        enrolment: Enrolment,
        elsewhere: AccessCode,
        fatma: User,
        other_programme: Any,
    ):
        enrol_person(person=fatma, programme=other_programme, role=Role.COORDINATOR)
        html = office.get(address("detail", enrolment.pk)).content.decode()
        assert other_programme.title in html
        assert elsewhere.selector not in html
        assert "Gerda Groen" in html
        assert "geopend" not in html  # who looked is for the person and administrators

    def test_a_page_of_elsewhere_is_not_there(self, office: Client, elsewhere: AccessCode):
        assert office.get(address("detail", elsewhere.enrolment_id)).status_code == 404
        assert ("Fatma Faber", "Anna Aalbers") not in looks()


class TestWhoLooked:
    def test_a_look_is_noted_once_in_a_while(
        self, office: Client, enrolment: Enrolment, monkeypatch: pytest.MonkeyPatch
    ):
        page = address("detail", enrolment.pk)
        office.get(page)
        office.get(page)
        assert looks() == [("Fatma Faber", "Anna Aalbers")]
        later = timezone.now() + timedelta(minutes=61)
        monkeypatch.setattr(timezone, "now", lambda: later)
        office.get(page)
        assert looks() == [("Fatma Faber", "Anna Aalbers")] * 2

    def test_each_person_and_each_looker_has_their_own(
        self, office: Client, as_person: Any, bea: User, bram: User, enrolment: Enrolment
    ):
        office.get(address("detail", enrolment.pk))
        office.get(address("detail", Enrolment.objects.get(person=bram).pk))
        as_person(bea).get(address("detail", enrolment.pk))
        assert sorted(looks()) == [
            ("Bea Beheer", "Anna Aalbers"),
            ("Fatma Faber", "Anna Aalbers"),
            ("Fatma Faber", "Bram Bakker"),
        ]

    def test_ones_own_page_is_no_news(self, office: Client, fatma: User, enrolment_of: Any):
        office.get(address("detail", enrolment_of(fatma).pk))
        assert looks() == []

    def test_a_page_that_is_not_served_was_not_looked_at(
        self, as_person: Any, enrolment: Enrolment, dirk: User
    ):
        as_person(dirk).get(address("detail", enrolment.pk))
        assert looks() == []


class TestCodes:
    def test_every_code_is_told_by_how_it_stands_and_by_nothing_of_itself(
        self, office: Client, enrolment: Enrolment
    ):
        old = issue_code(enrolment=enrolment)
        new = replace_code(code=old.code)
        response = office.get(address("detail", enrolment.pk))
        shown = [line.state.split()[0] for line in response.context["codes"]]
        assert shown == ["nog", "vervangen"]
        html = response.content.decode()
        for issued in (old, new):
            assert issued.text[5:9] not in html
            assert issued.code.verifier_hash not in html

    def test_a_frozen_code_is_explained_and_let_go(
        self, office: Client, enrolment: Enrolment, fatma: User
    ):
        code = issue_code(enrolment=enrolment).code
        freeze_code(selector=code.selector)
        page = address("unfreeze_code", enrolment.pk, code.pk)
        assert page in office.get(address("detail", enrolment.pk)).content.decode()
        office.get(page)
        code.refresh_from_db()
        assert code.frozen_at is not None
        office.post(page)
        code.refresh_from_db()
        assert code.frozen_at is None
        assert CodeEvent.objects.get(kind="unfrozen").by == fatma
        assert page not in office.get(address("detail", enrolment.pk)).content.decode()

    def test_extending_says_until_when_and_waits_for_a_yes(
        self, office: Client, enrolment: Enrolment, programme: Programme
    ):
        code = issue_code(enrolment=enrolment).code
        page = address("extend_code", enrolment.pk, code.pk)
        day = programme.ends_on + timedelta(days=400)
        form = {"until": day.strftime("%d-%m-%Y")}
        asked = office.post(page, form).context["consequences"]
        assert str(programme.ends_on.year) in asked[0]
        assert str(day.year) not in asked[0]
        assert not CodeEvent.objects.filter(kind="extended").exists()
        office.post(page, {**form, "seen": asked})
        code.refresh_from_db()
        assert timezone.localdate(code.expires_at - timedelta(seconds=1)) == programme.ends_on

    def test_what_cannot_be_extended_says_why(self, office: Client, enrolment: Enrolment):
        code = issue_code(enrolment=enrolment).code
        soon = (timezone.localdate() + timedelta(days=1)).strftime("%d-%m-%Y")
        response = office.post(address("extend_code", enrolment.pk, code.pk), {"until": soon})
        assert "werkt al tot en met" in response.content.decode()


@pytest.mark.parametrize("enrolments", [1, 3])
def test_the_page_costs_the_same_for_one_and_for_three(
    office: Client,
    anna: User,
    enrolment: Enrolment,
    fatma: User,
    organisation: Any,
    django_assert_num_queries: Any,
    enrolments: int,
):
    issue_code(enrolment=enrolment)
    for number in range(1, enrolments):
        more = make_programme(organisation, f"Traject {number}", f"traject-{number}")
        enrol_person(person=fatma, programme=more, role=Role.COORDINATOR)
        issue_code(enrolment=enrol_person(person=anna, programme=more))
    office.get(address("detail", enrolment.pk))
    with django_assert_num_queries(19):
        response = office.get(address("detail", enrolment.pk))
    assert len(response.context["others"]) == enrolments - 1
