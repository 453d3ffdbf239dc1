"""An identity that came from an organisation and is nobody's here yet, until someone links it.

It is kept in the visitor's session for ten minutes: the subject, and the name to show to who is
about to link it. On a shared computer that may be a colleague's.
"""

import time
from typing import Any, NamedTuple

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.http import HttpRequest

from portal.accounts.models import User

_KEY = "unlinked_identity"
LIVES = 10 * 60

# What OpenID Connect providers say when someone proved more than a password (RFC 8176; Entra ID; REFEDS).
_MFA_METHOD = "mfa"
_MFA_CONTEXTS = {
    "http://schemas.openid.net/pape/policies/2007/06/multi-factor",
    "https://refeds.org/profile/mfa",
}


class Identity(NamedTuple):
    """Who an organisation says that this is."""

    provider_id: str
    uid: str
    shown: str
    has_second_factor: bool
    going_on: str

    def as_login(self, request: HttpRequest, person: User) -> SocialLogin:
        """allauth's word for it, for the person to whom it is linked."""
        provider = get_adapter(request).get_provider(request, self.provider_id)
        account = SocialAccount(provider=self.provider_id, uid=self.uid, user=person)
        login = SocialLogin(user=person, account=account, provider=provider)
        login.state = {"next": self.going_on, "second_factor": self.has_second_factor}
        return login

    def is_linked(self) -> bool:
        """Whether it is somebody's by now."""
        linked = SocialAccount.objects.filter(provider=self.provider_id, uid=self.uid)
        return bool(linked.exists())


def proves_second_factor(claims: dict[str, Any], *, enforces_mfa: bool) -> bool:
    """Whether the organisation asked for a second factor: it says so, or it always does."""
    methods = claims.get("amr")
    by_method = isinstance(methods, list) and _MFA_METHOD in methods
    return enforces_mfa or by_method or claims.get("acr") in _MFA_CONTEXTS


def keep(request: HttpRequest, identity: Identity) -> None:
    """Remember an identity in this session, in the place of any other."""
    request.session[_KEY] = {"identity": list(identity), "at": time.time()}


def kept(request: HttpRequest) -> Identity | None:
    """The identity that waits to be linked; None where there is none, or it waited too long."""
    found = request.session.get(_KEY)
    if not found or time.time() - found["at"] > LIVES:
        return None
    return Identity(*found["identity"])


def forget(request: HttpRequest) -> None:
    """Let go of it: it was linked, or nobody wants to."""
    request.session.pop(_KEY, None)
