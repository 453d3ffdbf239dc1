"""Someone's browser: it presses our button, signs in at the provider, and comes back."""

import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from learning.enrolment.models import Enrolment
from learning.enrolment.services import issue_code
from learning.programmes.models import CodeMode
from portal.accounts.models import User
from portal.settings import sso
from tests.accounts.conftest import (  # noqa: F401 - fixtures
    as_staff,
    later,
    set_up_trainer,
    trainer,
)
from tests.sso.provider import entry, running_provider


@pytest.fixture(scope="package")
def issuer() -> Iterator[str]:
    with running_provider() as address:
        yield address


@pytest.fixture
def configure(settings: Any, issuer: str) -> Callable[..., None]:
    """Say in the settings which sign-ins there are; one, with these changes, by default."""

    def set_providers(*entries: dict[str, Any], **changes: Any) -> None:
        given = list(entries) or [entry(issuer) | changes]
        apps = sso.apps(json.dumps(given))
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": apps}}

    set_providers()
    return set_providers


@pytest.fixture(autouse=True)
def _configured(configure: Any) -> None:
    cache.clear()


def leave(client: Client, provider: str = "veldermeer", **fields: Any) -> str:
    """Press the button, and say where the provider asks who it is."""
    response = client.post(reverse("sso_start", args=[provider]), fields)
    assert response.status_code == 200, response
    return str(response.context["address"])


def answer(address: str, subject: str) -> str:
    """Sign in at the provider, and say where it sends the browser back to."""
    response = requests.post(address, data={"sub": subject}, allow_redirects=False, timeout=10)
    assert response.status_code == 302, response.text
    return response.headers["Location"]


def come_back(client: Client, location: str) -> Any:
    parts = urlsplit(location)
    return client.get(parts.path, dict(parse_qsl(parts.query)))


def sign_in(client: Client, subject: str = "subject-1", **fields: Any) -> Any:
    """The whole way there and back."""
    return come_back(client, answer(leave(client, **fields), subject))


def link(client: Client, code: str) -> Any:
    return client.post(reverse("sso_link"), {"code": code})


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def records(client: Client) -> set[str]:
    return {each["method"] for each in client.session["account_authentication_methods"]}


@pytest.fixture
def sso_code() -> Callable[[User], str]:
    """A code that links."""

    def issue(person: User) -> str:
        enrolment = Enrolment.objects.get(person=person)
        return issue_code(enrolment=enrolment, mode=CodeMode.SSO).text

    return issue


@pytest.fixture
def linked(anna: User, sso_code: Callable[[User], str]) -> Client:
    """A browser in which Anna linked her account, and came in."""
    client = Client()
    sign_in(client)
    link(client, sso_code(anna))
    assert is_signed_in(client)
    return client
