"""Chores are done once an hour or a night, however many workers there are."""

import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from portal import chores, worker
from portal.accounts.models import User
from portal.accounts.services import forget_ended_sessions

HERE = "tests.operations.test_chores"
done: list[str] = []


def sweep() -> int:
    done.append("sweep")
    return 3


def dust() -> None:
    done.append("dust")


def fall_over() -> None:
    raise RuntimeError("personal data of Anna")


@pytest.fixture
def plan(settings: Any) -> Iterator[Any]:
    settings.DAILY_CHORES, settings.HOURLY_CHORES = [f"{HERE}.sweep"], [f"{HERE}.dust"]
    done.clear()
    yield settings
    done.clear()


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Sets the clock of Amsterdam."""

    def set_clock(moment: str) -> None:
        now = timezone.make_aware(datetime.fromisoformat(moment))
        monkeypatch.setattr(timezone, "now", lambda: now)

    return set_clock


def test_each_is_started_once_in_its_time(plan: Any, at: Callable[[str], None]) -> None:
    for moment in ("2026-11-25 13:00", "2026-11-25 13:59"):
        at(moment)
        chores.start_due_chores()
    assert done == ["sweep", "dust"]
    at("2026-11-25 14:00")
    chores.start_due_chores()
    assert done == ["sweep", "dust", "dust"]


def test_a_day_begins_at_three_at_night(plan: Any, at: Callable[[str], None]) -> None:
    plan.HOURLY_CHORES = []
    for moment in ("2026-11-25 22:00", "2026-11-26 02:59"):
        at(moment)
        chores.start_due_chores()
    assert done == ["sweep"]
    at("2026-11-26 03:00")
    chores.start_due_chores()
    assert done == ["sweep", "sweep"]


def test_of_several_workers_one_starts_them(plan: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """All look at once, and all see that nobody did it yet."""
    everyone = threading.Barrier(4)
    look = cache.get

    def look_together(key: str) -> Any:
        seen = look(key)
        everyone.wait(10)
        return seen

    monkeypatch.setattr(cache, "get", look_together)
    workers = [threading.Thread(target=chores.start_due_chores) for _ in range(4)]
    for one in workers:
        one.start()
    for one in workers:
        one.join(20)
    assert sorted(done) == ["dust", "sweep"]


def test_what_could_not_be_handed_over_is_tried_again(
    plan: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(name: str) -> None:
        raise DatabaseError

    with monkeypatch.context() as patch:
        patch.setattr(type(chores.do_chore), "enqueue", lambda self, name: refuse(name))
        with pytest.raises(DatabaseError):
            chores.start_due_chores()
    chores.start_due_chores()
    assert done == ["sweep", "dust"]


def test_one_that_fails_keeps_no_other_from_being_done(
    plan: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(chores.logger, "error", lambda text, *args: said.append(text % args))
    plan.DAILY_CHORES = [f"{HERE}.fall_over", f"{HERE}.sweep"]
    chores.start_due_chores()
    assert done == ["sweep", "dust"]
    assert said == [f"{HERE}.fall_over: RuntimeError"]  # and not what the error says


def test_only_what_the_settings_name_is_done(plan: Any) -> None:
    with pytest.raises(ValueError, match="no chore"):
        chores.do_chore.call(f"{HERE}.fall_over")


def test_a_worker_starts_them_at_its_heartbeat(plan: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.db.close_old_connections", lambda: None)
    stop = threading.Event()
    stop.set()
    worker.beat(stop)
    assert done == ["sweep", "dust"]


def test_a_database_that_is_away_does_not_stop_the_heart(
    plan: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise DatabaseError

    monkeypatch.setattr(chores, "start_due_chores", refuse)
    monkeypatch.setattr("django.db.close_old_connections", lambda: None)
    stop = threading.Event()
    stop.set()
    worker.beat(stop)
    assert cache.get(worker.HEARTBEAT)


@pytest.mark.django_db
def test_every_chore_of_the_portal_can_be_done(settings: Any) -> None:
    names = [*settings.DAILY_CHORES, *settings.HOURLY_CHORES]
    assert len(names) == len(set(names)) >= 6
    for name in names:
        import_string(name)()


@pytest.mark.django_db
def test_sessions_that_ended_leave_no_address_behind(
    anna: User, bram: User, code_of: Callable[[User], str]
) -> None:
    for person in (anna, bram):
        Client().post("/inloggen/", {"code": code_of(person)})
    of_anna = UserSession.objects.get(user=anna).session_key
    Session.objects.filter(pk=of_anna).update(expire_date=timezone.now() - timedelta(seconds=1))
    assert forget_ended_sessions() == 1
    assert UserSession.objects.get().user == bram
    assert not Session.objects.filter(pk=of_anna).exists()


@pytest.mark.django_db
def test_of_tasks_those_that_wait_and_the_young_ones_stay() -> None:
    status = TaskResultStatus
    for name in (status.READY, status.RUNNING, status.SUCCESSFUL, status.FAILED):
        for days in (13, 15):
            kept = DBTaskResult.objects.create(
                task_path=f"x.{name}", status=name, args_kwargs={}, backend_name="default"
            )
            at = timezone.now() - timedelta(days=days)
            DBTaskResult.objects.filter(pk=kept.pk).update(enqueued_at=at)
    assert chores.forget_finished_tasks() == 3
    assert DBTaskResult.objects.filter(status=status.READY).count() == 2
