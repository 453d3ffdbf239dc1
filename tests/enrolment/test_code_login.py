"""Coming in with a personal code: one form, one answer for every bad code."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from learning.enrolment import codes
from learning.enrolment.models import AccessCode, CodeEvent
from learning.enrolment.services import (
    end_enrolment,
    replace_code,
    revoke_code,
)
from learning.programmes.models import CodeMode
from portal.accounts.models import User

CodeOf = Callable[[User], str]
AsPerson = Callable[[User | None], Client]


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


def enter(client: Client, code: str, **fields: Any) -> Any:
    return client.post(reverse("code_login"), {"code": code, **fields})


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def misspelt(code: str) -> str:
    other = "A" if code[5] != "A" else "B"
    return code[:5] + other + code[6:]


def unknown_code() -> str:
    return str(codes.generate())


def wrong_verifier(code: str) -> str:
    """A well-formed code with the selector of a real one."""
    selector = codes.parse(code).selector
    return str(codes.Code(selector, codes.generate().verifier))


class TestComingIn:
    def test_a_printed_code_opens_the_portal(self, anna: User, code_of: CodeOf) -> None:
        client = Client()
        response = enter(client, code_of(anna))
        assert (response.status_code, response.url) == (302, "/")
        assert client.session["_auth_user_id"] == str(anna.pk)

    def test_case_spaces_and_dashes_do_not_matter(self, anna: User, code_of: CodeOf) -> None:
        client = Client()
        enter(client, "  " + code_of(anna).lower().replace("-", " ") + " ")
        assert is_signed_in(client)

    def test_the_sign_in_is_recorded_by_allauth(self, anna: User, code_of: CodeOf) -> None:
        """The contract with allauth's internal record and its perform_login."""
        client = Client()
        enter(client, code_of(anna))
        (record,) = client.session["account_authentication_methods"]
        assert record["method"] == "personal_code"
        assert client.session["account_authentication_methods_user"] == str(anna.pk)
        assert anna.usersession_set.count() == 1
        anna.refresh_from_db()
        assert anna.last_login is not None

    def test_goes_on_where_the_person_wanted_to_be(self, anna: User, code_of: CodeOf) -> None:
        response = enter(Client(), code_of(anna), next="/forum/")
        assert response.url == "/forum/"

    def test_never_leads_away_from_the_portal(self, anna: User, code_of: CodeOf) -> None:
        response = enter(Client(), code_of(anna), next="https://elsewhere.example/")
        assert response.url == "/"

    def test_the_address_to_go_on_to_survives_a_typing_error(
        self, anna: User, code_of: CodeOf
    ) -> None:
        response = enter(Client(), misspelt(code_of(anna)), next="/forum/")
        assert '<input type="hidden" name="next" value="/forum/">' in response.text

    def test_someone_who_is_signed_in_is_sent_on(self, anna: User, as_person: AsPerson) -> None:
        response = as_person(anna).get(reverse("code_login"))
        assert (response.status_code, response.url) == (302, "/")

    def test_opening_the_page_signs_nobody_in(self, anna: User, code_of: CodeOf) -> None:
        client = Client()
        client.get(reverse("code_login"), {"code": code_of(anna)})
        assert not is_signed_in(client)


class TestTypingErrors:
    def test_a_wrong_symbol_is_named_and_what_was_typed_stays(
        self, anna: User, code_of: CodeOf
    ) -> None:
        typed = misspelt(code_of(anna))
        response = enter(Client(), typed)
        assert response.status_code == 200
        assert "typefout" in response.text
        assert f'value="{typed}"' in response.text

    def test_a_missing_symbol_is_counted(self, anna: User, code_of: CodeOf) -> None:
        response = enter(Client(), code_of(anna)[:-1])
        assert "16" in response.text
        assert "15" in response.text

    def test_a_typing_error_spends_no_budget(self, anna: User, code_of: CodeOf) -> None:
        code = code_of(anna)
        for _ in range(30):
            enter(Client(), misspelt(code))
        client = Client()
        enter(client, code)
        assert is_signed_in(client)
        assert not CodeEvent.objects.filter(kind=CodeEvent.Kind.REFUSED).exists()


def revoked(code: str) -> None:
    revoke_code(code=kept(code))


def expired(code: str) -> None:
    AccessCode.objects.update(expires_at=timezone.now() - timedelta(seconds=1))


def used_up(code: str) -> None:
    AccessCode.objects.update(mode=CodeMode.ACTIVATE)
    enter(Client(), code)


