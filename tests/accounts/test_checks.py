"""A wrong setting is named before it lets anybody in or keeps everybody out."""

import os
import subprocess
import sys
from typing import Any

import pytest

from learning.enrolment.checks import check_peppers
from portal.accounts.checks import check_client_address, check_shared_cache

PROXY = ("HTTP_X_FORWARDED_PROTO", "https")


def ids(messages: list[Any]) -> list[str]:
    return [message.id for message in messages]


@pytest.mark.parametrize(
    ("count", "header", "found"),
    [
        (1, None, []),
        (0, None, ["accounts.E002"]),
        (0, "X-Real-IP", []),
        (1, "X-Real-IP", ["accounts.E001"]),
    ],
)
def test_behind_a_proxy_the_address_must_be_known(
    settings: Any, count: int, header: str | None, found: list[str]
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = PROXY
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = count
    settings.ALLAUTH_TRUSTED_CLIENT_IP_HEADER = header
    assert ids(check_client_address(None)) == found


@pytest.mark.parametrize(
    ("backend", "found"),
    [
        ("django.core.cache.backends.locmem.LocMemCache", ["accounts.E003"]),
        ("django.core.cache.backends.db.DatabaseCache", []),
        ("django.core.cache.backends.redis.RedisCache", []),
    ],
)
def test_limits_need_a_cache_that_workers_share(
    settings: Any, backend: str, found: list[str]
) -> None:
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": "x"}}
    assert ids(check_shared_cache(None)) == found


@pytest.mark.parametrize(
    ("peppers", "found"),
    [([], ["enrolment.E001"]), (["short"], ["enrolment.E001"]), (["p" * 32], [])],
)
def test_codes_need_a_pepper(settings: Any, peppers: list[str], found: list[str]) -> None:
    settings.CODE_PEPPERS = peppers
    assert ids(check_peppers(None)) == found


def test_production_settings_have_no_warning() -> None:
    secrets = {
        "SECRET_KEY": "k3y-" + "aZ9!" * 20,
        "CODE_PEPPERS": "p" * 40,
        "ALLOWED_HOSTS": "leren.example.nl",
        "BASE_URL": "https://leren.example.nl",
        "DATABASE_URL": "sqlite:////tmp/never-opened.sqlite3",
        "CACHE_URL": "database://",
        "EMAIL_URL": "smtp+tls://mail.example.nl",
        "DEFAULT_FROM_EMAIL": "leren@example.nl",
    }
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        env=os.environ | secrets | {"DJANGO_SETTINGS_MODULE": "portal.settings.production"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
