"""Staff come in with a password and a second factor, and get no further without one."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from portal.accounts.queries import recovery_codes_of
from tests.accounts.conftest import PASSWORD, TOTP_SECRET, is_signed_in, with_password

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.urls")]


def digits_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


class TestFirstSignIn:
    @pytest.mark.parametrize("address", ["/tiny/", "/", "/beheer/", "/account/", "/account/email/"])
    def test_leads_to_the_set_up_and_nowhere_else(
        self, client: Client, trainer: User, address: str
    ) -> None:
        with_password(client, trainer)
        assert client.get(address).url == reverse("second_factor")

    @pytest.mark.django_db(transaction=True)  # allauth tells it on commit, within the request
    def test_an_app_is_set_up_and_opens_everything(self, client: Client, trainer: User) -> None:
        with_password(client, trainer)
        assert client.get(reverse("second_factor")).status_code == 200
        secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
        response = client.post(reverse("mfa_activate_totp"), {"code": digits_of(secret)})
        assert response.url == reverse("mfa_view_recovery_codes")
        shown = client.get(response.url).text
        assert all(code in shown for code in recovery_codes_of(trainer))
        assert client.get("/tiny/").status_code == 200

    def test_they_may_leave(self, client: Client, trainer: User) -> None:
        with_password(client, trainer)
        client.post(reverse("account_logout"))
        assert not is_signed_in(client)


class TestSecondStep:
    def test_the_password_alone_opens_nothing(self, client: Client, set_up_trainer: User) -> None:
        assert with_password(client, set_up_trainer).url == reverse("mfa_authenticate")
        assert not is_signed_in(client)

    def test_the_app(self, client: Client, set_up_trainer: User) -> None:
        with_password(client, set_up_trainer)
        client.post(reverse("mfa_authenticate"), {"code": digits_of(TOTP_SECRET)})
        assert client.get("/tiny/").status_code == 200

    def test_a_recovery_code_works_once(self, set_up_trainer: User) -> None:
        code = recovery_codes_of(set_up_trainer)[3]
        outcomes = []
        for _ in range(2):
            client = Client()
            with_password(client, set_up_trainer)
            client.post(reverse("mfa_authenticate"), {"code": code})
            outcomes.append(is_signed_in(client))
        assert outcomes == [True, False]

    def test_guessing_the_second_step_stops(self, client: Client, set_up_trainer: User) -> None:
        with_password(client, set_up_trainer)
        for _ in range(10):
            client.post(reverse("mfa_authenticate"), {"code": "000000"})
        client.post(reverse("mfa_authenticate"), {"code": recovery_codes_of(set_up_trainer)[0]})
        assert not is_signed_in(client)

    def test_someone_without_rights_in_the_cms_does_not_get_in(self, as_staff: Client) -> None:
        assert as_staff.get("/beheer/").status_code == 404


class TestPasswords:
    def test_the_answer_does_not_tell_who_exists(self, set_up_trainer: User) -> None:
        known = with_password(Client(), set_up_trainer, "verkeerd wachtwoord")
        stranger = User(username="niemand")
        unknown = with_password(Client(), stranger, "verkeerd wachtwoord")
        assert known.context["form"].non_field_errors() == (
            unknown.context["form"].non_field_errors()
        )

    def test_a_forgotten_password_is_reset_by_mail(self, client: Client, trainer: User) -> None:
        trainer.emailaddress_set.create(email="dirk@example.nl", verified=True, primary=True)
        client.post(reverse("account_reset_password"), {"email": "dirk@example.nl"})
        (message,) = mail.outbox
        link = re.search(r"http://testserver(/account/password/reset/key/\S+)", str(message.body))
        assert link
        page = client.get(link[1], follow=True)
        response = client.post(
            page.redirect_chain[-1][0],
            {"password1": "iets heel anders", "password2": "iets heel anders"},
        )
        assert response.status_code == 302
        trainer.refresh_from_db()
        assert trainer.check_password("iets heel anders")

    def test_no_mail_makes_a_password_out_of_a_code(self, client: Client, anna: User) -> None:
        anna.emailaddress_set.create(email="anna@example.nl", verified=True, primary=True)
        client.post(reverse("account_reset_password"), {"email": "anna@example.nl"})
        assert mail.outbox == []

    def test_no_mail_to_an_address_that_was_not_checked(
        self, client: Client, trainer: User
    ) -> None:
        trainer.emailaddress_set.create(email="typo@example.nl", verified=False)
        client.post(reverse("account_reset_password"), {"email": "typo@example.nl"})
        client.post(reverse("account_request_login_code"), {"email": "typo@example.nl"})
        client.post(reverse("account_request_login_code"), {"email": "nobody@example.nl"})
        assert mail.outbox == []

    def test_nobody_signs_up(self, client: Client) -> None:
        client.post(reverse("account_signup"), {"username": "x", "password1": PASSWORD})
        assert not User.objects.filter(username="x").exists()


class TestCodeByMail:
    def test_a_participant_with_a_checked_address_comes_in(
        self, client: Client, anna: User
    ) -> None:
        anna.emailaddress_set.create(email="anna@example.nl", verified=True, primary=True)
        client.post(reverse("account_request_login_code"), {"email": "anna@example.nl"})
        (message,) = mail.outbox
        code = re.search(r"^[A-Z]{4}-[A-Z]{4}$", str(message.body), re.MULTILINE)
        assert code
        client.post(reverse("account_confirm_login_code"), {"code": code[0]})
        assert is_signed_in(client)

    def test_it_does_not_replace_the_second_step_of_staff(
        self, client: Client, set_up_trainer: User
    ) -> None:
        set_up_trainer.emailaddress_set.create(email="d@example.nl", verified=True, primary=True)
        client.post(reverse("account_request_login_code"), {"email": "d@example.nl"})
        code = re.search(r"^[A-Z]{4}-[A-Z]{4}$", str(mail.outbox[0].body), re.MULTILINE)
        assert code
        response = client.post(reverse("account_confirm_login_code"), {"code": code[0]})
        assert response.url == reverse("mfa_authenticate")
        assert not is_signed_in(client)


class TestSecretsAtRest:
    def test_nothing_that_opens_the_second_step_is_in_the_database(
        self, set_up_trainer: User
    ) -> None:
        stored = str(list(Authenticator.objects.values_list("data", flat=True)))
        assert TOTP_SECRET not in stored
        assert "ab" * 40 not in stored

    def test_a_new_secret_key_reads_what_the_old_one_wrote(
        self, client: Client, set_up_trainer: User, settings: pytest.FixtureRequest
    ) -> None:
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]  # type: ignore[attr-defined]
        settings.SECRET_KEY = "another-" + "z" * 50  # type: ignore[attr-defined]
        with_password(client, set_up_trainer)
        client.post(reverse("mfa_authenticate"), {"code": digits_of(TOTP_SECRET)})
        assert is_signed_in(client)
