"""What was typed survives that the session ended; only its writer gets it back."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from portal.accounts.drafts.services import save_draft
from portal.accounts.models import User
from tests.accounts.conftest import with_code

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.urls")]

Later = Callable[[float], None]
CodeOf = Callable[[User], str]
TEXT = {"title": "Een lastig gesprek", "text": "Ik zag er <erg> tegenop."}
SENT = TEXT | {"draft": "note", "draft_version": "0", "draft_hand": ""}


@pytest.fixture
def code(anna: User, code_of: CodeOf) -> str:
    return code_of(anna)


@pytest.fixture
def annas(client: Client, code: str) -> Client:
    with_code(client, code)
    return client


def send_too_late(client: Client, data: dict[str, Any] | None = None, **headers: str) -> str:
    """Send the form, and say where the sign-in page leads to afterwards."""
    response = client.post("/note/", SENT | (data or {}), headers=headers)
    assert response.url.startswith("/inloggen/?next=")
    return str(response.url)


class TestGivenBack:
    def test_after_the_session_was_idle(self, annas: Client, code: str, later: Later) -> None:
        later(settings.CODE_SESSION_IDLE_SECONDS + 1)
        send_too_late(annas)
        response = with_code(annas, code, next="/note/")
        page = annas.get(response.url)
        assert 'value="Een lastig gesprek"' in page.text
        assert "&lt;erg&gt;" in page.text

    def test_after_signing_out_in_another_window(self, annas: Client, code: str) -> None:
        annas.post(reverse("account_logout"))
        send_too_late(annas)
        with_code(annas, code)
        assert "Een lastig gesprek" in annas.get("/note/").text

    def test_after_a_typing_error_in_the_code(self, annas: Client, code: str) -> None:
        annas.post(reverse("account_logout"))
        send_too_late(annas)
        with_code(annas, code[:-2])
        with_code(annas, code)
        assert "Een lastig gesprek" in annas.get("/note/").text

    def test_as_a_draft_once_it_was_shown(self, annas: Client, code: str, anna: User) -> None:
        annas.post(reverse("account_logout"))
        send_too_late(annas)
        with_code(annas, code)
        annas.get("/note/")
        page = annas.get("/note/").text
        assert 'value="Een lastig gesprek"' not in page
        assert "data-draft-offer" in page
        assert 'value="Een lastig gesprek"' in annas.get("/note/?concept=note").text

    def test_beside_what_another_device_kept_meanwhile(
        self, annas: Client, code: str, anna: User
    ) -> None:
        annas.post(reverse("account_logout"))
        send_too_late(annas)
        save_draft(person=anna, key="note", fields={"text": "Op mijn telefoon"})
        with_code(annas, code)
        page = annas.get("/note/").text
        assert 'value="Een lastig gesprek"' in page
        assert "Op mijn telefoon" in page
        assert 'name="draft_version" value="0"' in page

    def test_on_the_page_where_it_was_typed(self, annas: Client) -> None:
        annas.post(reverse("account_logout"))
        url = send_too_late(annas, referer="http://testserver/tiny/?page=2")
        assert url == "/inloggen/?next=/tiny/%3Fpage%3D2"

    def test_a_page_elsewhere_is_no_place_to_go_back_to(self, annas: Client) -> None:
        annas.post(reverse("account_logout"))
        assert send_too_late(annas, referer="https://evil.example/") == "/inloggen/?next=/note/"

    def test_the_person_is_told(self, annas: Client, code: str) -> None:
        annas.post(reverse("account_logout"))
        send_too_late(annas)
        with_code(annas, code)
        annas.get("/note/")
        assert "staat er nog" in annas.get("/account/").text


class TestNotGivenBack:
    def test_to_somebody_else(self, annas: Client, bram: User, code_of: CodeOf, code: str) -> None:
        annas.post(reverse("account_logout"))
        send_too_late(annas)
        with_code(annas, code_of(bram))
        assert "Een lastig gesprek" not in annas.get("/note/").text
        assert "rescued_post" not in annas.session

    def test_after_an_hour(self, annas: Client, code: str, later: Later) -> None:
        annas.post(reverse("account_logout"))
        send_too_late(annas)
        later(3601)
        with_code(annas, code)
        assert "Een lastig gesprek" not in annas.get("/note/").text

    def test_in_another_form(self, annas: Client, code: str) -> None:
        annas.post(reverse("account_logout"))
        send_too_late(annas, {"draft": "letter"})
        with_code(annas, code)
        assert "Een lastig gesprek" not in annas.get("/note/").text


class TestNotKept:
    def test_of_a_visitor_who_never_signed_in(self, client: Client) -> None:
        send_too_late(client)
        assert "rescued_post" not in client.session

    def test_of_someone_who_forged_the_cookie(self, client: Client) -> None:
        client.cookies["last_person"] = "1"
        send_too_late(client)
        assert "rescued_post" not in client.session

    def test_secrets_and_files(self, annas: Client) -> None:
        annas.post(reverse("account_logout"))
        send_too_late(annas, {"password1": "geheim", "access_code": "geheim", "next": "/x/"})
        assert annas.session["rescued_post"]["fields"].keys() == TEXT.keys()

    def test_of_a_form_that_holds_no_draft(self, annas: Client) -> None:
        annas.post(reverse("account_logout"))
        send_too_late(annas, {"draft": ""})
        assert "rescued_post" not in annas.session

    def test_what_is_too_long(self, annas: Client) -> None:
        annas.post(reverse("account_logout"))
        send_too_late(annas, {"text": "x" * 70_000})
        assert "rescued_post" not in annas.session
