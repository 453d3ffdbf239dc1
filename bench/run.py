"""The measurement itself: which pages, against what, in which order; and the table."""

import gzip
import http.client
import json
import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import data
from bench.load import Block, Request, run_block
from bench.models import Row
from forum.board.engine.rows import Place
from forum.board.models import Space
from portal.serve import open_port, web_server

FEW_POSTS = 10_000
GROWING = ("topic list", "topic list, deep", "topic, 20 posts", "reply")


@dataclass(frozen=True)
class Page:
    """Something people ask for, and the least it is compared with."""

    name: str
    make: Callable[[], Request]
    beside: str = "tiny"


def measure(*, posts: int, people: int, blocks: int, seconds: float, output: Path) -> None:
    """Fill the database, serve, measure with few posts and with many, print and keep the figures."""
    started = time.monotonic()
    with connection.schema_editor() as editor:
        editor.create_model(Row)
    crowd = data.make_people(people)
    few = min(FEW_POSTS, posts // 2)
    space = data.grow_forum(few)
    busy = os.getloadavg()[0]
    with served() as (port, processes):

        def compare(page: Page, beside: Page) -> dict[str, Any]:
            return compare_blocks(page, beside, port, processes, blocks, seconds)

        pages = make_pages(crowd, space)
        tiny = {page.name: page for page in pages if page.name in {"tiny", "insert"}}
        warm_up(pages, port)
        small = {p.name: compare(p, tiny[p.beside]) for p in pages if p.name in GROWING}
        print(f"{few:,} posts measured; growing to {posts:,}", flush=True)
        space = data.grow_forum(posts)
        pages = make_pages(crowd, space)
        warm_up(pages, port)
        figures = []
        for page in (p for p in pages if p.name not in tiny):
            found = compare(page, tiny[page.beside]) | count_work(page)
            if page.name in small:
                found["growth"] = round(found["ratio"] / small[page.name]["ratio"], 2)
            figures.append({"page": page.name, **found})
            print(row(figures[-1]), flush=True)
        least = {name: compare(page, page) | count_work(page) for name, page in tiny.items()}
    result = {
        "database": connection.vendor,
        "posts": posts,
        "few_posts": few,
        "people": people,
        "blocks": blocks,
        "seconds": seconds,
        "load_before": busy,
        "tiny": least["tiny"],
        "insert": least["insert"],
        "pages": figures,
    }
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(json.dumps(result, indent=1))
    print(table(result))
    print(f"Kept in {output}; it took {time.monotonic() - started:.0f} s.")


@contextmanager
def served() -> Iterator[tuple[int, list[int]]]:
    """The portal's own server on a free port; with the processes whose CPU time counts."""
    with open_port("127.0.0.1", 0) as listener:
        connections.close_all()  # nothing of ours is left in the forked server
        server = web_server(listener)
        server.keep_alive()
        assert server.process is not None
        processes = [server.process.pid, *database_processes()]
        try:
            yield listener.getsockname()[1], processes
        finally:
            server.ask_to_stop()
            server.end(time.monotonic() + 20)


def database_processes() -> list[int]:
    """PostgreSQL's first process, where it runs here; SQLite is part of the server."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        return [int((Path(cursor.fetchone()[0]) / "postmaster.pid").read_text().split()[0])]


def make_pages(crowd: data.People, space: Space) -> list[Page]:
    """Every page that is measured; who asks, and for which topic, differs from request to request."""
    chance, numbers = random.Random(1), count(time.time_ns())  # noqa: S311
    topics = data.topics_of(space)
    topic_list = f"/forum/{space.forum.slug}-{space.pk}/"
    deep = deep_place(space)

    def get(path: str) -> Callable[[], Request]:
        return lambda: Request(path, chance.choice(crowd.sessions))

    def post(path: Callable[[], str]) -> Callable[[], Request]:
        def make() -> Request:
            form = {"text": f"{data.WORDS} ({next(numbers)})"}
            return Request(path(), chance.choice(crowd.sessions), form, status=302)

        return make

    def sign_in() -> Request:
        return Request("/inloggen/", form={"code": chance.choice(crowd.codes)}, status=302)

    return [
        Page("tiny", get("/bench/tiny/")),
        Page("insert", post(lambda: "/bench/insert/")),
        Page("code entry", lambda: Request("/inloggen/")),
        Page("sign-in", sign_in),
        Page("home", get("/")),
        Page("module", get("/leren/slecht-nieuws/")),
        Page("lesson", get("/leren/slecht-nieuws/de-boodschap/")),
        Page("forum index", get("/forum/")),
        Page("topic list", get(topic_list)),
        Page("topic list, deep", get(f"{topic_list}?na={deep}")),
        Page("topic, 20 posts", lambda: get(f"/forum/onderwerp/{chance.choice(topics)}/")()),
        Page(
            "reply",
            post(lambda: f"/forum/onderwerp/{chance.choice(topics)}/reageren/"),
            beside="insert",
        ),
    ]


def deep_place(space: Space) -> Place:
    """Nine tenths down the list of topics."""
    from forum.board.engine.tables import Topic

    topics = Topic.objects.filter(forum_id=space.forum_id, type=Topic.TOPIC_POST)
    found = topics.order_by("-last_post_on")[int(topics.count() * 0.9)]
    return Place(found.type, found.last_post_on, found.pk)


def warm_up(pages: list[Page], port: int) -> None:
    """Let both workers read their templates and fill their caches."""
    for page in pages:
        for _ in range(8):
            link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            page.make().send(link)
            link.close()


def compare_blocks(
    page: Page, beside: Page, port: int, processes: list[int], blocks: int, seconds: float
) -> dict[str, Any]:
    """Blocks of the one and the other in turns: medians, and the median of the ratios."""
    pairs: list[tuple[Block, Block]] = []
    for _ in range(blocks):
        least = run_block(port, beside.make, seconds, processes)
        pairs.append((run_block(port, page.make, seconds, processes), least))
    times = sorted(time for block, _ in pairs for time in block.times_ms)
    ratios = [block.cpu_ms / least.cpu_ms for block, least in pairs]
    return {
        "cpu_ms": round(median(block.cpu_ms for block, _ in pairs), 2),
        "ratio": round(median(ratios), 2),
        "ratio_low": round(min(ratios), 2),
        "ratio_high": round(max(ratios), 2),
        "p50_ms": round(median(times), 1),
        "p95_ms": round(quantiles(times, n=20)[-1], 1),
        "requests": len(times),
    }


def count_work(page: Page) -> dict[str, int]:
    """Queries and compressed bytes of one such request, in this process."""
    client, request = Client(headers={"host": "localhost"}), page.make()
    client.cookies["sessionid"] = request.session
    # The second time: what is kept per process is there, as in a server that has run for a while.
    for _ in range(2):
        request = page.make()
        client.cookies["sessionid"] = request.session
        with CaptureQueriesContext(connection) as queries:
            if request.form is None:
                response = client.get(request.path)
            else:
                response = client.post(request.path, request.form)
    if response.status_code != request.status:
        raise RuntimeError(f"{request.path}: {response.status_code}")
    return {"queries": len(queries), "bytes": len(gzip.compress(response.content, 6))}


HEAD = f"{'page':18}{'CPU ms':>8}{'ratio':>8}{'(from - to)':>16}{'queries':>9}{'gzip B':>8}{'p50 ms':>8}{'p95 ms':>8}{'growth':>8}"


def row(found: dict[str, Any]) -> str:
    """One line of the table."""
    spread = f"({found['ratio_low']} - {found['ratio_high']})"
    growth = found.get("growth", "")
    return (
        f"{found['page']:18}{found['cpu_ms']:8.2f}{found['ratio']:8.2f}{spread:>16}"
        f"{found['queries']:9}{found['bytes']:8}{found['p50_ms']:8.1f}{found['p95_ms']:8.1f}{growth:>8}"
    )


def table(result: dict[str, Any]) -> str:
    """All of it, for people."""
    least = [row({"page": name, **result[name]}) for name in ("tiny", "insert")]
    about = (
        f"{result['database']}, {result['posts']:,} posts, {result['people']} people more than the "
        f"demo's; {result['blocks']} blocks of {result['seconds']} s, 2 workers, 4 connections; "
        f"load before: {result['load_before']:.1f}. Growth: from {result['few_posts']:,} posts."
    )
    return "\n".join(["", about, HEAD, *least, *map(row, result["pages"])])
