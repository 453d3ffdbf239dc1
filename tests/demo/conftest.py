"""The demo, built twice, once for all tests of this folder that a process runs."""

import json
import stat
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command

from tests.snapshot import Snapshot


class Built(NamedTuple):
    """What two runs left behind."""

    people: list[dict[str, Any]]
    printed: str
    second: list[dict[str, Any]]
    mode: int
    before: dict[str, int]
    after: dict[str, int]


@pytest.fixture(scope="module")
def built(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Built]:
    path = tmp_path_factory.mktemp("data")
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(django_settings, "DATA_DIR", path)
        empty = Snapshot.take()
        try:
            first, before, printed = _run(path)
            second, after, _again = _run(path)
            mode = stat.S_IMODE((path / "demo" / "people.json").stat().st_mode)
            yield Built(first, printed, second, mode, before, after)
        finally:
            empty.restore()


def _run(path: Path) -> tuple[list[dict[str, Any]], dict[str, int], str]:
    output = StringIO()
    call_command("demo", stdout=output)
    people = json.loads((path / "demo" / "people.json").read_text(encoding="utf-8"))
    counts = {table: len(rows) for table, rows in Snapshot.take().rows.items()}
    return people, counts, output.getvalue()
