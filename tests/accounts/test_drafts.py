"""Drafts: kept for one person, never overwritten unseen, gone when the form was sent."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from portal.accounts.drafts import services
from portal.accounts.drafts.offering import mark_of
from portal.accounts.drafts.services import draft_of, drop_draft, save_draft
from portal.accounts.models import Draft, User

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.urls")]

AsPerson = Callable[[User | None], Client]
KEY = "note"


def kept(person: User, key: str = KEY) -> dict[str, str] | None:
    draft = draft_of(person=person, key=key)
    return draft.fields if draft else None


def save(person: User, text: str, **more: Any) -> Draft:
    return save_draft(person=person, key=KEY, fields={"text": text}, **more)


class TestServices:
    def test_one_window_goes_on_also_when_an_answer_was_lost(self, anna: User) -> None:
        save(anna, "Een", base=0, hand="a")
        save(anna, "Een twee", base=0, hand="a")
        assert kept(anna) == {"text": "Een twee"}

    def test_another_window_is_told_and_overwrites_nothing(self, anna: User) -> None:
        save(anna, "Op de telefoon", base=0, hand="a")
        with pytest.raises(services.DraftConflict) as conflict:
            save(anna, "Op de laptop", base=0, hand="b")
        assert conflict.value.theirs.fields == {"text": "Op de telefoon"}
        assert kept(anna) == {"text": "Op de telefoon"}
        save(anna, "Op de laptop", base=conflict.value.theirs.version, hand="b")
        with pytest.raises(services.DraftConflict):
            save(anna, "Op de telefoon nog iets", base=1, hand="a")

    def test_the_same_text_is_no_conflict(self, anna: User) -> None:
        version = save(anna, "Een", hand="a").version
        assert save(anna, "Een", hand="b").version == version

    def test_what_was_sent_is_not_kept_by_a_save_that_comes_late(self, anna: User) -> None:
        save(anna, "Een", base=0, hand="a")
        drop_draft(person=anna, key=KEY, version=0, hand="a")
        with pytest.raises(services.DraftSent):
            save(anna, "Een twe", base=1, hand="a")
        assert kept(anna) is None
        save(anna, "Daarna in een ander venster", base=1, hand="b")
        assert kept(anna) == {"text": "Daarna in een ander venster"}

    def test_sending_takes_nothing_away_that_another_window_kept_later(self, anna: User) -> None:
        save(anna, "Een", base=0, hand="a")
        drop_draft(person=anna, key=KEY, version=0, hand="b")
        assert kept(anna) == {"text": "Een"}

    def test_secrets_are_left_out(self, anna: User) -> None:
        fields = {"text": "Een", "password1": "geheim", "access_code": "geheim"}
        save_draft(person=anna, key=KEY, fields=fields)
        assert kept(anna) == {"text": "Een"}

    @pytest.mark.parametrize(
        "asked",
        [
            {"key": ""},
            {"key": "x" * 101},
            {"key": "een sleutel"},
            {"hand": "x" * 33},
            {"fields": {"text": "x" * (services.LARGEST + 1)}},
            {"fields": {"text": "\0"}},
            {"fields": {"text": "\ud800"}},
            {"fields": {"text": 1}},
            {"fields": {f"f{number}": "" for number in range(services.MOST_FIELDS + 1)}},
        ],
    )
    def test_what_is_no_draft_is_refused(self, anna: User, asked: dict[str, Any]) -> None:
        with pytest.raises(services.DraftRefused):
            save_draft(**{"person": anna, "key": KEY, "fields": {"text": "Een"}} | asked)
        assert not Draft.objects.exists()

    def test_there_are_not_without_end(self, anna: User, bram: User, monkeypatch: Any) -> None:
        monkeypatch.setattr(services, "MOST_DRAFTS", 2)
        for person, key in [(bram, "een"), (anna, "een"), (anna, "twee"), (anna, "drie")]:
            save_draft(person=person, key=key, fields={"text": key})
        assert set(anna.drafts.values_list("key", flat=True)) == {"twee", "drie"}
        assert kept(bram, "een")

    def test_what_nobody_came_back_to_goes(self, anna: User) -> None:
        save(anna, "Oud")
        Draft.objects.update(changed_at=timezone.now() - services.KEPT - timedelta(days=1))
        save_draft(person=anna, key="nieuw", fields={"text": "Nieuw"})
        assert services.forget_old_drafts() == 1
        assert kept(anna, "nieuw") == {"text": "Nieuw"}


class TestWindow:
    """What a script asks at ``/concepten/``."""

    def send(self, client: Client, person: User, **asked: Any) -> Any:
        content = {"person": mark_of(person), "key": KEY, "base": 0, "hand": "a"} | asked
        return client.post("/concepten/", json.dumps(content), content_type="application/json")

    def test_keeps_shows_and_lets_go(self, anna: User, as_person: AsPerson) -> None:
        client = as_person(anna)
        version = self.send(client, anna, fields={"text": "Een"}).json()["version"]
        told = client.get("/concepten/", {"key": KEY}).json()
        assert told["draft"]["fields"] == {"text": "Een"}
        assert told["draft"]["version"] == version
        assert self.send(client, anna, base=version, hand="").status_code == 200
        assert client.get("/concepten/", {"key": KEY}).json()["draft"] is None

    def test_says_nothing_of_what_was_sent_meanwhile(self, anna: User, as_person: AsPerson) -> None:
        drop_draft(person=anna, key=KEY, version=0, hand="a")
        assert self.send(as_person(anna), anna, fields={"text": "Een"}).status_code == 204
        assert kept(anna) is None

    def test_says_what_another_window_kept(self, anna: User, as_person: AsPerson) -> None:
        save(anna, "Elders", hand="b")
        answer = self.send(as_person(anna), anna, fields={"text": "Hier"})
        assert answer.status_code == 409
        assert answer.json()["draft"]["fields"] == {"text": "Elders"}

    def test_nobody_reaches_somebody_elses(
        self, anna: User, bram: User, dirk: User, as_person: AsPerson
    ) -> None:
        save(anna, "Van Anna", hand="a")
        dirk.is_superuser = dirk.is_staff = True
        dirk.save()
        for person in (bram, dirk):
            client = as_person(person)
            assert client.get("/concepten/", {"key": KEY}).json()["draft"] is None
            assert self.send(client, person, fields={"text": "Anders"}).status_code == 200
            assert self.send(client, person, base=9).status_code == 200
            assert "Van Anna" not in client.get("/note/?concept=note").text
        assert kept(anna) == {"text": "Van Anna"}

    def test_a_window_of_somebody_else_keeps_nothing(
        self, anna: User, bram: User, as_person: AsPerson
    ) -> None:
        """Anna's page is still open, and Bram signed in on the same computer."""
        answer = self.send(as_person(bram), anna, fields={"text": "Van Anna"})
        assert answer.status_code == 403
        assert not Draft.objects.exists()

    def test_a_script_is_told_that_it_is_signed_out(self, client: Client) -> None:
        headers = {"Accept": "application/json"}
        assert client.get("/concepten/", headers=headers).status_code == 401
        assert client.post("/concepten/", headers=headers).status_code == 401
        assert "sessionid" not in client.cookies

    @pytest.mark.parametrize(
        "body",
        [b"null", b"{", b"[]", b"\xff", b"[" * 50_000, b'{"key": "note"}', b"{" + b'"a":{' * 9999],
    )
    def test_rubbish_is_refused(self, anna: User, as_person: AsPerson, body: bytes) -> None:
        client = as_person(anna)
        answer = client.post("/concepten/", body, content_type="application/json")
        assert answer.status_code == 400

    @pytest.mark.parametrize(
        "asked",
        [
            {"base": -1},
            {"base": 2**31},
            {"base": True},
            {"base": "1"},
            {"key": None},
            {"hand": 1},
            {"fields": []},
            {"fields": None},
            {"fields": {"text": None}},
        ],
    )
    def test_so_is_what_is_not_of_a_kind(
        self, anna: User, as_person: AsPerson, asked: dict[str, Any]
    ) -> None:
        answer = self.send(as_person(anna), anna, **{"fields": {"text": "Een"}} | asked)
        assert answer.status_code == 400

    def test_it_is_not_asked_without_end(
        self, anna: User, as_person: AsPerson, settings: Any
    ) -> None:
        settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"save_draft": "1/m/user"}
        client = as_person(anna)
        assert self.send(client, anna, fields={"text": "Een"}).status_code == 200
        assert self.send(client, anna, fields={"text": "Twee"}).status_code == 429

    def test_it_asks_for_a_token(self, anna: User, as_person: AsPerson) -> None:
        client = as_person(anna)
        client.handler.enforce_csrf_checks = True
        assert self.send(client, anna, fields={"text": "Een"}).status_code == 403
        assert not Draft.objects.exists()


