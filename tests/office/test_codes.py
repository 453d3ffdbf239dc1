"""A new code is shown once; replacing, revoking and ending say what happens, and who did it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from learning.enrolment import codes
from learning.enrolment.models import AccessCode, CodeEvent, Enrolment
from learning.enrolment.services import issue_code, redeem_code
from learning.programmes.models import CodeMode
from portal.accounts.models import User

PRINTED = re.compile(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}")


@pytest.fixture
def office(as_person: Callable[..., Client], fatma: User) -> Client:
    return as_person(fatma)


@pytest.fixture
def enrolment(anna: User, enrolment_of: Callable[[User], Enrolment]) -> Enrolment:
    return enrolment_of(anna)


def address(name: str, *args: int) -> str:
    return reverse(f"office_enrolments:{name}", args=args)


def codes_on(response: Any) -> list[str]:
    return PRINTED.findall(response.content.decode())


def events_of(enrolment: Enrolment) -> list[tuple[str, str]]:
    events = CodeEvent.objects.filter(code__enrolment=enrolment).order_by("pk")
    return [(event.kind, str(event.by)) for event in events]


def test_looking_at_the_question_issues_nothing(office: Client, enrolment: Enrolment):
    assert codes_on(office.get(address("issue_code", enrolment.pk))) == []
    assert not AccessCode.objects.exists()


def test_a_new_code_is_shown_once_and_works(office: Client, enrolment: Enrolment):
    response = office.post(address("issue_code", enrolment.pk))
    (code,) = codes_on(response)
    assert response.headers["Cache-Control"] == "private, no-store"
    assert reverse("code_login") in response.content.decode()
    assert redeem_code(code=codes.parse(code)) == enrolment.person
    assert "viewBox" in response.context["qr"]

    again = office.post(address("issue_code", enrolment.pk), follow=True)
    assert codes_on(again) == []
    assert AccessCode.objects.count() == 1
    for page in ("detail", "edit", "end", "issue_code"):
        assert codes_on(office.get(address(page, enrolment.pk))) == []
    assert codes_on(office.get(address("index"))) == []


def test_the_list_and_the_page_show_how_a_code_stands_and_nothing_of_it(
    office: Client, enrolment: Enrolment
):
    issued = issue_code(enrolment=enrolment)
    for page in (address("index"), address("detail", enrolment.pk)):
        shown = office.get(page).content.decode()
        assert "nog niet gebruikt, geldig tot" in shown
        assert issued.code.selector not in shown
        assert issued.text[5:9] not in shown
        assert issued.code.verifier_hash not in shown


def test_who_used_a_code_that_works_once_and_chose_nothing_is_shown(
    office: Client, enrolment: Enrolment, anna: User, bram: User, enrolment_of: Any
):
    for each in (enrolment, enrolment_of(bram)):
        code = issue_code(enrolment=each, mode=CodeMode.ACTIVATE)
        redeem_code(code=codes.parse(code.text))
    bram.emailaddress_set.create(email="bram@thuis.example", verified=True)
    spent = {"code": "spent"}
    assert [each.person for each in office.get(address("index"), spent).context["object_list"]] == [
        anna
    ]
    assert "geen andere manier" in office.get(address("detail", enrolment.pk)).content.decode()
    home = office.get(reverse("wagtailadmin_home")).content.decode()
    assert "1 persoon heeft een code gebruikt die één keer werkt" in home
    anna.set_password("een heel lang wachtwoord")
    anna.save()
    assert not office.get(address("index"), spent).context["object_list"]


def test_replacing_ends_the_old_code_and_a_reload_does_not_replace_again(
    office: Client, enrolment: Enrolment
):
    old = issue_code(enrolment=enrolment)
    page = address("replace_code", enrolment.pk, old.code.pk)
    assert "werkt meteen niet meer" in office.get(page).content.decode()

    (new,) = codes_on(office.post(page))
    assert redeem_code(code=codes.parse(old.text)) is None
    assert redeem_code(code=codes.parse(new)) == enrolment.person

    assert codes_on(office.post(page, follow=True)) == []
    assert AccessCode.objects.count() == 2
    assert redeem_code(code=codes.parse(new)) == enrolment.person


def test_revoking_leaves_no_code_that_works(office: Client, enrolment: Enrolment):
    issued = issue_code(enrolment=enrolment)
    office.post(address("revoke_code", enrolment.pk, issued.code.pk))
    assert redeem_code(code=codes.parse(issued.text)) is None
    assert "Ingetrokken" in office.get(address("detail", enrolment.pk)).content.decode()


def test_who_did_what_is_recorded_and_shown_but_not_who_came_in_when(
    office: Client, enrolment: Enrolment
):
    (first,) = codes_on(office.post(address("issue_code", enrolment.pk)))
    redeem_code(code=codes.parse(first))
    kept = AccessCode.objects.get()
    office.post(address("replace_code", enrolment.pk, kept.pk))
    office.post(address("end", enrolment.pk))
    fatma = "Fatma Faber"
    assert events_of(enrolment) == [
        ("issued", fatma),
        ("used", "Anna Aalbers"),
        ("replaced", fatma),
        ("issued", fatma),
        ("revoked", fatma),
    ]
    response = office.get(address("detail", enrolment.pk))
    shown = [what.rpartition(": ")[2] for _at, what, _by in response.context["history"]]
    assert shown == [
        "Inschrijving beëindigd",
        "Ingetrokken",
        "Uitgegeven",
        "Vervangen",
        "Uitgegeven",
        "Ingeschreven",
    ]


def test_a_trainer_gets_no_code(office: Client, dirk: User, enrolment_of: Any):
    trainer = enrolment_of(dirk)
    response = office.post(address("issue_code", trainer.pk), follow=True)
    assert codes_on(response) == []
    assert not AccessCode.objects.exists()


def test_an_ended_enrolment_gets_no_code(office: Client, hugo: User, enrolment_of: Any):
    response = office.post(address("issue_code", enrolment_of(hugo).pk), follow=True)
    assert "beëindigd" in response.content.decode()
    assert not AccessCode.objects.exists()
