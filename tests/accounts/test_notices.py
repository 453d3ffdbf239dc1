"""Who is told that a way into an account changed, and that someone signed in somewhere new."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from portal.accounts.models import AccessEvent, User
from tests.accounts.conftest import with_code

pytestmark = pytest.mark.django_db

AsPerson = Callable[[User | None], Client]
CodeOf = Callable[[User], str]
NEW = "de zon schijnt vandaag"
FIRST, SECOND, TYPO = "anna@example.nl", "anna@thuis.example", "ana@example.nl"


@pytest.fixture
def annas(anna: User, as_person: AsPerson) -> Client:
    """Anna, who has a checked address, and typed one wrong before."""
    anna.emailaddress_set.create(email=TYPO, verified=False, primary=False)
    anna.emailaddress_set.create(email=FIRST, verified=True, primary=True)
    User.objects.filter(pk=anna.pk).update(email=FIRST)
    anna.refresh_from_db()
    return as_person(anna)


def told() -> dict[str, list[str]]:
    """Who got which mails."""
    found: dict[str, list[str]] = {}
    for message in mail.outbox:
        for address in message.to:
            found.setdefault(address, []).append(str(message.subject))
    return found


def noted() -> list[str]:
    kind = AccessEvent.Kind.ACCOUNT_CHANGED
    return list(
        AccessEvent.objects.filter(kind=kind).order_by("pk").values_list("detail", flat=True)
    )


def add(client: Client, address: str) -> None:
    """Add an address, and press the link that is mailed there."""
    client.post(reverse("account_email"), {"action_add": "", "email": address})
    link = re.search(r"http://testserver(/\S+)", str(mail.outbox[-1].body))
    assert link
    client.post(link[1])


class TestWaysIn:
    def test_a_password_is_told_to_the_address_that_was_known(
        self, anna: User, annas: Client
    ) -> None:
        page = annas.post(
            reverse("account_set_password"), {"password1": NEW, "password2": NEW}, follow=True
        )
        assert told() == {FIRST: ["Je hebt nu een wachtwoord"]}
        assert "Je wachtwoord is opgeslagen" in page.text
        assert noted() == ["Wachtwoord"]

    def test_a_new_address_is_told_to_the_old_one(self, annas: Client) -> None:
        add(annas, SECOND)
        assert told() == {
            SECOND: ["Is dit jouw e-mailadres?"],
            FIRST: ["Er is een e-mailadres toegevoegd"],
        }
        assert noted() == ["E-mailadres", "E-mailadres"]

    def test_an_address_that_is_taken_away_is_told_so(self, annas: Client) -> None:
        add(annas, SECOND)
        mail.outbox.clear()
        annas.post(reverse("account_email"), {"action_primary": "", "email": SECOND})
        annas.post(reverse("account_email"), {"action_remove": "", "email": FIRST})
        removed = "Er is een e-mailadres verwijderd"
        assert removed in told()[FIRST]
        assert removed in told()[SECOND]

    def test_messages_that_go_elsewhere_are_told_to_both(self, annas: Client) -> None:
        add(annas, SECOND)
        mail.outbox.clear()
        annas.post(reverse("account_email"), {"action_primary": "", "email": SECOND})
        assert set(told()) == {FIRST, SECOND}

    def test_an_address_that_nobody_checked_hears_nothing(self, annas: Client) -> None:
        add(annas, SECOND)
        annas.post(reverse("account_set_password"), {"password1": NEW, "password2": NEW})
        annas.post(reverse("account_email"), {"action_remove": "", "email": TYPO})
        assert TYPO not in told()

    def test_someone_without_an_address_is_told_on_the_screen(
        self, bram: User, as_person: AsPerson
    ) -> None:
        client = as_person(bram)
        response = client.post(
            reverse("account_email"), {"action_add": "", "email": SECOND}, follow=True
        )
        assert "mail met een link gestuurd" in response.text
        assert set(told()) == {SECOND}

    def test_it_cannot_be_switched_off(self, anna: User, annas: Client) -> None:
        annas.post(reverse("my_choices"), {"language": "nl"})
        annas.post(reverse("account_set_password"), {"password1": NEW, "password2": NEW})
        assert FIRST in told()
        assert "Dat kun je niet uitzetten" in annas.get(reverse("my_choices")).text


@pytest.mark.django_db(transaction=True)  # the mail is sent by a task
class TestNewDevice:
    @pytest.fixture
    def code(self, anna: User, annas: Client, code_of: CodeOf) -> str:
        code = code_of(anna)
        mail.outbox.clear()  # that there is a code was told too
        return code

    def test_is_mailed_once(self, code: str) -> None:
        client = Client(headers={"user-agent": "Firefox on Windows"})
        with_code(client, code)
        client.post(reverse("account_logout"))
        with_code(client, code)
        (message,) = mail.outbox
        assert message.to == [FIRST]
        assert message.subject == "Je bent ingelogd op een nieuw apparaat"
        assert "Firefox op Windows" in message.body
        assert "127.0.0.1" not in message.body
        assert "http://testserver/account/sessions/" in message.body

    def test_is_known_per_person(self, code: str, bram: User, code_of: CodeOf) -> None:
        client = Client()
        with_code(client, code_of(bram))
        client.post(reverse("account_logout"))
        with_code(client, code)
        assert len(mail.outbox) == 1

    def test_a_shared_computer_is_never_known(self, code: str) -> None:
        client = Client()
        for _ in range(2):
            with_code(client, code, shared_computer="on")
            client.post(reverse("account_logout"))
        assert len(mail.outbox) == 2
        assert "known_here" not in client.cookies

    def test_a_forged_cookie_makes_nobody_known(self, code: str) -> None:
        client = Client()
        client.cookies["known_here"] = "x:y:z"
        with_code(client, code)
        assert len(mail.outbox) == 1

    def test_the_cookie_names_nobody(self, anna: User, code: str) -> None:
        client = Client()
        with_code(client, code)
        cookie = client.cookies["known_here"]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert anna.username not in cookie.value

    def test_is_in_the_language_of_the_person(self, anna: User, code: str) -> None:
        User.objects.filter(pk=anna.pk).update(language="en")
        with_code(Client(), code)
        assert mail.outbox[0].subject == "You signed in on a new device"

    @pytest.mark.parametrize("off", ["switched off", "not checked", "no address"])
    def test_is_not_mailed(self, anna: User, code: str, off: str) -> None:
        changes: dict[str, Any] = {"switched off": {"mail_on_new_device": False}}
        User.objects.filter(pk=anna.pk).update(**changes.get(off, {"mail_on_new_device": True}))
        if off == "not checked":
            anna.emailaddress_set.update(verified=False)
        if off == "no address":
            anna.emailaddress_set.all().delete()
            User.objects.filter(pk=anna.pk).update(email="")
        with_code(Client(), code)
        assert mail.outbox == []
