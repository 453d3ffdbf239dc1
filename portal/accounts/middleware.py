"""What a session must be before a view is reached."""

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.contrib.auth.middleware import LoginRequiredMiddleware as DjangoLoginRequired
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from portal.accounts import sessions
from portal.accounts.drafts.rescue import rescue_post
from portal.accounts.models import User
from portal.accounts.sessions import Verdict

ENDED_BECAUSE = {
    Verdict.IDLE: _("You were away for a while, so we signed you out. Sign in to go on."),
    Verdict.TOO_OLD: _(
        "You were signed in for a long time, so we signed you out. Sign in to go on."
    ),
}

# Reachable for staff who have no second factor yet: to set one up, or to leave.
WHILE_SETTING_UP = frozenset(
    {
        "second_factor",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_reauthenticate",
        "account_reauthenticate",
        "account_logout",
        "set_language",
    }
)
# Pages of allauth that change nothing about how someone gets in. All others ask for fresh proof.
WITHOUT_FRESH_PROOF = frozenset(
    {
        "account_login",
        "account_logout",
        "account_signup",
        "account_inactive",
        "account_reauthenticate",
        "account_request_login_code",
        "account_confirm_login_code",
        "account_email_verification_sent",
        "account_confirm_email",
        "mfa_index",
        "mfa_list_webauthn",
        "mfa_authenticate",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_login_webauthn",
    }
)


# Pages of our own that ask for it: an unattended computer may not give away what is on them, nor
# take away how someone comes in.
WITH_FRESH_PROOF = frozenset({"my_data", "organisation_accounts"})


class SessionPolicyMiddleware:
    """Ends sessions that are too old or too weak for what is asked, and keeps pages out of caches."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        gated = request.user.is_authenticated
        if isinstance(request.user, User):
            verdict = sessions.judge(request, request.user)
            if verdict is Verdict.GOOD:
                sessions.mark_seen(request)
            else:
                logout(request)
                if verdict in ENDED_BECAUSE:
                    messages.info(request, ENDED_BECAUSE[verdict])
        response = self.get_response(request)
        is_for_everyone = getattr(response, "is_for_everyone", False)  # a stylesheet, say
        may_be_kept = getattr(response, "may_be_kept", False)  # a photo: by its reader, for a while
        is_personal = gated or request.user.is_authenticated
        if is_personal and not (is_for_everyone or may_be_kept):
            response.headers["Cache-Control"] = "private, no-store"
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Hold back staff without a second factor, and from the CMS everyone who has no work there.

        Wagtail would send the latter to sign in, and signing in sends them back, for ever.
        """
        person = request.user
        if not isinstance(person, User):
            return None
        is_proven = sessions.has_second_factor(request, person)
        if person.needs_second_factor and not is_proven:
            is_allowed = _name_of_view(request) in WHILE_SETTING_UP
            return None if is_allowed else redirect("second_factor")
        if _is_in_cms(request) and not (is_proven and person.has_perm("wagtailadmin.access_admin")):
            raise Http404
        return None


class LoginRequiredMiddleware(DjangoLoginRequired):
    """Every view asks for a sign-in unless it says ``@login_not_required``.

    A form with a draft that arrives too late is kept until its writer has signed in again.
    """

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponse:
        if request.accepts("application/json") and not request.accepts("text/html"):
            return HttpResponse(status=401)  # a script asks: it tells its user by itself
        is_form = request.method == "POST"
        page = rescue_post(request) if is_form else request.get_full_path()
        if is_form and not messages.get_messages(request):
            messages.info(request, _("You are signed out. Sign in to go on where you were."))
        return redirect_to_login(page, reverse(_door_of(request)), REDIRECT_FIELD_NAME)


class FreshProofMiddleware:
    """Asks who it is again, before anything changes about how someone gets in.

    allauth asks too, but not everywhere, and never of someone who has neither a password nor a
    second factor: an unattended computer would be enough to add a passkey to a participant.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Send someone whose proof is old to the page that asks for it, and then back."""
        if not request.user.is_authenticated or not _needs_fresh_proof(_name_of_view(request)):
            return None
        if sessions.has_fresh_proof(request, request.user):
            return None
        return self._ask(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        """Do the same where allauth asks, instead of keeping the posted form in the session."""
        asks = isinstance(exception, ReauthenticationRequired) and request.user.is_authenticated
        return self._ask(request) if asks else None

    def _ask(self, request: HttpRequest) -> HttpResponseRedirect:
        method = get_adapter(request).get_reauthentication_methods(request.user)[0]
        query = urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})
        return HttpResponseRedirect(f"{method['url']}?{query}")


def _name_of_view(request: HttpRequest) -> str:
    match = request.resolver_match
    return match.view_name if match else ""


def _needs_fresh_proof(name: str) -> bool:
    if name in WITH_FRESH_PROOF:
        return True
    is_allauths = name.startswith(("account_", "mfa_"))
    return is_allauths and name not in WITHOUT_FRESH_PROOF


def _is_in_cms(request: HttpRequest) -> bool:
    return request.path.startswith(reverse("wagtailadmin_home"))


def _door_of(request: HttpRequest) -> str:
    return "account_login" if _is_in_cms(request) else "code_login"
