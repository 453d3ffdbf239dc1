"""``/healthz`` tells a monitor what works, and nobody anything else."""

from typing import Any

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.test import Client

from portal.worker import HEARTBEAT


@pytest.fixture(autouse=True)
def heartbeat() -> Any:
    cache.set(HEARTBEAT, 1.0)
    yield
    cache.delete(HEARTBEAT)


def break_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise DatabaseError("no route to db.internal.example for user portal")

    monkeypatch.setattr(connection, "cursor", refuse)


def break_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(key: str) -> None:
        raise ConnectionError("redis://:password@cache.internal.example")

    monkeypatch.setattr(cache, "get", refuse)


@pytest.mark.django_db
def test_all_is_well(client: Client) -> None:
    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.json() == {"database": "ok", "cache": "ok", "tasks": "ok"}


@pytest.mark.django_db
def test_it_costs_one_query_and_no_session(client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        response = client.get("/healthz")

    assert "no-store" in response.headers["Cache-Control"]
    assert not response.cookies


@pytest.mark.django_db
def test_a_worker_that_is_away_is_told_but_people_can_work(client: Client) -> None:
    cache.delete(HEARTBEAT)

    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.json() == {"database": "ok", "cache": "ok", "tasks": "away"}


@pytest.mark.django_db
def test_a_cache_that_is_away_is_told(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    break_cache(monkeypatch)

    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.json() == {"database": "ok", "cache": "away", "tasks": "away"}


def test_without_a_database_the_portal_is_away(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    break_database(monkeypatch)

    response = client.get("/healthz")

    assert response.status_code == 503
    assert response.json()["database"] == "away"
    assert "internal.example" not in response.content.decode() + caplog.text


def test_it_is_only_looked_at(client: Client) -> None:
    assert client.post("/healthz").status_code == 405
