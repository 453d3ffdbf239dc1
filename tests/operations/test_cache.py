"""The database cache does what Django's does, in one statement a write."""

from typing import Any

import pytest
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.db import DatabaseCache
from django.core.management import call_command
from django.db import connection

from portal import cache as portal_cache
from portal.cache import UpsertCache
from portal.settings import env

pytestmark = pytest.mark.django_db
PAST = -10


@pytest.fixture(autouse=True)
def _table(db: None) -> None:
    call_command("createcachetable", "portal_cache", verbosity=0)


@pytest.fixture(params=[UpsertCache, DatabaseCache])
def cache(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> BaseCache:
    """Ours, and Django's to agree with."""
    monkeypatch.setattr(portal_cache, "LOOK_ONCE_IN", 10**9)
    return request.param("portal_cache", {})


def test_what_is_set_is_got_and_overwritten(cache: BaseCache) -> None:
    cache.set("a", {"deep": [1, "é"]})
    assert cache.get("a") == {"deep": [1, "é"]}
    cache.set("a", None)
    assert cache.get("a", "missing") is None
    cache.set("b", 1, timeout=None)
    assert cache.get("b") == 1


def test_what_has_expired_is_gone(cache: BaseCache) -> None:
    cache.set("a", 1, timeout=PAST)
    assert cache.get("a") is None


def test_only_the_first_adds(cache: BaseCache) -> None:
    assert cache.add("a", 1) is True
    assert cache.add("a", 2) is False
    assert cache.get("a") == 1


def test_adding_takes_the_place_of_what_has_expired(cache: BaseCache) -> None:
    cache.set("a", 1, timeout=PAST)
    assert cache.add("a", 2) is True
    assert cache.get("a") == 2


def test_touching_keeps_what_is_there(cache: BaseCache) -> None:
    cache.set("a", 1, timeout=5)
    assert cache.touch("a", 60) is True
    assert cache.touch("b", 60) is False
    assert cache.get("a") == 1


@pytest.mark.parametrize("mode", ["set", "add"])
def test_a_write_is_one_statement(
    mode: str, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(portal_cache, "LOOK_ONCE_IN", 10**9)
    cache = UpsertCache("portal_cache", {})
    with django_assert_num_queries(1):
        getattr(cache, mode)("a", 1)


def test_a_full_table_loses_what_has_expired_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portal_cache, "LOOK_ONCE_IN", 1)
    cache = UpsertCache("portal_cache", {"OPTIONS": {"MAX_ENTRIES": 10}})
    for number in range(10):
        cache.set(f"old-{number}", 1, timeout=PAST)
    cache.set("kept", 1)
    cache.set("new", 1)

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM portal_cache")
        assert cursor.fetchone() == (2,)


def test_the_default_cache_is_this_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CACHE_URL", raising=False)

    found = env.cache("CACHE_URL")

    assert found["BACKEND"] == f"{UpsertCache.__module__}.{UpsertCache.__name__}"
    assert found["OPTIONS"]["MAX_ENTRIES"] > 300
