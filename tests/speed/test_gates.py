"""What a request may cost: queries, compressed bytes, and Python calls beside a tiny view.

Calls repeat within a fraction of a percent on one Python and database, where seconds do not. A page
that became a tenth cheaper gets a lower gate here; one that became dearer says so here, in the open.
"""

import cProfile
import gzip
import pstats
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import django
import pytest
from django.conf import settings as portal_settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forum.board.services import reply
from portal.accounts.models import User
from tests.world import World, build_world

pytestmark = pytest.mark.django_db
REFERENCE = ("3.11", "5.2", "sqlite")


class Gate(NamedTuple):
    """The most that a page may cost."""

    queries: int
    kilobytes: float
    calls: float
    """Times the calls of the tiny view."""


GATES = {
    "code entry": Gate(0, 3.0, 3.06),
    "home": Gate(12, 3.3, 3.25),
    "module": Gate(8, 4.6, 4.86),
    "lesson": Gate(5, 3.6, 2.46),
    "lesson, a task": Gate(7, 4.8, 3.85),
    "forum index": Gate(5, 3.8, 3.15),
    "topic list": Gate(5, 3.6, 2.64),
    "topic, 20 posts": Gate(8, 6.0, 7.40),
    "reply": Gate(12, 0.1, 2.00),
}


@pytest.fixture
def world(cohort: Any, anna: User, settings: Any, tmp_path: Path) -> World:
    settings.MEDIA_ROOT = tmp_path
    settings.ROOT_URLCONF = "bench.urls"
    folder = portal_settings.BASE_DIR / "bench" / "templates"
    [engine] = portal_settings.TEMPLATES
    settings.TEMPLATES = [engine | {"DIRS": [*engine["DIRS"], folder]}]
    return build_world(cohort=cohort, author=anna)


@pytest.fixture
def ask(world: World, anna: User, bram: User, as_person: Any) -> dict[str, Callable[[], Any]]:
    """How each page is asked for, by Bram; twenty posts stand in the topic."""
    for number in range(19):
        reply(topic_id=world.topic_id, author=anna, text=f"Nog iets: {number}")
    client, visitor, numbers = as_person(bram), Client(), count()
    module = f"/leren/{world.module.slug}/"
    topic = f"/forum/onderwerp/{world.topic_id}/"

    def get(path: str, who: Client = client) -> Callable[[], Any]:
        return lambda: who.get(path)

    return {
        "tiny": get("/bench/tiny/"),
        "code entry": get("/inloggen/", visitor),
        "home": get("/"),
        "module": get(module),
        "lesson": get(f"{module}houvast/"),
        "lesson, a task": get(f"{module}{world.lesson.slug}/"),
        "forum index": get("/forum/"),
        "topic list": get(world.cohort_space.url),
        "topic, 20 posts": get(topic),
        "reply": lambda: client.post(f"{topic}reageren/", {"text": f"Zo dan: {next(numbers)}"}),
    }


def warm(page: Callable[[], Any]) -> None:
    """What a process keeps is read once; what was new to Bram is read now."""
    for _ in range(3):
        assert page().status_code in {200, 302}


def calls_of(page: Callable[[], Any]) -> int:
    profile = cProfile.Profile()
    profile.runcall(page)
    return int(pstats.Stats(profile).total_calls)


def test_no_page_asks_more_of_the_database_or_the_line(
    ask: dict[str, Callable[[], Any]],
) -> None:
    found = {}
    for name in GATES:
        warm(ask[name])
        with CaptureQueriesContext(connection) as queries:
            response = ask[name]()
        found[name] = (len(queries), len(gzip.compress(response.content, 6)) / 1000)

    off = [
        f"{name}: {queries} queries and {size:.1f} kB; the gate is at {GATES[name]}"
        for name, (queries, size) in found.items()
        if queries != GATES[name].queries or size > GATES[name].kilobytes
    ]
    assert not off, "\n".join(off)


def test_no_page_works_harder(ask: dict[str, Callable[[], Any]]) -> None:
    here = ("{}.{}".format(*sys.version_info), django.__version__[:3], connection.vendor)
    if here != REFERENCE:
        pytest.skip(f"not run: calls are counted on Python, Django and database {REFERENCE}")
    warm(ask["tiny"])
    least = calls_of(ask["tiny"])
    ratios = {}
    for name in GATES:
        warm(ask[name])
        ratios[name] = calls_of(ask[name]) / least

    off = [
        f"{name}: {ratio:.2f} x the tiny view; the gate is at {GATES[name].calls}"
        for name, ratio in ratios.items()
        if not 0.9 < ratio / GATES[name].calls < 1.03
    ]
    assert not off, "\n".join(off)
