"""How an organisation knows someone: the employee number and the address, corrected by hand."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from learning.enrolment.importing.models import EmployeeNumber
from learning.enrolment.models import Enrolment, Role
from learning.enrolment.services import end_enrolment, enrol_person
from learning.programmes.models import Programme
from portal.accounts.models import AccessEvent, User
from tests.office.test_enrolments import ANNA, daan

OLD, NEW = "ana@veldermeer.example", "anna@veldermeer.example"


@pytest.fixture
def office(as_person: Callable[..., Client], fatma: User) -> Client:
    return as_person(fatma)


@pytest.fixture
def enrolment(anna: User) -> Enrolment:
    User.objects.filter(pk=anna.pk).update(email=OLD)
    return Enrolment.objects.get(person=anna)


def address(name: str, *args: int) -> str:
    return reverse(f"office_enrolments:{name}", args=args)


def change(office: Client, enrolment: Enrolment, **more: Any) -> Any:
    kept = {"cohort": enrolment.cohort_id, "route": enrolment.route_id}
    form = {**ANNA, "email": OLD, **kept, **more}
    return office.post(address("edit", enrolment.pk), form, follow=True)


def test_a_number_is_given_corrected_shown_and_taken_away(office: Client, enrolment: Enrolment):
    for number in ("A-1", "A-2"):
        change(office, enrolment, number=number)
        assert EmployeeNumber.objects.get(person=enrolment.person).number == number
        assert number in office.get(address("detail", enrolment.pk)).content.decode()
    change(office, enrolment, number="")
    assert not EmployeeNumber.objects.exists()


def test_a_number_of_somebody_else_is_named_only_to_who_may_know(
    office: Client, enrolment: Enrolment, bram: User, make_person: Any
):
    stranger = make_person("Zoë Zeldzaam")
    for person, number in ((bram, "B-1"), (stranger, "Z-1")):
        organisation = enrolment.programme.organisation
        EmployeeNumber.objects.create(person=person, organisation=organisation, number=number)
    assert "is van Bram Bakker" in change(office, enrolment, number="b-1").content.decode()
    elsewhere = change(office, enrolment, number="Z-1").content.decode()
    assert "kan hier niet worden gebruikt" in elsewhere
    assert "Zeldzaam" not in elsewhere
    assert not EmployeeNumber.objects.filter(person=enrolment.person).exists()


def test_a_new_participant_gets_a_number(office: Client, programme: Programme):
    office.post(address("add_in", programme.pk), daan(number=" 12 "))
    assert EmployeeNumber.objects.get().number == "12"


def test_another_address_is_told_to_the_old_and_the_new(office: Client, enrolment: Enrolment):
    change(office, enrolment, email=NEW)
    enrolment.person.refresh_from_db()
    assert enrolment.person.email == NEW
    assert [message.to for message in mail.outbox] == [[OLD], [NEW]]
    assert all(NEW not in str(message.body) for message in mail.outbox)
    assert AccessEvent.objects.filter(kind="account_changed", about=enrolment.person).count() == 1


@pytest.mark.parametrize("why", ["chosen", "elsewhere"])
def test_an_address_that_is_not_the_offices_stays(
    why: str, office: Client, enrolment: Enrolment, other_programme: Programme
):
    if why == "chosen":
        enrolment.person.emailaddress_set.create(email=OLD, verified=True)
    else:
        enrol_person(person=enrolment.person, programme=other_programme)
    change(office, enrolment, email=NEW, function="Jurist")
    enrolment.refresh_from_db()
    assert (enrolment.person.email, enrolment.function) == (OLD, "Jurist")
    assert mail.outbox == []


def test_an_address_of_somebody_else_is_refused(
    office: Client, enrolment: Enrolment, bram: User, guus: User
):
    bram.emailaddress_set.create(email="bram@thuis.example", verified=True)
    User.objects.filter(pk=guus.pk).update(email="guus@elders.example")
    page = change(office, enrolment, email="Bram@thuis.example").content.decode()
    assert "van Bram Bakker" in page
    page = change(office, enrolment, email="guus@elders.example").content.decode()
    assert ("Vraag een beheerder" in page, "Guus" in page) == (True, False)
    enrolment.person.refresh_from_db()
    assert enrolment.person.email == OLD


class TestAgain:
    def test_who_left_is_enrolled_again_in_the_same_place(
        self, office: Client, enrolment: Enrolment, cohort: Any
    ):
        assert office.get(address("enrol_again", enrolment.pk)).status_code == 404
        end_enrolment(enrolment=enrolment)
        assert (
            address("enrol_again", enrolment.pk)
            in office.get(address("detail", enrolment.pk)).content.decode()
        )
        assert (
            "vanaf vandaag weer mee"
            in office.get(address("enrol_again", enrolment.pk)).content.decode()
        )
        response = office.post(address("enrol_again", enrolment.pk))
        made = Enrolment.objects.get(person=enrolment.person, ended_at=None)
        assert response.url == address("detail", made.pk)
        assert (made.cohort, made.role) == (cohort, Role.PARTICIPANT)
        page = office.post(address("enrol_again", enrolment.pk), follow=True)
        assert "heeft deze rol al" in page.content.decode()

    def test_a_trainer_is_not(self, office: Client, dirk: User):
        enrolment = Enrolment.objects.get(person=dirk)
        end_enrolment(enrolment=enrolment)
        assert office.post(address("enrol_again", enrolment.pk)).status_code == 404


def test_the_page_leads_to_a_letter_a_card_and_a_mail_for_this_person(
    office: Client, enrolment: Enrolment
):
    page = office.get(address("detail", enrolment.pk))
    for label, url in page.context["ways"]:
        assert label in page.content.decode()
        assert office.get(url).context["count"] == 1
    assert [label for label, _url in page.context["ways"]] == [
        "Brief maken",
        "Kaartje maken",
        "Nieuwe code mailen",
    ]
