"""How long search takes, with ten thousand lessons and a million posts: ``BENCH_ONLY=search make bench``.

Everything is readable for who asks but half of the posts, which is dearer than real life. Each question is
asked one at a time, by one of fifty people; what counts is the time until the answer is there.
"""

import http.client
import os
import random
import time
from collections.abc import Iterator
from datetime import timedelta
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlencode

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from machina.apps.forum_conversation.models import Post, Topic

from bench import data
from bench.load import Request, cpu_seconds
from bench.run import served
from bench.texts import Dutch
from learning.modules.models import LessonPage, ModulePage
from learning.modules.services import pick_module
from learning.programmes.models import Programme
from portal.accounts.models import User
from portal.search.models import PageText, Word
from portal.search.vocabulary import learn_words
from portal.search.words import words_of

LESSONS_PER_MODULE = 50
ASKED = 30
WARM = 4
"""Questions before those that count: in them each worker reads its templates."""
GOAL_MS = 150


def measure_search(*, posts: int, lessons: int, people: int) -> bool:
    """Fill the database, serve, ask, print; whether every question was answered within the goal."""
    started = time.monotonic()
    data.make_people(people)
    dutch = Dutch(150_000 if posts > 200_000 else 60_000)
    grow_library(lessons, dutch)
    grow_posts(posts, dutch)
    learn_words(dutch.words)
    data.tidy()
    print(f"{time.monotonic() - started:.0f} s to fill the database", flush=True)
    found = []
    # Now, because to fill the database may take longer than a session lasts unused.
    asking = User.objects.filter(username__startswith="bench-")[: data.SIGNED_IN]
    sessions = [data.sign_in(person) for person in asking]
    with served() as (port, processes):
        for name, path in questions(dutch).items():
            times = ask(path, port, sessions, processes)
            found.append((name, *times, *count(path, sessions[0])))
            print(row(*found[-1]), flush=True)
    print(
        f"{connection.vendor}, {Post.objects.count():,} posts, {PageText.objects.count():,} pages,"
        f" {Word.objects.count():,} words; load at the end: {os.getloadavg()[0]:.1f}"
    )
    return all(middle <= GOAL_MS for _name, middle, *_ in found)


def row(name: str, middle: float, worst: float, cpu: float, queries: int, hits: int) -> str:
    """One line of the table: half of the answers, 19 of 20, CPU of server and database, in ms."""
    return f"{name:22}{middle:9.1f}{worst:9.1f}{cpu:9.1f} CPU{queries:5} queries{hits:5} hits"


