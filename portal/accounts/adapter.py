"""What this portal asks of allauth."""

import time
from collections.abc import Iterator
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import has_verified_email
from allauth.core import ratelimit
from allauth.core.internal.ratelimit import Rate, apply_rate, get_cache_key, get_rates
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.accounts import encryption, languages, new_devices, notices, sessions
from portal.accounts.drafts.rescue import keep_rescued, remember_person
from portal.accounts.models import User
from portal.accounts.queries import person_with_login
from portal.accounts.signals import sign_in_frozen


class AccountAdapter(DefaultAccountAdapter):
    """People are enrolled by a coordinator; nobody signs up by themselves."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "duplicate_email": _("You have already added this e-mail address."),
        "email_taken": _("Somebody else already uses this e-mail address."),
        "email_password_mismatch": _("This e-mail address and this password do not go together."),
        "username_password_mismatch": _("This username and this password do not go together."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_password": _("This is not your password."),
        "incorrect_code": _("This code is not right. Look again in your mail."),
        "max_email_addresses": _("You cannot add more than %d e-mail addresses."),
        "too_many_login_attempts": _("It went wrong too often. Wait five minutes and try again."),
        "rate_limited": _("That was too often in a short time. Wait a few minutes and try again."),
    }

    def is_safe_url(self, url: str | None) -> bool:
        """Whether a ``next`` may be followed; an address that is none may not."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def is_open_for_signup(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        ours = {"allauth.mfa.stages.AuthenticateStage": "portal.accounts.stages.SecondStepStage"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse an account or code that failed too often.

        allauth counts each attempt before it is looked at, under a lock, and takes it back when it
        succeeds: of many guesses at once none is free. So it goes with passwords, which people choose.
        Personal codes are long, and in a training room all but a few succeed at the same minute: there
        only the failures pay, and who comes in writes nothing and waits for no lock.
        """
        if "password" in credentials:
            super().pre_authenticate(request, **credentials)
            return
        for rate, place in self._counts_of_failures(request, **credentials):
            if _is_full(rate, place):
                raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Count it, and tell who wants to know when that was the last one for a while."""
        if "password" not in credentials:
            key = self._get_login_attempts_cache_key(request, **credentials)
            ratelimit.consume(request, action="login_failed", key=key)
        counts = self._counts_of_failures(request, **credentials)
        if any(_is_full(*count) for count in counts if _is_of_login(count[0])):
            sign_in_frozen.send(sender=type(self), login=_login_in(credentials))

    def forget_failures(self, *, login: str) -> None:
        """Let someone try again at once, whose attempts are refused because so many failed."""
        for rate, place in self._counts_of_failures(self.request, username=login):
            if _is_of_login(rate):
                cache.delete(place)

    def _counts_of_failures(
        self, request: HttpRequest, **credentials: Any
    ) -> Iterator[tuple[Rate, str]]:
        """The limits on what failed, each with the place in the cache where allauth counts it."""
        app, action = "allauth.account", "login_failed"
        key = self._get_login_attempts_cache_key(request, **credentials)
        for rate in get_rates(app=app, action=action):
            yield rate, get_cache_key(request, app=app, action=action, rate=rate, key=key)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """One count per code, and one per account, by whatever name it is tried: a username and an
        address are no tries on top of each other. allauth has one per name and host."""
        login = _login_in(credentials)
        if "password" in credentials and (person := person_with_login(login)):
            return f"account:{person}"
        return login.lower()

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Count the second factor for which an organisation asked: then ours is not asked for."""
        of_organisation = (kwargs.get("signal_kwargs") or {}).get("sociallogin")
        if of_organisation and of_organisation.state.get("second_factor"):
            record_authentication(request, user, sessions.SECOND_FACTOR, type="organisation")
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return response

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        sessions.begin(request, user)
        keep_rescued(request, user)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        remember_person(response, user)
        new_devices.note_device(request, response, user)
        languages.speak_to(request, response, user)
        return response

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Never within minutes of a proof: allauth itself does not count the sign-in as one."""
        return not sessions.has_fresh_proof(self.request, self.request.user)

    def get_reauthentication_methods(self, user: User | AnonymousUser) -> list[dict[str, Any]]:
        """Whoever has no password and no second factor proves themselves with the code again."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if user.is_authenticated and not methods:
            methods.append(
                {
                    "id": sessions.PERSONAL_CODE,
                    "description": _("Use your personal code"),
                    "url": reverse("code_reauthenticate"),
                }
            )
        return methods

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """To every checked address: one that was just added does not take the others' place.

        allauth would mail one address, which may be mistyped and somebody else's.
        """
        for address in notices.addresses_of(user):
            super().send_notification_mail(template_prefix, user, context, address)

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Only to the checked address of someone who has a password.

        A mailbox is no way to turn a code into a password, and a mistyped address is not theirs.
        """
        if user.has_usable_password() and has_verified_email(user, email):
            super().send_password_reset_mail(user, email, context)


def _login_in(credentials: dict[str, Any]) -> str:
    return str(credentials.get("email", credentials.get("username", "")))


def _is_of_login(rate: Rate) -> bool:
    """Whether a limit is on who is tried; others are on the address from where."""
    return bool(rate.per == "key")


def _is_full(rate: Rate, place: str) -> bool:
    """Whether the next failure would be one too many; this asks it without counting one."""
    allowed: bool = apply_rate(cache.get(place, []), time.time(), rate, dry_run=True)[0]
    return not allowed


class MFAAdapter(DefaultMFAAdapter):
    """Second factors of staff, passkeys of everyone. Secrets are encrypted in the database."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _(
            "That is not right. Try once more; the code in an app is new every half minute."
        ),
    }

    def encrypt(self, text: str) -> str:
        return encryption.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return encryption.decrypt(encrypted_text)

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        """What a new passkey is called until its owner gives it a name."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("My passkey") if number == 1 else gettext("Passkey %d") % number

    def get_totp_label(self, user: User) -> str:
        return str(user)

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        """Under the name that the person knows, not under the identifier that nobody knows."""
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return entity | {"name": str(user)}
