"""A person's own data, and the pages where they choose how to come in."""

from typing import Any, cast

from allauth.account.models import EmailAddress
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import PasswordSetView
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import AddWebAuthnView
from allauth.usersessions.views import ListUserSessionsView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.accounts import sessions
from portal.accounts.devices import describe_device
from portal.accounts.models import User


def ways_in(person: User) -> dict[str, Any]:
    """How someone can sign in besides a personal code: what the pages below show."""
    types = set(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    addresses = list(EmailAddress.objects.filter(user=person).order_by("-primary", "email"))
    has_email = any(address.verified for address in addresses)
    return {
        "email_addresses": addresses,
        "has_email": has_email,
        "has_password": person.has_usable_password(),
        # a participant's username is random: without an address a password opens nothing
        "needs_email_for_password": not has_email and not person.needs_second_factor,
        "has_passkey": Authenticator.Type.WEBAUTHN in types,
        "has_app": Authenticator.Type.TOTP in types,
    }


def my_account(request: HttpRequest) -> HttpResponse:
    """What the portal knows of me, what others see of it, and how I sign in."""
    context = ways_in(_me(request)) | {
        "opened_with_code": sessions.opened_with_code(request, _me(request))
    }
    return render(request, "account/my_account.html", context)


def next_time(request: HttpRequest) -> HttpResponse:
    """Ask how someone wants to sign in next time; done when they chose a way."""
    ways = ways_in(_me(request))
    going_on = get_next_redirect_url(request) or resolve_url("home")
    chosen = ways["has_email"] or ways["has_password"] or ways["has_passkey"]
    return render(
        request, "account/next_time.html", ways | {"chosen": chosen, "going_on": going_on}
    )


class SetPasswordView(PasswordSetView):
    """Gives a first password. Someone who has no username to type adds an e-mail address first."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if ways_in(_me(request))["needs_email_for_password"]:
            messages.info(
                request, _("With a password you sign in with your e-mail address. Add it first.")
            )
            return redirect("account_email")
        return super().dispatch(request, *args, **kwargs)  # type: ignore[no-any-return]


class AddPasskeyView(AddWebAuthnView):
    """Adds a passkey. Only who has it as a second factor is shown recovery codes for it."""

    def get_success_url(self) -> str:
        if _me(self.request).needs_second_factor:
            return str(super().get_success_url())
        return reverse("next_time")


class SessionListView(ListUserSessionsView):
    """Shows where someone is signed in: here first, then the newest."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["sessions"].sort(key=lambda session: (session.is_current(), session.created_at))
        context["sessions"].reverse()
        for session in context["sessions"]:
            session.device = describe_device(session.user_agent)
        return context


def second_factor(request: HttpRequest) -> HttpResponse:
    """Ask staff for a second factor at their first sign-in; they get no further without one."""
    if sessions.has_second_factor(request, _me(request)):
        return redirect("home")
    return render(request, "account/second_factor.html")


def _me(request: HttpRequest) -> User:
    """Who makes the request; these pages are gated, so it is somebody."""
    return cast(User, request.user)