def questions(dutch: Dutch) -> dict[str, str]:
    """What is asked, by what is hard about it."""
    often, now_and_then, seldom = dutch.at_rank(0.5), dutch.at_rank(0.01), dutch.at_rank(0.0001)
    wrong = seldom[:3] + seldom[4] + seldom[3] + seldom[5:]

    def path(typed: str, **more: Any) -> str:
        return "/zoeken/?" + urlencode({"q": typed, **more})

    newest = Post.objects.order_by("-pk").values_list("pk", flat=True)[0]
    return {
        "often": path(often),
        "now and then": path(now_and_then),
        "seldom": path(seldom),
        "part of compounds": path("gesprek"),
        "two words": path(f"{now_and_then} {often}"),
        "four words": path(f"feedback gesprek weerstand {now_and_then}"),
        "a stop word": path("de"),
        "a typing error": path(wrong),
        "nothing at all": path("zzyzx qwrtpsd"),
        "forum, next page": path(often, **{"in": "forum", "na": newest // 2}),
        "seldom, next page": path(now_and_then, **{"in": "forum", "na": newest // 50}),
        "titles while typing": "/zoeken/titels/?q=" + often[:4],
    }


def ask(
    path: str, port: int, sessions: list[str], processes: list[int]
) -> tuple[float, float, float]:
    """Milliseconds until the answer is there, median and nineteenth of twenty; and of CPU, on average.

    On a busy machine the first two say how busy it is, the third what the question costs.
    """
    chance, times, used = random.Random(1), [], 0.0  # noqa: S311
    for number in range(ASKED + WARM):
        if number == WARM:
            used = cpu_seconds(processes)
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        request = Request(path, chance.choice(sessions))
        begun = time.perf_counter()
        request.send(link)
        if number >= WARM:
            times.append((time.perf_counter() - begun) * 1000)
        link.close()
    cpu = (cpu_seconds(processes) - used) * 1000 / ASKED
    return median(times), quantiles(times, n=20)[-1], cpu


def count(path: str, session: str) -> tuple[int, int]:
    """Queries of one such question, and how often the answer marks a word."""
    client = Client(headers={"host": "localhost"})
    client.cookies["sessionid"] = session
    with CaptureQueriesContext(connection) as queries:
        content = client.get(path).content
    return len(queries), content.count(b"<mark>") or content.count(b'"url"')


def grow_library(lessons: int, dutch: Dutch) -> None:
    """So many lessons in modules that the measured people may all read."""
    programme = Programme.objects.order_by("pk").first()
    assert programme is not None
    sample = ModulePage.objects.order_by("pk")[0]
    lesson = LessonPage.objects.child_of(sample).order_by("path")[0]
    columns = {model: _row(model, pk) for model, pk in _tables(sample, lesson).items()}
    for number in range(max(0, lessons - LessonPage.objects.count()) // LESSONS_PER_MODULE):
        with transaction.atomic():
            module = _add_module(sample, number)
            pick_module(programme=programme, module=module)
            _add_lessons(module, columns, dutch)


def _add_module(sample: ModulePage, number: int) -> ModulePage:
    module = ModulePage(title=f"Module {number}", slug=f"bench-{number}", summary="Kort.")
    sample.get_parent().add_child(instance=module)
    return module


def _tables(module: ModulePage, lesson: LessonPage) -> dict[str, int]:
    return {"wagtailcore_page": lesson.pk, "learning_lessonpage": lesson.pk}


def _row(table: str, pk: int) -> dict[str, Any]:
    key = "id" if table == "wagtailcore_page" else "page_ptr_id"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} WHERE {key} = %s", [pk])  # noqa: S608
        return dict(zip([c[0] for c in cursor.description], cursor.fetchone(), strict=True))


def _add_lessons(module: ModulePage, columns: dict[str, dict[str, Any]], dutch: Dutch) -> None:
    """Rows as a published lesson leaves them; a page at a time would take an hour."""
    import uuid

    page, lesson, texts = columns["wagtailcore_page"], columns["learning_lessonpage"], []
    with connection.cursor() as cursor:
        for number in range(1, LESSONS_PER_MODULE + 1):
            title, text = dutch.text(5), dutch.text(600)
            values = page | {
                "path": LessonPage._get_path(module.path, module.depth + 1, number),
                "depth": module.depth + 1,
                "title": title,
                "draft_title": title,
                "slug": f"les-{number}",
                "translation_key": uuid.uuid4().hex
                if connection.vendor == "sqlite"
                else uuid.uuid4(),
                "latest_revision_id": None,
                "live_revision_id": None,
            }
            del values["id"]
            pk = _insert(cursor, "wagtailcore_page", values, "id")
            _insert(cursor, "learning_lessonpage", lesson | {"page_ptr_id": pk}, "page_ptr_id")
            words = " ".join(dict.fromkeys(words_of(f"{title} {text}")))
            texts.append(PageText(page_id=pk, text=text, title_words=title, words=words))
    PageText.objects.bulk_create(texts)
    ModulePage.objects.filter(pk=module.pk).update(numchild=LESSONS_PER_MODULE)


def _insert(cursor: Any, table: str, values: dict[str, Any], key: str) -> int:
    names = ", ".join(connection.ops.quote_name(name) for name in values)
    places = ", ".join(["%s"] * len(values))
    given = [_as_json(value) for value in values.values()]
    cursor.execute(f"INSERT INTO {table} ({names}) VALUES ({places}) RETURNING {key}", given)  # noqa: S608
    return int(cursor.fetchone()[0])


def _as_json(value: Any) -> Any:
    import json

    return json.dumps(value) if isinstance(value, list | dict) else value


def grow_posts(posts: int, dutch: Dutch) -> None:
    """So many posts, half of them in the space that is read; their index is made at the end, at once."""
    space = data.grow_forum(0)
    spaces = [space.forum_id, *data.other_forums(space)]
    authors = list(User.objects.filter(username__startswith="bench-").values_list("pk", flat=True))
    newest = timezone.now() - timedelta(days=2)
    with data.without_index():
        for start in range(0, posts // data.POSTS_PER_TOPIC, 2000):
            numbers = range(start, min(start + 2000, posts // data.POSTS_PER_TOPIC))
            with transaction.atomic():
                _add_posts(numbers, spaces, authors, newest, dutch)
        data.count_again()


def _add_posts(
    numbers: range, forums: list[int], authors: list[int], newest: Any, dutch: Dutch
) -> None:
    chance, (measured, *others) = dutch.chance, forums
    topics = Topic.objects.bulk_create(
        Topic(
            forum_id=measured if number % 2 else chance.choice(others),
            poster_id=chance.choice(authors),
            subject=dutch.text(4)[:200],
            slug="x",
            type=Topic.TOPIC_POST,
            status=Topic.TOPIC_UNLOCKED,
            posts_count=data.POSTS_PER_TOPIC,
            last_post_on=newest - timedelta(minutes=3 * number),
        )
        for number in numbers
    )
    with connection.cursor() as cursor:
        _copy(cursor, (row for topic in topics for row in _posts_of(topic, authors, dutch)))


COLUMNS = (
    "topic_id, poster_id, created, updated, subject, content, _content_rendered, approved,"
    " updates_count, enable_signature"
)


def _posts_of(topic: Any, authors: list[int], dutch: Dutch) -> Iterator[tuple[Any, ...]]:
    at = connection.ops.adapt_datetimefield_value(topic.last_post_on)
    for _number in range(data.POSTS_PER_TOPIC):
        text = dutch.text(50)
        author = dutch.chance.choice(authors)
        yield (topic.pk, author, at, at, topic.subject, text, f"<p>{text}</p>", True, 0, False)


def _copy(cursor: Any, rows: Iterator[tuple[Any, ...]]) -> None:
    table = Post._meta.db_table
    if connection.vendor == "postgresql":
        with cursor.copy(f"COPY {table} ({COLUMNS}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    places = ", ".join(["%s"] * 10)
    cursor.executemany(f"INSERT INTO {table} ({COLUMNS}) VALUES ({places})", list(rows))  # noqa: S608
