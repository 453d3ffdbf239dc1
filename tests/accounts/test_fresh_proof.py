"""Nothing about how someone gets in changes without a proof of a few minutes ago."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from learning.enrolment import codes
from learning.enrolment.models import AccessCode
from learning.enrolment.services import revoke_code
from learning.programmes.models import CodeMode
from portal.accounts.models import User
from tests.accounts.conftest import PASSWORD, with_code

Later = Callable[[float], None]
CodeOf = Callable[[User], str]

CHANGES = [
    "account_email",
    "account_set_password",
    "account_change_password",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_generate_recovery_codes",
    "mfa_view_recovery_codes",
]
PROOF_IS_OLD = settings.FRESH_PROOF_SECONDS + 1


@pytest.fixture
def code(anna: User, code_of: CodeOf) -> str:
    return code_of(anna)


@pytest.fixture
def annas(client: Client, code: str) -> Client:
    with_code(client, code)
    return client


class TestSomeoneWithOnlyACode:
    @pytest.mark.parametrize("name", CHANGES)
    def test_is_asked_for_it_again(self, annas: Client, later: Later, name: str) -> None:
        later(PROOF_IS_OLD)
        address = reverse(name)
        assert annas.get(address).url == f"/inloggen/bevestigen/?next={address.replace('/', '%2F')}"

    def test_is_not_asked_right_after_the_sign_in(self, annas: Client) -> None:
        assert annas.get(reverse("account_email")).status_code == 200
        assert annas.get(reverse("mfa_add_webauthn")).status_code == 200

    def test_a_form_changes_nothing_either(self, annas: Client, anna: User, later: Later) -> None:
        later(PROOF_IS_OLD)
        annas.post(reverse("account_email"), {"action_add": "", "email": "thief@example.nl"})
        annas.post(reverse("account_set_password"), {"password1": PASSWORD, "password2": PASSWORD})
        anna.refresh_from_db()
        assert not anna.emailaddress_set.exists()
        assert not anna.has_usable_password()

    def test_goes_on_after_giving_the_code(self, annas: Client, code: str, later: Later) -> None:
        later(PROOF_IS_OLD)
        response = annas.post(
            reverse("code_reauthenticate"), {"code": code, "next": reverse("account_email")}
        )
        assert response.url == reverse("account_email")
        assert annas.get(response.url).status_code == 200

    def test_a_used_one_time_code_still_proves_who_holds_it(
        self, annas: Client, code: str, later: Later
    ) -> None:
        AccessCode.objects.update(mode=CodeMode.ACTIVATE)
        later(PROOF_IS_OLD)
        annas.post(reverse("code_reauthenticate"), {"code": code})
        assert annas.get(reverse("account_email")).status_code == 200

    def test_somebody_elses_code_proves_nothing(
        self, annas: Client, bram: User, code_of: CodeOf, later: Later
    ) -> None:
        later(PROOF_IS_OLD)
        for wrong in (code_of(bram), str(codes.generate())):
            response = annas.post(reverse("code_reauthenticate"), {"code": wrong})
            assert "Dit is niet jouw code" in response.text
        assert annas.get(reverse("account_email")).status_code == 302

    def test_a_replaced_code_proves_nothing(self, anna: User, code: str, later: Later) -> None:
        from learning.enrolment.services import confirm_code

        revoke_code(code=AccessCode.objects.get())
        assert not confirm_code(person=anna, code=codes.parse(code))

    def test_guessing_is_limited(self, annas: Client, later: Later) -> None:
        later(PROOF_IS_OLD)
        for _ in range(10):
            annas.post(reverse("code_reauthenticate"), {"code": str(codes.generate())})
        response = annas.post(reverse("code_reauthenticate"), {"code": str(codes.generate())})
        assert response.status_code == 429


class TestSomeoneWithAPassword:
    @pytest.mark.parametrize("name", CHANGES)
    def test_is_asked_for_it_again(self, as_staff: Client, later: Later, name: str) -> None:
        later(PROOF_IS_OLD)
        assert as_staff.get(reverse(name)).url.startswith(reverse("account_reauthenticate"))

    def test_goes_on_after_giving_it(self, as_staff: Client, later: Later) -> None:
        later(PROOF_IS_OLD)
        response = as_staff.post(
            reverse("account_reauthenticate"),
            {"password": PASSWORD, "next": reverse("account_email")},
        )
        assert as_staff.get(response.url).status_code == 200


def test_every_page_of_allauth_is_judged() -> None:
    """A page that a new version of allauth brings asks for proof until it is judged here."""
    from portal.accounts.middleware import WITHOUT_FRESH_PROOF
    from portal.accounts.urls import urlpatterns

    def names(patterns: list) -> set[str]:  # type: ignore[type-arg]
        found = set()
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                found |= names(pattern.url_patterns)
            elif pattern.name:
                found.add(pattern.name)
        return found

    of_allauth = {n for n in names(urlpatterns) if n.startswith(("account_", "mfa_"))}
    assert of_allauth - WITHOUT_FRESH_PROOF == {
        *CHANGES,
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "mfa_deactivate_totp",
        "mfa_download_recovery_codes",
        "mfa_edit_webauthn",
        "mfa_remove_webauthn",
    }
