"""Which organisations have a sign-in of their own, as OIDC_PROVIDERS says: no query."""

from typing import Any, Literal, NamedTuple

from django.conf import settings

Audience = Literal["staff", "participants"]


class SignIn(NamedTuple):
    """The sign-in of one organisation: what a button needs to know."""

    id: str
    name: str
    organisation: str
    """The organisation's short name in addresses."""


def sign_ins(audience: Audience) -> list[SignIn]:
    """The sign-ins that are offered to staff, or to participants."""
    return [_sign_in(app) for app in _apps() if audience in app["settings"]["for"]]


def sign_in(provider_id: str) -> SignIn | None:
    """The sign-in of this id; None where there is none (any more)."""
    return next((_sign_in(app) for app in _apps() if app["provider_id"] == provider_id), None)


def has_sign_in(organisation: str) -> bool:
    """Whether participants of an organisation, by its slug, can come in with its own accounts."""
    return any(each.organisation == organisation for each in sign_ins("participants"))


def _sign_in(app: dict[str, Any]) -> SignIn:
    return SignIn(app["provider_id"], app["name"], app["settings"]["organisation"])


def _apps() -> list[dict[str, Any]]:
    apps: list[dict[str, Any]] = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    return apps
