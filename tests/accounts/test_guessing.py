"""How often somebody may guess: counted per account, also where all guesses come at once."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.adapter import get_adapter
from allauth.core.context import request_context
from allauth.mfa.base.internal.flows import check_rate_limit
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from django.urls import reverse

from portal.accounts import adapter
from portal.accounts.models import User

MOST = 10
WRONG = "niet het goede wachtwoord"


def refused_at(client: Client, login: str) -> bool:
    response = client.post(reverse("account_login"), {"login": login, "password": WRONG})
    return "Wacht vijf minuten" in response.text


def test_a_username_and_an_address_are_one_account(dirk: User) -> None:
    dirk.emailaddress_set.create(email="dirk@veldermeer.example", verified=True)
    client = Client()
    for _ in range(MOST // 2):
        assert not refused_at(client, dirk.username)
        assert not refused_at(client, "Dirk@veldermeer.example")
    assert refused_at(client, dirk.username)
    assert refused_at(client, "dirk@veldermeer.example")
    assert not refused_at(client, "iemand-anders")


def at_once(attempt: Callable[[], Any], times: int = 16) -> int:
    """How many of so many attempts at the same moment were let through."""
    let_through: list[bool] = []
    together = threading.Barrier(times)

    def run() -> None:
        request = RequestFactory().post("/")
        together.wait()
        with request_context(request):
            try:
                attempt()
            except ValidationError:
                return
        let_through.append(True)

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(let_through)


def test_no_password_is_looked_at_beyond_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adapter, "person_with_login", lambda login: 7)
    looked: list[str] = []

    def look(request: Any, **credentials: Any) -> None:
        time.sleep(0.05)
        looked.append(credentials["username"])

    monkeypatch.setattr("allauth.account.adapter.authenticate", look)

    def attempt() -> None:
        request = RequestFactory().post("/")
        get_adapter(request).authenticate(request, username="dirk", password=WRONG)

    at_once(attempt)
    assert 0 < len(looked) <= MOST


def test_no_second_factor_is_looked_at_beyond_the_limit() -> None:
    person = User(pk=7)
    assert 0 < at_once(lambda: check_rate_limit(person)) <= MOST
