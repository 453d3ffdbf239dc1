"""Letters and cards from the list of people: said in words, asked, done after a yes."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from learning.enrolment.handout.models import Handout
from learning.enrolment.models import AccessCode, Enrolment
from learning.enrolment.services import end_enrolment, issue_code
from portal.accounts.models import User
from tests.handout.conftest import Enrol, codes_in, file_of, use


def address(action: str, people: list[Enrolment]) -> str:
    args = ["learning", "enrolment", action]
    return reverse("wagtail_bulk_action", args=args, query={"id": [each.pk for each in people]})


def confirm(office: Client, page: str, **answers: Any) -> Any:
    """Answer what is asked, read what will happen, and say yes to that."""
    shown = office.post(page, answers) if answers else office.get(page)
    return office.post(page, {**answers, "seen": shown.context["seen"]})


@pytest.mark.parametrize(
    ("action", "kind"), [("letters", Handout.Kind.LETTERS), ("cards", Handout.Kind.CARDS)]
)
def test_what_will_happen_is_said_and_then_done(
    office: Client, enrol: Enrol, action: str, kind: Handout.Kind
):
    new, unused, ended = enrol("Nora Nieuw", "Oda Ooit", "Eva Einde")
    issue_code(enrolment=unused)
    end_enrolment(enrolment=ended)
    page = address(action, [new, unused, ended])

    shown = office.get(page).content.decode()
    assert "1 persoon heeft nog geen code die werkt" in shown
    assert "1 persoon heeft een code die nooit is gebruikt" in shown
    assert "de inschrijving is beëindigd" in shown
    assert "één keer ophalen, binnen 24 uur" in shown
    assert not Handout.objects.exists()

    response = confirm(office, page)
    handout = Handout.objects.get()
    assert response.url == reverse("office_handouts:detail", args=[handout.pk])
    assert handout.kind == kind
    assert len(codes_in(file_of(handout))) == 2


def test_who_uses_a_code_is_left_out_unless_ticked(office: Client, enrol: Enrol):
    new, used = enrol("Nora Nieuw", "Gijs Gebruikt")
    use(used)
    page = address("letters", [new, used])

    asked = office.get(page).content.decode()
    assert "Vervang ook de code van 1 persoon die hem al gebruikt" in asked
    assert "overal uitgelogd" in asked

    without = office.post(page, {"replaces_used": ""}).content.decode()
    assert "ze gebruiken hun code al" in without
    ticked = office.post(page, {"replaces_used": "on"}).content.decode()
    assert "1 persoon gebruikt de code al: die wordt vervangen" in ticked

    confirm(office, page, replaces_used="on")
    assert len(codes_in(file_of(Handout.objects.get()))) == 2


def test_it_is_within_one_programme_and_ones_own(
    office: Client, enrol: Enrol, guus: User, gerda: User, as_person: Any
):
    (anna,) = enrol("Anna Aalbers")
    elsewhere = Enrolment.objects.get(person=guus)
    page = address("letters", [anna, elsewhere])

    assert "Guus Geel" not in office.get(page).content.decode()
    assert as_person(gerda).get(address("letters", [anna])).status_code == 404
    confirm(office, page)
    assert list(AccessCode.objects.values_list("enrolment", flat=True)) == [anna.pk]
