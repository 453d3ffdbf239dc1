"""A worker that is killed, comes too late or meets a change: the database stays as it was."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from learning.enrolment.importing import services, working
from learning.enrolment.importing.errors import ImportRefused
from learning.enrolment.importing.models import EmployeeNumber, ImportRun
from learning.enrolment.importing.services import (
    enter_list,
    remove_old_imports,
    start_again,
)
from learning.enrolment.models import Enrolment, Role
from learning.programmes.models import Cohort
from portal.accounts.models import User

pytestmark = pytest.mark.django_db
Check = Callable[..., ImportRun]
State = ImportRun.State
ROWS = ("100;Anna;;Berg;;;;Groep Es", "101;Bo;;Bos;;;;Groep Es")


class Killed(BaseException):
    """As if the process were gone: nothing catches it."""


@pytest.fixture
def ready(check: Check) -> ImportRun:
    run = check(*ROWS)
    services.make_unknown(run=run, names={"cohort": ["Groep Es"]})
    run.refresh_from_db()
    assert run.counts == {"new": 2}
    return run


def everything() -> tuple[int, ...]:
    participants = Enrolment.objects.filter(role=Role.PARTICIPANT)
    return tuple(
        rows.count()
        for rows in (participants, User.objects, EmployeeNumber.objects, Cohort.objects)
    )


@pytest.mark.parametrize("at", ["read_lines", "compare", "write_decisions", "note_access"])
def test_a_killed_worker_leaves_nothing_and_can_be_started_again(
    ready: ImportRun, fatma: User, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    before = everything()

    def die(*args: Any, **options: Any) -> Any:
        raise Killed

    waiting: list[tuple[int, int]] = []
    queue = SimpleNamespace(enqueue=lambda *args: waiting.append(args))
    monkeypatch.setattr(services.tasks, "work_on_import", queue)
    enter_list(run=ready, seen=ready.digest, by=fatma)
    with monkeypatch.context() as patch:
        patch.setattr(working, at, die)
        with pytest.raises(Killed):
            working.work(*waiting.pop())
    assert everything() == before

    ready.refresh_from_db()
    assert (ready.state, ready.is_stalled) == (State.WORKING, False)
    with pytest.raises(ImportRefused):
        start_again(run=ready)
    ImportRun.objects.update(seen_at=timezone.now() - timedelta(minutes=3))
    ready.refresh_from_db()
    assert (ready.is_stalled, ready.is_under_way) == (True, False)

    start_again(run=ready)
    working.work(*waiting.pop())
    ready.refresh_from_db()
    assert (ready.state, everything()) == (State.CHECKED, before)
    enter_list(run=ready, seen=ready.digest, by=fatma)
    working.work(*waiting.pop())
    ready.refresh_from_db()
    assert ready.state == State.DONE
    assert everything() == tuple(a + b for a, b in zip(before, (2, 2, 2, 1), strict=True))


def test_a_worker_that_comes_back_from_the_dead_does_nothing(ready: ImportRun, fatma: User) -> None:
    before = everything()
    ImportRun.objects.update(state=State.WAITING, is_entering=True, attempt=7)
    working.work(ready.pk, 6)
    ready.refresh_from_db()
    assert (ready.state, everything()) == (State.WAITING, before)


def test_a_worker_that_was_superseded_half_way_writes_nothing(
    ready: ImportRun, fatma: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything()
    real = working.write_decisions

    def write(*args: Any, **options: Any) -> None:
        real(*args, **options)
        ImportRun.objects.update(attempt=99)

    monkeypatch.setattr(working, "write_decisions", write)
    enter_list(run=ready, seen=ready.digest, by=fatma)
    assert everything() == before


def test_a_failure_is_said_and_nothing_is_written(
    ready: ImportRun, fatma: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything()

    def fail(*args: Any, **options: Any) -> None:
        raise RuntimeError("secret of the database")

    monkeypatch.setattr(working, "note_access", fail)
    enter_list(run=ready, seen=ready.digest, by=fatma)
    ready.refresh_from_db()
    assert (ready.state, everything()) == (State.FAILED, before)
    assert "niets ingevoerd" in ready.why
    assert "secret" not in ready.why


def test_what_changes_while_it_is_compared_is_seen(
    ready: ImportRun, programme: Any, fatma: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody makes the cohort after the list was compared and before it is written."""
    real, calls = working.compare, []

    def compare(*args: Any, **options: Any) -> Any:
        outcome = real(*args, **options)
        if not calls:
            calls.append(Cohort.objects.create(programme=programme, name="Groep Es"))
        return outcome

    monkeypatch.setattr(working, "compare", compare)
    enter_list(run=ready, seen=ready.digest, by=fatma)
    ready.refresh_from_db()
    assert ready.state == State.CHECKED
    assert "Er is iets veranderd" in ready.why
    assert not Enrolment.objects.filter(role=Role.PARTICIPANT).exists()


def test_a_file_that_is_gone_fails_clearly(ready: ImportRun, fatma: User) -> None:
    ready.file.storage.delete(ready.file.name)
    enter_list(run=ready, seen=ready.digest, by=fatma)
    ready.refresh_from_db()
    assert ready.state == State.FAILED
    assert "niets ingevoerd" in ready.why


def test_old_lists_are_removed_with_their_files(check: Check, settings: Any) -> None:
    old, new = check(ROWS[0]), check(ROWS[1])
    ImportRun.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=31))
    folder = settings.DATA_DIR / "imports"
    assert remove_old_imports() == 1
    assert not (folder / old.file.name).exists()
    assert (folder / new.file.name).exists()
    assert list(ImportRun.objects.all()) == [new]
