"""A person's own data, and the pages where they choose how to come in."""

from typing import Any, cast

from allauth.account.utils import get_next_redirect_url
from allauth.account.views import LogoutView, PasswordSetView
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
from portal.accounts.queries import living_sessions, ways_in_of


def ways_in(person: User) -> dict[str, Any]:
    """How someone can sign in besides a personal code: what the pages below show."""
    ways = ways_in_of(person)
    # a participant's username is random: without an address a password opens nothing
    needs_email = not ways.has_email and not person.needs_second_factor
    return {"ways": ways, "needs_email_for_password": needs_email}


def my_account(request: HttpRequest) -> HttpResponse:
    """What the portal knows of me, what others see of it, and how I sign in."""
    context = ways_in(_me(request)) | {
        "opened_with_code": sessions.opened_with_code(request, _me(request)),
        "code_is_spent": sessions.has_spent_code(request),
    }
    return render(request, "account/my_account.html", context)


def next_time(request: HttpRequest) -> HttpResponse:
    """Ask how someone wants to sign in next time; done when they chose a way."""
    context = ways_in(_me(request)) | {
        "going_on": get_next_redirect_url(request) or resolve_url("home"),
        "code_is_spent": sessions.has_spent_code(request),
    }
    return render(request, "account/next_time.html", context)


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
        # allauth looks at each session by itself
        context: dict[str, Any] = super(ListUserSessionsView, self).get_context_data(**kwargs)
        here = self.request.session.session_key
        found = [
            {
                "device": describe_device(each.user_agent),
                "since": each.created_at,
                "is_here": each.session_key == here,
            }
            for each in living_sessions(_me(self.request))
        ]
        found.sort(key=lambda each: not each["is_here"])
        return context | {"sessions": found}


class SignOutView(LogoutView):
    """Signs out; but first tells someone who would then stand outside without a way back in."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.has_no_way_back() and "sure" not in self.request.POST:
            return self.render_to_response(self.get_context_data())  # type: ignore[no-any-return]
        is_shared = sessions.is_on_shared_computer(self.request)
        response: HttpResponseBase = super().post(*args, **kwargs)
        if is_shared:  # the next one here finds nothing, not even what is locked
            response.headers["Clear-Site-Data"] = '"storage"'
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"has_no_way_back": self.has_no_way_back()}

    def has_no_way_back(self) -> bool:
        """Whether the code was used up, and nothing was chosen to come in with next time."""
        person = self.request.user
        if not isinstance(person, User) or not sessions.has_spent_code(self.request):
            return False
        return not ways_in_of(person).are_chosen


def second_factor(request: HttpRequest) -> HttpResponse:
    """Ask staff for a second factor at their first sign-in; they get no further without one."""
    if sessions.has_second_factor(request, _me(request)):
        return redirect("home")
    return render(request, "account/second_factor.html")


def _me(request: HttpRequest) -> User:
    """Who makes the request; these pages are gated, so it is somebody."""
    return cast(User, request.user)
