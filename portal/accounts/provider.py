"""The OpenID Connect that we speak, in the place where allauth looks for an app's providers.

allauth's own, and stricter: the answer must come from the organisation that was asked, with a token
that is meant for us, and nothing of what it says about someone is kept.
"""

from typing import Any

from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from allauth.utils import build_absolute_uri
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse

_CONFIGURATION_LIVES = 60 * 60


class OrganisationAdapter(OpenIDConnectOAuth2Adapter):
    """Asks an organisation who someone is, and checks that it is this organisation that answers."""

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the organisation publishes of its sign-in. It is asked once an hour."""
        known = self.get_provider().app.settings
        place = f"openid-configuration:{known['server_url']}"
        kept = cache.get(place)
        if kept:
            self._openid_config = kept
        published: dict[str, Any] = super().openid_config
        if published["issuer"].rstrip("/") != known["issuer"]:
            raise OAuth2Error("the configuration is that of another issuer")
        if not kept:
            cache.set(place, published, _CONFIGURATION_LIVES)
        return published

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        """Who it is; raises OAuth2Error where another issuer answers, or no token says who it is."""
        answered_by = request.GET.get("iss")  # RFC 9207
        is_expected = self.openid_config.get("authorization_response_iss_parameter_supported")
        if (answered_by or is_expected) and answered_by != self.openid_config["issuer"]:
            raise OAuth2Error("another issuer answered")
        if not kwargs["response"].get("id_token"):
            raise OAuth2Error("there is no id_token")
        return super().complete_login(request, app, token, **kwargs)

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        address = reverse("sso_callback", args=[self.provider_id])
        return str(build_absolute_uri(request, address, self.redirect_uri_protocol))


class OrganisationProvider(OpenIDConnectProvider):
    """The sign-in of one organisation."""

    oauth2_adapter_class = OrganisationAdapter
    pkce_enabled_default = True

    def get_login_url(self, request: HttpRequest, **kwargs: Any) -> str:
        return reverse("sso_start", args=[self.app.provider_id])

    def get_callback_url(self) -> str:
        return reverse("sso_callback", args=[self.app.provider_id])

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Nothing: to know someone again, the subject is enough."""
        return {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        """None: an address that somebody else checked lets nobody in here."""
        return []

    def sociallogin_from_response(
        self, request: HttpRequest, response: dict[str, Any]
    ) -> SocialLogin:
        """With the claims beside it, for as long as this request lasts."""
        login = super().sociallogin_from_response(request, response)
        login.claims = response["id_token"]
        return login


provider_classes = [OrganisationProvider]
