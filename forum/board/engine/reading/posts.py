"""Posts out of the tables: a page of a topic, and one with all that is known of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Value
from django.db.models.functions import Coalesce, NullIf

from forum.board.engine.database import aware, fetch, fetch_one, moment
from forum.board.engine.reading.names import name
from forum.board.engine.reading.topics import topic_facts
from forum.board.engine.rows import EPOCH, Page, PostFacts, PostRow, TopicFacts
from forum.board.engine.tables import Post
from portal.accounts.models import User

POSTS_PER_PAGE = 20
POSTS_BEFORE = 4

_POSTS = """
    SELECT p.id, p.poster_id, COALESCE(NULLIF(u.goes_by, ''), u.first_name), u.last_name, p.username,
        CASE WHEN p.approved THEN p._content_rendered END, p.created, p.updated, p.updates_count,
        p.approved, r.reason, r.by_id,
        EXISTS (SELECT 1 FROM forum_board_attachment a WHERE a.post_id = p.id)
    FROM forum_conversation_post p
    LEFT JOIN accounts_user u ON u.id = p.poster_id
    LEFT JOIN forum_board_postremoval r ON r.post_id = p.id
    WHERE p.topic_id = %s """
_SINCE = "AND p.id >= %s ORDER BY p.id LIMIT %s"
_UNTIL = "AND p.id <= %s ORDER BY p.id DESC LIMIT %s"

# From a few posts before the one that is looked for, or from the start of the last page where that
# comes first: so a topic that fits on one page is shown whole.
_AROUND = f"""
    AND (p.id >= COALESCE((SELECT id FROM forum_conversation_post
            WHERE topic_id = %s AND id <= %s ORDER BY id DESC LIMIT 1 OFFSET {POSTS_BEFORE}), 0)
        OR p.id >= COALESCE((SELECT id FROM forum_conversation_post
            WHERE topic_id = %s ORDER BY id DESC LIMIT 1 OFFSET {POSTS_PER_PAGE - 1}), 0))
    ORDER BY p.id LIMIT %s"""  # noqa: S608 - constant pieces


def post_page(
    topic: TopicFacts,
    *,
    since: int | None = None,
    until: int | None = None,
    around: int | None = None,
) -> Page[PostRow]:
    """Posts of a topic in the order in which they came.

    From a post on, up to and with one, or a page with one on it and what was said just before.
    """
    limit = POSTS_PER_PAGE + 1
    if around is not None:
        until = None
        found = fetch(_POSTS + _AROUND, [topic.pk, topic.pk, around, topic.pk, limit])
    elif until is not None:
        found = fetch(_POSTS + _UNTIL, [topic.pk, until, limit])
    else:
        found = fetch(_POSTS + _SINCE, [topic.pk, since or 0, limit])
    more = len(found) > POSTS_PER_PAGE
    rows = [_post_row(row) for row in found[:POSTS_PER_PAGE]]
    if until is not None:
        rows.reverse()
    first, last = (rows[0].pk, rows[-1].pk) if rows else (0, 0)
    has_previous = more if until is not None else first > topic.first_post_id
    has_next = more if until is None else last < topic.last_post_id
    return Page(
        rows,
        previous=first - 1 if rows and has_previous else None,
        next=last + 1 if rows and has_next else None,
    )


def _post_row(row: Sequence[Any]) -> PostRow:
    pk, author_id, first, last, username, rendered, created, updated, updates, approved, *more = row
    reason, removed_by, has_files = more
    return PostRow(
        pk=pk,
        author_id=author_id,
        author=name(first, last, username),
        html=rendered or "",
        created=aware(created) or EPOCH,
        edited=aware(updated) if updates else None,
        is_removed=not approved,
        removal_reason=reason or "",
        removed_by_author=removed_by == author_id,
        has_files=bool(has_files and approved),
    )


def first_unread(topic: TopicFacts) -> int | None:
    """The first post since someone last looked, or None where all is read."""
    unread = Post.objects.filter(topic_id=topic.pk, approved=True)
    if topic.read_until:
        unread = unread.filter(created__gt=topic.read_until)
    found: int | None = unread.order_by("pk").values_list("pk", flat=True).first()
    return found


def post_facts(post_id: int, person_id: int) -> PostFacts | None:
    """A post in sight with its topic, or None."""
    found = (
        Post.objects.filter(pk=post_id, approved=True)
        .values_list(
            "topic_id",
            "poster_id",
            Coalesce(NullIf("poster__goes_by", Value("")), "poster__first_name"),
            "poster__last_name",
            "username",
            "content",
            "updates_count",
            "created",
        )
        .first()
    )
    if found is None:
        return None
    topic_id, author_id, first, last, username, text, version, created = found
    topic = topic_facts(topic_id, person_id)
    if topic is None:
        return None
    return PostFacts(
        pk=post_id,
        topic=topic,
        author_id=author_id,
        author=name(first, last, username),
        text=text,
        version=version,
        created=created,
    )


def same_post(*, topic_id: int, person_id: int, text: str, since: datetime) -> int | None:
    """The post with these very words that this person wrote here a moment ago, if there is one."""
    row = fetch_one(
        "SELECT id FROM forum_conversation_post WHERE id IN ("
        "SELECT id FROM forum_conversation_post WHERE topic_id = %s ORDER BY id DESC LIMIT 10)"
        " AND poster_id = %s AND approved AND created >= %s AND content = %s",
        [topic_id, person_id, moment(since), text],
    )
    return row[0] if row else None


def version_of(post_id: int) -> int:
    """How often a post was changed."""
    version: int = Post.objects.values_list("updates_count", flat=True).get(pk=post_id)
    return version


def has_written(person: User) -> bool:
    """Whether anything in the forum is by this person."""
    return bool(Post.objects.filter(poster=person).exists())
