"""What this portal asks of allauth where another site says who someone is."""

import hmac
import logging
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base import AuthError, Provider
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import redirect

from portal.accounts.models import User
from portal.accounts.sso import identities
from portal.accounts.sso.answers import failed

logger = logging.getLogger(__name__)
OPENID_CONNECT = "openid_connect"


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Nobody signs up, no e-mail address is believed, and an unknown identity must be linked first."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """Those of the settings alone: a row in the database must not let anybody in."""
        apps = settings.SOCIALACCOUNT_PROVIDERS[OPENID_CONNECT]["APPS"]
        return [
            SocialApp(provider=OPENID_CONNECT, **app)
            for app in apps
            if provider in {None, OPENID_CONNECT, app["provider_id"]}
        ]

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def populate_user(
        self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]
    ) -> User | None:
        """Not at all: people and their names come from their coordinator."""
        user: User | None = sociallogin.user
        return user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Refuse a token that is no answer to our question; have an unknown identity linked first."""
        claims, state = sociallogin.claims, sociallogin.state
        if not hmac.compare_digest(str(claims.get("nonce", "")), state["nonce"]):
            logger.warning("sign-in of %s: wrong nonce", sociallogin.account.provider)
            raise ImmediateHttpResponse(failed(request, sociallogin.provider.name))
        known = sociallogin.provider.app.settings
        state["second_factor"] = identities.proves_second_factor(
            claims, enforces_mfa=known["enforces_mfa"]
        )
        if not sociallogin.is_existing:
            identities.keep(
                request,
                identities.Identity(
                    provider_id=sociallogin.account.provider,
                    uid=sociallogin.account.uid,
                    shown=_shown(claims),
                    has_second_factor=state["second_factor"],
                    going_on=state.get("next") or "",
                ),
            )
            raise ImmediateHttpResponse(redirect("sso_link"))

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Provider,
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """One page for all that can go wrong; the log says what, and about nobody."""
        if error != AuthError.CANCELLED:
            cause = exception.__cause__ if exception else None
            logger.warning(
                "sign-in of %s: %s",
                provider.sub_id,
                " ".join(type(each).__name__ for each in (exception, cause) if each) or error,
            )
        raise ImmediateHttpResponse(failed(request, provider.name))


def _shown(claims: dict[str, Any]) -> str:
    """How someone knows that account: the name with which they sign in there."""
    names = (claims.get(claim) for claim in ("preferred_username", "email", "name", "sub"))
    return str(next(filter(None, names)))[:200]
