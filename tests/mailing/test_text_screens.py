"""A coordinator changes texts: errors beside the field, a preview, a test mail, back to the default."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from learning.enrolment.handout.text_models import HandoutText, TextKind
from learning.enrolment.handout.texts import default_text, text_for
from learning.enrolment.mailing.models import Mail, MailKind, MailState, Why
from learning.programmes.models import Programme
from tests.mailing.server import LocalServer, MailBox

WORDS = {"subject": "Dag {voornaam}", "body": "Welkom.\r\n\r\n{code}\r\n\r\n{link}"}


def address(
    programme: Programme, kind: str = "mail", language: str = "nl", name: str = "edit"
) -> str:
    return reverse(f"office_texts:{name}", args=[programme.pk, kind, language])


def content(response: Any) -> str:
    return response.content.decode()


def test_one_programme_is_gone_to_at_once(office: Client, programme: Programme):
    response = office.get(reverse("office_texts:index"))

    assert response.url == reverse("office_texts:list", args=[programme.pk])


def test_the_list_says_which_texts_are_own(
    office: Client, programme: Programme, other_programme: Programme
):
    HandoutText.objects.create(
        programme=other_programme, kind=TextKind.LETTER, subject="Anders", body="Anders"
    )
    office.post(address(programme), WORDS)

    page = content(office.get(reverse("office_texts:list", args=[programme.pk])))

    assert page.count("Eigen tekst") == 1
    assert page.count("Standaard") == 2 * len(TextKind) - 1
    assert "Fatma Faber" in page


def test_a_text_is_kept_and_used(office: Client, programme: Programme):
    shown = content(office.get(address(programme)))
    assert default_text(TextKind.MAIL).body.split("\n")[0] in shown
    assert "{geldig_tot}" in shown

    office.post(address(programme), WORDS)

    kept = text_for(programme, TextKind.MAIL)
    assert kept == ("Dag {voornaam}", "Welkom.\n\n{code}\n\n{link}", True)


@pytest.mark.parametrize("button", [{}, {"preview": ""}, {"test": ""}])
def test_a_mistyped_placeholder_is_refused_beside_its_field(
    office: Client, programme: Programme, mail_server: LocalServer, mailbox: MailBox, button: Any
):
    response = office.post(address(programme), {**WORDS, "body": "{code} {voornam}", **button})

    assert response.context["form"].errors == {
        "body": ["Een invulwoord {voornam} bestaat niet. Bedoel je {voornaam}?"]
    }
    assert "Bedoel je {voornaam}?" in content(response)
    assert not HandoutText.objects.exists()
    assert mailbox.arrived == []


def test_a_preview_shows_what_was_typed_and_keeps_nothing(office: Client, programme: Programme):
    page = content(office.post(address(programme), {**WORDS, "preview": ""}))

    assert "Dag Robin" in page
    assert "7K3M-Q2RT-9XBD-4FWA" in page
    assert "http://testserver/inloggen/" in page
    assert not HandoutText.objects.exists()


@pytest.mark.parametrize("kind", ["letter", "card"])
def test_a_letter_is_previewed_as_it_is_printed(office: Client, programme: Programme, kind: str):
    response = office.post(
        address(programme, kind), {"subject": "Dag", "body": "Voor {naam}", "preview": ""}
    )

    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.content.startswith(b"%PDF")


def test_a_test_mail_goes_to_who_asks_for_it(
    office: Client, programme: Programme, mail_server: LocalServer, mailbox: MailBox
):
    page = content(office.post(address(programme), {**WORDS, "test": ""}))

    assert "De testmail is verstuurd naar fatma@veldermeer.example." in page
    assert mailbox.recipients == ["fatma@veldermeer.example"]
    assert "7K3M-Q2RT-9XBD-4FWA" in mailbox.text_to("fatma@veldermeer.example")
    mail = Mail.objects.get()
    assert (mail.kind, mail.state, mail.programme) == (MailKind.TEST, MailState.SENT, programme)
    assert not HandoutText.objects.exists()


def test_a_test_mail_that_is_refused_says_why(
    office: Client, programme: Programme, mail_server: LocalServer, mailbox: MailBox
):
    mailbox.refuses["fatma@veldermeer.example"] = "550 5.1.1 No such user"

    page = content(office.post(address(programme), {**WORDS, "test": ""}))

    assert "De mailserver kent dit e-mailadres niet." in page
    assert "550 5.1.1 No such user" in page
    assert Mail.objects.get().why == Why.UNKNOWN_ADDRESS


def test_who_has_no_address_gets_no_test_mail(as_person: Any, fatma: Any, programme: Programme):
    page = content(as_person(fatma).post(address(programme), {**WORDS, "test": ""}))

    assert "heeft geen e-mailadres" in page
    assert not Mail.objects.exists()


def test_back_to_the_default(office: Client, programme: Programme):
    office.post(address(programme), WORDS)
    assert "Welkom." in content(office.get(address(programme, name="default")))
    assert HandoutText.objects.exists()

    office.post(address(programme, name="default"))

    assert text_for(programme, TextKind.MAIL) == default_text(TextKind.MAIL)


@pytest.mark.parametrize(("kind", "language"), [("fax", "nl"), ("mail", "fy")])
def test_what_does_not_exist_is_not_there(
    office: Client, programme: Programme, kind: str, language: str
):
    assert office.get(address(programme, kind, language)).status_code == 404