def ended(code: str) -> None:
    end_enrolment(enrolment=kept(code).enrolment)


def replaced(code: str) -> None:
    replace_code(code=kept(code))


def deactivated(code: str) -> None:
    User.objects.filter(enrolments__codes=kept(code)).update(is_active=False)


def made_staff(code: str) -> None:
    User.objects.filter(enrolments__codes=kept(code)).update(is_staff=True)


def kept(code: str) -> AccessCode:
    return AccessCode.objects.get(selector=codes.parse(code).selector)


class TestOneAnswerForEveryBadCode:
    @pytest.mark.parametrize(
        "spoil", [revoked, expired, used_up, ended, replaced, deactivated, made_staff]
    )
    def test_a_spoilt_code_looks_like_an_unknown_one(
        self, anna: User, code_of: CodeOf, spoil: Callable[[str], None]
    ) -> None:
        code = code_of(anna)
        spoil(code)
        client = Client()
        assert answer(enter(client, code), code) == answer_to_unknown()
        assert not is_signed_in(client)

    def test_a_guessed_secret_looks_like_an_unknown_code(self, anna: User, code_of: CodeOf) -> None:
        guess = wrong_verifier(code_of(anna))
        assert answer(enter(Client(), guess), guess) == answer_to_unknown()

    def test_the_answer_says_what_to_do(self, db: None) -> None:
        assert "coördinator" in enter(Client(), unknown_code()).text

    def test_every_bad_code_costs_one_hash(
        self, anna: User, code_of: CodeOf, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        code = code_of(anna)
        hashes = []
        verify = codes._hasher.verify
        monkeypatch.setattr(
            codes,
            "_hasher",
            type(
                "Counting",
                (),
                {
                    "verify": lambda self, *a: hashes.append(a) or verify(*a),
                    "hash": codes._hasher.hash,
                },
            )(),
        )
        for bad in (unknown_code(), wrong_verifier(code)):
            hashes.clear()
            enter(Client(), bad)
            assert len(hashes) == 1
        revoke_code(code=kept(code))
        hashes.clear()
        enter(Client(), code)
        assert len(hashes) == 1


def answer(response: Any, typed: str) -> tuple[int, str]:
    """What a visitor can see of the answer, without what they typed and the form's own token."""
    token = response.context["csrf_token"]
    text = response.text.replace(typed, "").replace(str(token), "")
    return response.status_code, text


def answer_to_unknown() -> tuple[int, str]:
    code = unknown_code()
    return answer(enter(Client(), code), code)


class TestOtherWaysInBesideTheCode:
    """Contracts with allauth's step for the second factor, which is different here."""

    def test_a_passkey_is_no_lock_on_top_of_the_code(self, anna: User, code_of: CodeOf) -> None:
        Authenticator.objects.create(user=anna, type=Authenticator.Type.WEBAUTHN, data={})
        client = Client()
        enter(client, code_of(anna))
        assert is_signed_in(client)

    def test_an_app_that_someone_chose_is_asked_for(self, anna: User, code_of: CodeOf) -> None:
        TOTP.activate(anna, "JBSWY3DPEHPK3PXP")
        client = Client()
        assert enter(client, code_of(anna)).url == reverse("mfa_authenticate")
        assert not is_signed_in(client)


class TestACodeThatWorksOnce:
    @pytest.fixture
    def client_after(self, anna: User, code_of: CodeOf) -> Client:
        code = code_of(anna)
        AccessCode.objects.update(mode=CodeMode.ACTIVATE)
        client = Client()
        response = enter(client, code, next="/forum/")
        assert response.url == "/account/volgende-keer/?next=%2Fforum%2F"
        return client

    def test_asks_how_to_sign_in_next_time(self, client_after: Client) -> None:
        page = client_after.get("/account/volgende-keer/?next=%2Fforum%2F").text
        for name in ("mfa_add_webauthn", "account_email"):
            assert reverse(name) in page
        assert "vraag je dan een nieuwe code aan je coördinator" in page
        assert 'href="/forum/"' in page

    def test_goes_on_asking_until_something_was_chosen(
        self, client_after: Client, anna: User
    ) -> None:
        anna.emailaddress_set.create(email="anna@example.nl", verified=True, primary=True)
        page = client_after.get("/account/volgende-keer/").text
        assert "Je hebt gekozen" in page
        assert "vraag je dan een nieuwe code aan je coördinator" not in page

    def test_a_code_for_every_time_asks_nothing(self, anna: User, code_of: CodeOf) -> None:
        assert enter(Client(), code_of(anna)).url == "/"
