"""Read which organisations have a sign-in of their own, and refuse nonsense by name."""

import json
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

REQUIRED = {"id", "name", "organisation", "issuer", "client_id", "client_secret"}
OPTIONAL: dict[str, Any] = {"for": ["staff", "participants"], "enforces_mfa": False}
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
# Entra ID's addresses for every tenant of the world: anybody's subject would be somebody's here.
OF_EVERYBODY = {"common", "organizations", "consumers"}


def apps(text: str) -> list[dict[str, Any]]:
    """allauth's description of each sign-in in OIDC_PROVIDERS.

    Raises ImproperlyConfigured, without saying any value: a secret is among them.
    """
    try:
        given = json.loads(text)
    except ValueError:
        raise ImproperlyConfigured("OIDC_PROVIDERS is not JSON.") from None
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        raise ImproperlyConfigured("OIDC_PROVIDERS: use a list of objects, [{…}].")
    ids = [one.get("id") for one in given]
    if len(set(ids)) < len(ids):
        raise ImproperlyConfigured("OIDC_PROVIDERS: two have the same id.")
    return [_app(one) for one in given]


def _app(given: dict[str, Any]) -> dict[str, Any]:
    name = f"OIDC_PROVIDERS ({given.get('id') or 'without id'})"
    if missing := REQUIRED - {key for key, value in given.items() if value}:
        raise ImproperlyConfigured(f"{name}: {', '.join(sorted(missing))} is missing.")
    if unknown := set(given) - REQUIRED - set(OPTIONAL):
        raise ImproperlyConfigured(f"{name}: {', '.join(sorted(unknown))} is unknown.")
    if not all(isinstance(given[key], str) for key in REQUIRED):
        raise ImproperlyConfigured(f"{name}: {', '.join(sorted(REQUIRED))} are texts.")
    if not given["id"].isascii() or not given["id"].replace("-", "").isalnum():
        raise ImproperlyConfigured(f"{name}: the id has only letters, digits and dashes.")
    given = OPTIONAL | given
    if not isinstance(given["for"], list) or not set(given["for"]) <= set(OPTIONAL["for"]):
        raise ImproperlyConfigured(f'{name}: for is ["staff"], ["participants"] or both.')
    if not isinstance(given["enforces_mfa"], bool):
        raise ImproperlyConfigured(f"{name}: enforces_mfa is true or false.")
    issuer = _issuer(name, given["issuer"])
    return {
        "provider_id": given["id"],
        "name": given["name"],
        "client_id": given["client_id"],
        "secret": given["client_secret"],
        "settings": {
            "server_url": f"{issuer}/.well-known/openid-configuration",
            "issuer": issuer,
            "organisation": given["organisation"],
            "for": given["for"],
            "enforces_mfa": given["enforces_mfa"],
            "fetch_userinfo": False,  # the token says who it is; more we need not know
            "oauth_pkce_enabled": True,
        },
    }


def _issuer(name: str, address: str) -> str:
    parts = urlsplit(address)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    if not is_safe or not parts.hostname or parts.query or parts.fragment:
        raise ImproperlyConfigured(f"{name}: the issuer is an address with https://.")
    if OF_EVERYBODY & set(parts.path.split("/")):
        raise ImproperlyConfigured(
            f"{name}: the issuer is that of one organisation (for Entra ID: with the tenant's id)."
        )
    return address.rstrip("/")
