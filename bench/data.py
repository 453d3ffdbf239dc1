"""Fills a database for a measurement: the demo programme, many people in it, and many posts.

Rows are written in bulk, in the shape in which the forum's services leave them.
"""

import importlib
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import StringIO
from itertools import cycle
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from machina.apps.forum_conversation.models import Post, Topic
from machina.apps.forum_tracking.models import ForumReadTrack, TopicReadTrack

from forum.board.models import Space
from forum.board.services import open_space
from learning.enrolment.models import Enrolment
from learning.enrolment.services import issue_code
from learning.programmes.models import Cohort, Programme
from learning.programmes.services import create_programme
from portal.accounts.models import User

POSTS_PER_TOPIC = 20
SIGNED_IN = 50
WORDS = "Dat herken ik uit ons team. Wat bij mij hielp: eerst de kern zeggen, dan even stil zijn."
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True)
class People:
    """Who asks for pages: their session keys, and codes to come in with."""

    sessions: list[str]
    codes: list[str]


def make_demo() -> None:
    """The demo programme, where it is not there yet."""
    call_command("demo", stdout=StringIO())


def make_people(number: int) -> People:
    """The demo programme with as many participants more; fifty of them are signed in."""
    make_demo()
    programme = Programme.objects.order_by("pk").first()
    assert programme is not None
    cohorts = list(Cohort.objects.filter(programme=programme))
    route = programme.routes.first()
    people = User.objects.bulk_create(
        User(username=f"bench-{i}", first_name="Bench", last_name=f"Nummer {i}", password="!")
        for i in range(number)
    )
    enrolments = Enrolment.objects.bulk_create(
        Enrolment(person=person, programme=programme, cohort=cohort, route=route)
        for person, cohort in zip(people, cycle(cohorts), strict=False)
    )
    # A code for everyone: allauth looks at all sessions of who comes in, and people have few.
    codes = [issue_code(enrolment=enrolment).text for enrolment in enrolments]
    return People([sign_in(person) for person in people[:SIGNED_IN]], codes)


def sign_in(person: User) -> str:
    """A session as a sign-in with a personal code leaves it."""
    now = time.time()
    session = SessionStore()
    session.update(
        {
            SESSION_KEY: str(person.pk),
            BACKEND_SESSION_KEY: BACKEND,
            HASH_SESSION_KEY: person.get_session_auth_hash(),
            "account_authentication_methods": [{"method": "personal_code", "at": now}],
            "account_authentication_methods_user": str(person.pk),
            "began_at": now,
            "seen_at": now,
        }
    )
    session.set_expiry(settings.CODE_SESSION_ABSOLUTE_SECONDS)
    session.save()
    return str(session.session_key)


def grow_forum(posts: int) -> Space:
    """Let the forum hold this many posts: half in the measured space, which is returned."""
    space = Space.objects.select_related("forum").filter(kind="programme").order_by("pk").first()
    assert space is not None
    spaces = [space.forum_id, *other_forums(space)]
    missing = max(0, posts - Post.objects.count()) // POSTS_PER_TOPIC
    authors = list(User.objects.filter(username__startswith="bench-").values_list("pk", flat=True))
    chance = random.Random(posts)  # noqa: S311 - the same rows at every run
    newest = timezone.now() - timedelta(days=2)
    if missing:
        with without_index():
            for start in range(0, missing, 2000):
                numbers = range(start, min(start + 2000, missing))
                with transaction.atomic():
                    _add_topics(numbers, spaces, authors, newest, chance)
            count_again()
    _mark_read(space, authors, chance)
    tidy()
    return space


def other_forums(space: Space) -> list[int]:
    """The forums of twenty programmes that the measured people are not in."""
    programme, found = space.programme, []
    for number in range(20):
        slug = f"bench-{number}"
        other = Programme.objects.filter(slug=slug).first() or create_programme(
            organisation=programme.organisation,
            title=f"Programma {number}",
            slug=slug,
            starts_on=programme.starts_on,
            ends_on=programme.ends_on,
        )
        found.append(open_space(programme=other).forum_id)
    return found


