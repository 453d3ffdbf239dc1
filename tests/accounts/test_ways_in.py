"""The pages on which people choose how they come in, and what is mailed about it."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from tests.accounts.conftest import with_password

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.urls")]

AsPerson = Callable[[User | None], Client]
FORMAL = re.compile(r"\b(u|uw|zijn of haar|aanmelden|aanmeldcode)\b", re.IGNORECASE)


@pytest.fixture
def address(anna: User) -> str:
    anna.emailaddress_set.create(email="anna@example.nl", verified=True, primary=True)
    return "anna@example.nl"


class TestPassword:
    def test_asks_for_an_address_first(self, anna: User, as_person: AsPerson) -> None:
        response = as_person(anna).get(reverse("account_set_password"), follow=True)
        assert response.redirect_chain == [(reverse("account_email"), 302)]
        assert "Voeg dat eerst toe" in response.text

    def test_is_taken_once_there_is_one(
        self, anna: User, as_person: AsPerson, address: str
    ) -> None:
        client, new = as_person(anna), "de zon schijnt vandaag"
        page = client.get(reverse("account_set_password")).text
        assert "Minstens 12 tekens" in page
        client.post(reverse("account_set_password"), {"password1": new, "password2": new})
        anna.refresh_from_db()
        assert anna.check_password(new)


class TestMail:
    def test_an_address_counts_after_the_link_in_the_mail(
        self, anna: User, as_person: AsPerson
    ) -> None:
        client = as_person(anna)
        client.post(reverse("account_email"), {"action_add": "", "email": "anna@example.nl"})
        assert "Nog niet gecontroleerd" in client.get(reverse("account_email")).text
        link = re.search(r"http://testserver(/\S+)", str(mail.outbox[0].body))
        assert link
        client.post(link[1])
        assert anna.emailaddress_set.get().verified

    @pytest.mark.parametrize("page", ["account_reset_password", "account_request_login_code"])
    def test_is_written_in_our_own_words(
        self, client: Client, anna: User, address: str, page: str
    ) -> None:
        anna.set_password("een heel lang wachtwoord")
        anna.save()
        client.post(reverse(page), {"email": address})
        (message,) = mail.outbox
        assert str(message.body).startswith("Hallo,\n")
        assert not FORMAL.search(f"{message.subject}\n{message.body}")

    def test_a_change_is_told_without_addresses_of_machines(
        self, anna: User, as_person: AsPerson, address: str
    ) -> None:
        client, new = as_person(anna), "de zon schijnt vandaag"
        client.post(reverse("account_set_password"), {"password1": new, "password2": new})
        (message,) = mail.outbox
        assert "127.0.0.1" not in message.body
        assert "Was jij dit niet?" in message.body


def test_a_wrong_password_is_told_plainly(client: Client, set_up_trainer: User) -> None:
    page = with_password(client, set_up_trainer, "verkeerd wachtwoord").text
    assert "Deze gebruikersnaam en dit wachtwoord horen niet bij elkaar." in page