class TestForm:
    """What a form with the component does without script."""

    def test_a_kept_text_is_offered_and_comes_back(self, anna: User, as_person: AsPerson) -> None:
        save(anna, "Ik zag er <erg> tegenop.")
        client = as_person(anna)
        page = client.get("/note/").text
        assert "Ik zag er &lt;erg&gt; tegenop." in page
        assert 'name="draft_version" value="0"' in page
        assert "tegenop.</textarea>" in client.get("/note/?concept=note").text

    def test_sending_lets_go_of_it(self, anna: User, bram: User, as_person: AsPerson) -> None:
        version = save(anna, "Een").version
        save(bram, "Van Bram")
        client = as_person(anna)
        fields = {"draft": KEY, "draft_version": version, "title": "x", "text": "Een"}
        client.post("/note/", fields | {"refuse": "1"})
        assert kept(anna) == {"text": "Een"}
        client.post("/note/", fields)
        assert kept(anna) is None
        assert kept(bram) == {"text": "Van Bram"}

    def test_a_refused_form_still_builds_on_what_it_built_on(
        self, anna: User, as_person: AsPerson
    ) -> None:
        save(anna, "Elders", hand="b")
        fields = {"draft": KEY, "draft_version": "0", "draft_hand": "a", "refuse": "1"}
        page = as_person(anna).post("/note/", fields).text
        assert 'name="draft_version" value="0"' in page
        assert 'name="draft_hand" value="a"' in page

    def test_it_can_be_thrown_away(self, anna: User, as_person: AsPerson) -> None:
        version = save(anna, "Een").version
        client = as_person(anna)
        headers = {"Referer": "http://testserver/note/"}
        for value in ("", "x", f"{version} ", f"{version} other", "9" * 30):
            client.post("/concepten/", {"drop": value}, headers=headers)
        assert kept(anna) == {"text": "Een"}
        answer = client.post("/concepten/", {"drop": f"{version} {KEY}"}, headers=headers)
        assert answer.url == "/note/"
        assert kept(anna) is None

    @pytest.mark.parametrize("key", ["", "een sleutel", "\0", "x" * 200])
    def test_a_strange_key_breaks_nothing(self, anna: User, as_person: AsPerson, key: str) -> None:
        client = as_person(anna)
        fields = {"draft": key, "draft_version": "x", "draft_hand": "\0", "title": "x"}
        assert client.post("/note/", fields).status_code == 302
        assert client.get("/concepten/", {"key": key.replace("\0", "")}).status_code == 200