def _add_topics(
    numbers: range,
    forums: list[int],
    authors: list[int],
    newest: datetime,
    chance: random.Random,
) -> None:
    measured, *others = forums
    topics = Topic.objects.bulk_create(
        Topic(
            forum_id=measured if number % 2 else chance.choice(others),
            poster_id=chance.choice(authors),
            subject=f"Hoe pak jij dit aan? ({number})",
            slug="hoe-pak-jij-dit-aan",
            type=Topic.TOPIC_POST,
            status=Topic.TOPIC_UNLOCKED,
            posts_count=POSTS_PER_TOPIC,
            last_post_on=newest - timedelta(minutes=3 * number),
        )
        for number in numbers
    )
    columns = (
        "topic_id, poster_id, created, updated, subject, content, _content_rendered, approved,"
        " updates_count, enable_signature"
    )
    places = ", ".join(["%s"] * 10)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {Post._meta.db_table} ({columns}) VALUES ({places})",  # noqa: S608
            [row for topic in topics for row in _posts_of(topic, authors, chance)],
        )


def _posts_of(topic: Any, authors: list[int], chance: random.Random) -> Iterator[tuple[Any, ...]]:
    for number in range(POSTS_PER_TOPIC):
        at = connection.ops.adapt_datetimefield_value(
            topic.last_post_on - timedelta(minutes=POSTS_PER_TOPIC - 1 - number)
        )
        text = f"{WORDS} {WORDS} ({number})"
        author = chance.choice(authors)
        yield (topic.pk, author, at, at, topic.subject, text, f"<p>{text}</p>", True, 0, False)


def count_again() -> None:
    """The numbers that the services keep up to date by what changes."""
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE forum_conversation_topic SET
            first_post_id = (SELECT min(p.id) FROM forum_conversation_post p
                             WHERE p.topic_id = forum_conversation_topic.id),
            last_post_id = (SELECT max(p.id) FROM forum_conversation_post p
                            WHERE p.topic_id = forum_conversation_topic.id)
            WHERE first_post_id IS NULL"""
        )
        cursor.execute(
            """UPDATE forum_forum SET
            direct_topics_count = (SELECT count(*) FROM forum_conversation_topic t
                                   WHERE t.forum_id = forum_forum.id),
            direct_posts_count = (SELECT coalesce(sum(t.posts_count), 0)
                                  FROM forum_conversation_topic t
                                  WHERE t.forum_id = forum_forum.id),
            last_post_id = (SELECT max(t.last_post_id) FROM forum_conversation_topic t
                            WHERE t.forum_id = forum_forum.id),
            last_post_on = (SELECT max(t.last_post_on) FROM forum_conversation_topic t
                            WHERE t.forum_id = forum_forum.id)"""
        )


def _mark_read(space: Space, readers: list[int], chance: random.Random) -> None:
    """Everyone has read the space until yesterday, and has been in twenty topics of it."""
    yesterday = timezone.now() - timedelta(days=1)
    ForumReadTrack.objects.filter(forum_id=space.forum_id, user_id__in=readers).delete()
    ForumReadTrack.objects.bulk_create(
        ForumReadTrack(forum_id=space.forum_id, user_id=reader) for reader in readers
    )
    ForumReadTrack.objects.filter(forum_id=space.forum_id).update(mark_time=yesterday)
    topics = topics_of(space)
    TopicReadTrack.objects.bulk_create(
        (
            TopicReadTrack(topic_id=topic, user_id=reader)
            for reader in readers
            for topic in chance.sample(topics, min(20, len(topics)))
        ),
        batch_size=5000,
        ignore_conflicts=True,
    )


def topics_of(space: Space) -> list[int]:
    """Topics with twenty posts, newest first."""
    found = Topic.objects.filter(forum_id=space.forum_id, posts_count=POSTS_PER_TOPIC)
    return list(found.order_by("-last_post_on").values_list("pk", flat=True)[:2000])


def tidy() -> None:
    """What a database does by itself in time: know its tables, and clear away old rows."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


@contextmanager
def without_index() -> Iterator[None]:
    """The index of posts is taken away, and made for all of them at the end, which is quicker."""
    kept = importlib.import_module("forum.board.migrations.0003_post_words")
    is_postgresql = connection.vendor == "postgresql"
    _execute(kept.POSTGRESQL_BACK if is_postgresql else kept.SQLITE_BACK)
    yield
    begun = time.monotonic()
    _execute(kept.POSTGRESQL if is_postgresql else kept.SQLITE)
    print(f"{time.monotonic() - begun:.0f} s to index the posts", flush=True)


def _execute(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
