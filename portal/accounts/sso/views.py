"""The way to an organisation's sign-in and back, and what someone linked."""

import logging
from typing import Any, cast

from allauth.account.views import LoginView
from allauth.decorators import rate_limit
from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from portal.accounts import sessions
from portal.accounts.models import User
from portal.accounts.sso import flow, identities
from portal.accounts.sso.answers import failed
from portal.accounts.sso.organisations import sign_in, sign_ins
from portal.accounts.sso.services import link_identity, unlink_identities

logger = logging.getLogger(__name__)


class StaffLoginView(LoginView):
    """Password, passkey, or the account that an organisation gave."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"sign_ins": sign_ins("staff")}


@rate_limit(action="login")  # type: ignore[untyped-decorator]
@never_cache
@login_not_required
def start(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send someone on who pressed the button; a link or a reload starts nothing.

    By a page of our own and not by a redirect: what follows a form must be in our content policy,
    and nobody knows where an organisation sends its people on the way.
    """
    if request.method != "POST":
        return redirect("account_login")
    provider = flow.provider_or_404(request, provider_id)
    try:
        address = flow.address_of(request, provider)
    except flow.TROUBLE as trouble:
        return _give_up(request, provider.name, trouble)
    context = {"organisation": provider.name, "address": address}
    return render(request, "account/sso/leave.html", context)


@never_cache
@login_not_required
def callback(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Take the organisation's answer."""
    provider = flow.provider_or_404(request, provider_id)
    try:
        return flow.come_back(request, provider)
    except flow.TROUBLE as trouble:
        return _give_up(request, provider.name, trouble)


def _give_up(request: HttpRequest, organisation: str, trouble: Exception) -> HttpResponse:
    logger.warning("sign-in of %s: %s", organisation, type(trouble).__name__)
    return failed(request, organisation)


@method_decorator(never_cache, name="dispatch")
class ConfirmStaffView(TemplateView):
    """Ask who works here, and has just proved it in two steps, whether that account is theirs."""

    template_name = "account/sso/confirm.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.identity = identities.kept(request)
        person = cast(User, request.user)
        if not self.identity or not sessions.has_second_factor(request, person):
            return redirect("home")
        if not sessions.has_fresh_proof(request, person):
            identities.forget(request)
            return redirect("home")
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        assert self.identity  # noqa: S101 - dispatch looked
        found = sign_in(self.identity.provider_id)
        return super().get_context_data(identity=self.identity, organisation=found, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        assert self.identity  # noqa: S101 - dispatch looked
        identities.forget(request)
        if "no" in request.POST:
            return redirect("home")
        if self.identity.is_linked():
            messages.error(request, _("This account belongs to somebody else here."))
            return redirect("home")
        link_identity(request=request, identity=self.identity, person=cast(User, request.user))
        messages.success(request, _("From now on you can sign in with that account."))
        return redirect("my_account")


class OrganisationAccountView(TemplateView):
    """Which accounts of an organisation open the portal for me, and no longer."""

    template_name = "account/sso/accounts.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        linked = SocialAccount.objects.filter(user=cast(User, self.request.user))
        names = [sign_in(account.provider) for account in linked]
        return super().get_context_data(
            accounts=[(account, name) for account, name in zip(linked, names, strict=True)],
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        person = cast(User, request.user)
        unlink_identities(person=person, by=person)
        messages.success(request, _("The account of your organisation no longer opens the portal."))
        return redirect(reverse("my_account"))
