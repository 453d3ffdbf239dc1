"""Ways in, as people use them: through the pages, never around them."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from portal.accounts.queries import recovery_codes_of
from portal.accounts.services import create_staff, set_second_factor

PASSWORD = "een heel lang wachtwoord"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def trainer(db: None) -> User:
    """Staff at their first sign-in: a password, no second factor yet."""
    return create_staff(
        username="dirk", first_name="Dirk", last_name="de Trainer", password=PASSWORD
    )


@pytest.fixture
def set_up_trainer(trainer: User) -> User:
    set_second_factor(person=trainer, totp_secret=TOTP_SECRET, recovery_seed="ab" * 40)
    return trainer


@pytest.fixture
def as_staff(set_up_trainer: User) -> Client:
    """Signed in with password and recovery code."""
    client = Client()
    with_password(client, set_up_trainer)
    client.post(reverse("mfa_authenticate"), {"code": recovery_codes_of(set_up_trainer)[0]})
    return client


def with_password(client: Client, person: User, password: str = PASSWORD) -> Any:
    return client.post(reverse("account_login"), {"login": person.username, "password": password})


def with_code(client: Client, code: str, **fields: Any) -> Any:
    return client.post(reverse("code_login"), {"code": code, **fields})


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Lets the clock run on by so many seconds."""
    real = time.time
    passed = 0.0

    def run_on(seconds: float) -> None:
        nonlocal passed
        passed += seconds
        monkeypatch.setattr(time, "time", lambda: real() + passed)

    return run_on
