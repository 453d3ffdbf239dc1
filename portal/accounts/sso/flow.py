"""The way to an organisation and back, on allauth's feet."""

import secrets

from allauth.account.utils import get_next_redirect_url, perform_login
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal.flows.login import record_authentication
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.http import Http404, HttpRequest, HttpResponseBase
from requests import RequestException

from portal.accounts.provider import OrganisationProvider

# What it comes to when the organisation's server is away, or speaks something else.
TROUBLE = (OAuth2Error, RequestException, KeyError, ValueError)


def provider_or_404(request: HttpRequest, provider_id: str) -> OrganisationProvider:
    """The sign-in of this id; 404 where there is none."""
    try:
        found: OrganisationProvider = get_adapter(request).get_provider(request, provider_id)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    return found


def address_of(request: HttpRequest, provider: OrganisationProvider) -> str:
    """Where the organisation asks who someone is; raises one of ``TROUBLE``.

    What we ask is kept in the session: a state, a nonce and the secret half of PKCE. An answer to
    another question, or in another browser, is none.
    """
    nonce = secrets.token_urlsafe(32)
    response = provider.redirect(
        request,
        process=AuthProcess.LOGIN,
        next_url=get_next_redirect_url(request),
        auth_params={"nonce": nonce},
        scope=provider.get_default_scope(),
        nonce=nonce,
    )
    return str(response.url)


def come_back(request: HttpRequest, provider: OrganisationProvider) -> HttpResponseBase:
    """Take the answer through allauth; raises one of ``TROUBLE``."""
    view = OAuth2CallbackView.adapter_view(provider.get_oauth2_adapter(request))
    response: HttpResponseBase = view(request)
    return response


def sign_in_as(request: HttpRequest, login: SocialLogin) -> HttpResponseBase:
    """Take the person of a login that was just linked through allauth's stages."""
    record_authentication(request, login)
    response: HttpResponseBase = perform_login(
        request,
        login.user,
        email_verification="none",
        redirect_url=login.get_redirect_url(request),
        signal_kwargs={"sociallogin": login},
    )
    return response
