"""Rows into machina's tables, and its counters by what changed.

machina's own ``save()`` counts all posts of the topic and all topics of the forum again. These
functions add and subtract instead; each is called inside a transaction that holds the topic's row.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify

from forum.board.engine.database import execute, fetch_one, for_update_of, moment
from forum.board.engine.tables import Forum, Post, Topic
from forum.board.markup import render
from forum.board.signals import text_written
from portal.accounts.models import User

PORTAL = "portal"
"""machina asks for a key where nobody in particular wrote: the portal itself did."""


_LOCKED = """
    SELECT t.forum_id, t.subject, t.status, s.closed_at, p.ends_on
    FROM forum_conversation_topic t
    JOIN forum_board_space s ON s.forum_id = t.forum_id
    JOIN learning_programme p ON p.id = s.programme_id
    WHERE t.id = %s"""


_ONE_MORE_IN_TOPIC = """
    UPDATE forum_conversation_topic
    SET last_post_id = %s, last_post_on = %s, posts_count = posts_count + 1
    WHERE id = %s"""

_MORE_IN_FORUM = """
    UPDATE forum_forum
    SET direct_posts_count = direct_posts_count + %s,
        direct_topics_count = direct_topics_count + %s,
        last_post_id = CASE
            WHEN last_post_on > %s THEN last_post_id ELSE %s END,
        last_post_on = CASE
            WHEN last_post_on > %s THEN last_post_on ELSE %s END
    WHERE id = %s"""


@dataclass(frozen=True, slots=True)
class LockedTopic:
    """A topic whose row is held until the transaction ends: what a write needs to know of it."""

    pk: int
    forum_id: int
    subject: str
    is_locked: bool
    is_closed: bool


def lock_topic(topic_id: int) -> LockedTopic:
    """Hold a topic's row, so that writes to one topic come one after the other."""
    row = fetch_one(_LOCKED + for_update_of("t"), [topic_id])
    if row is None:
        raise Topic.DoesNotExist
    forum_id, subject, status, closed_at, ends_on = row
    return LockedTopic(
        pk=topic_id,
        forum_id=forum_id,
        subject=subject,
        is_locked=status == Topic.TOPIC_LOCKED,
        is_closed=closed_at is not None or timezone.localdate() > ends_on,
    )


def insert_forum(*, name: str, slug: str) -> int:
    """A new forum at the top level, and its number. machina makes the short name from the name."""
    forum = Forum(name=name[:100], type=Forum.FORUM_POST)
    forum.save()
    Forum.objects.filter(pk=forum.pk).update(slug=slug)
    return int(forum.pk)


def insert_topic(
    *,
    forum_id: int,
    author: User | None,
    author_name: str,
    subject: str,
    text: str,
    at: datetime | None,
) -> tuple[int, int]:
    """A new topic with its first post: the numbers of both."""
    topic = Topic(
        forum_id=forum_id,
        poster=author,
        subject=subject,
        slug=slugify(subject)[:255] or "topic",
        type=Topic.TOPIC_POST,
        status=Topic.TOPIC_UNLOCKED,
    )
    Topic.objects.bulk_create([topic])
    post = _insert_post(topic.pk, author, author_name, subject, text, at)
    Topic.objects.filter(pk=topic.pk).update(
        first_post=post, last_post=post, last_post_on=post.created, posts_count=1
    )
    if at:
        Topic.objects.filter(pk=topic.pk).update(created=at)
    _count_in_forum(forum_id, post.pk, post.created, posts=1, topics=1)
    return topic.pk, post.pk


def insert_reply(
    *, forum_id: int, topic_id: int, author: User, subject: str, text: str, at: datetime | None
) -> int:
    """A new post at the end of a topic, and its number."""
    post = _insert_post(topic_id, author, "", subject, text, at)
    execute(_ONE_MORE_IN_TOPIC, [post.pk, moment(post.created), topic_id])
    _count_in_forum(forum_id, post.pk, post.created, posts=1, topics=0)
    return int(post.pk)


def _insert_post(
    topic_id: int,
    author: User | None,
    author_name: str,
    subject: str,
    text: str,
    at: datetime | None,
) -> Post:
    post = Post(
        topic_id=topic_id,
        poster=author,
        username=author_name or None,
        anonymous_key=None if author else PORTAL,
        subject=subject,
        content=text,
    )
    post._content_rendered = render(text)
    Post.objects.bulk_create([post])
    text_written.send(Post, text=f"{subject} {text}")
    if at:
        Post.objects.filter(pk=post.pk).update(created=at, updated=at)
        post.created = at
    return post


def _count_in_forum(forum_id: int, post_id: int, at: datetime, *, posts: int, topics: int) -> None:
    """Add to a forum's counters; its newest post stays the newest, whatever order they come in."""
    when = moment(at)
    execute(_MORE_IN_FORUM, [posts, topics, when, post_id, when, when, forum_id])


def rewrite_post(*, post_id: int, text: str, by: User) -> None:
    """Replace a post's text."""
    Post.objects.filter(pk=post_id).update(
        content=text,
        _content_rendered=render(text),
        updated=timezone.now(),
        updated_by=by,
        updates_count=F("updates_count") + 1,
    )
    text_written.send(Post, text=text)


def rename_topic(*, topic_id: int, subject: str) -> None:
    """Give a topic another subject."""
    Topic.objects.filter(pk=topic_id).update(subject=subject)
    text_written.send(Topic, text=subject)


def hide_post(*, post_id: int, topic_id: int, forum_id: int) -> None:
    """Take a post out of sight and out of the counters; a topic with no post left goes with it."""
    Post.objects.filter(pk=post_id).update(approved=False)
    last = (
        Post.objects.filter(topic_id=topic_id, approved=True)
        .order_by("-pk")
        .values_list("pk", "created")
        .first()
    )
    topic = Topic.objects.filter(pk=topic_id)
    if last:
        topic.update(posts_count=F("posts_count") - 1, last_post=last[0], last_post_on=last[1])
    else:
        topic.update(posts_count=0, approved=False)
    _take_from_forum(forum_id, posts=1, topics=0 if last else 1)


def _take_from_forum(forum_id: int, *, posts: int, topics: int) -> None:
    newest = (
        Topic.objects.filter(forum_id=forum_id, approved=True)
        .order_by("-last_post_on")
        .values_list("last_post_id", "last_post_on")
        .first()
    )
    Forum.objects.filter(pk=forum_id).update(
        direct_posts_count=F("direct_posts_count") - posts,
        direct_topics_count=F("direct_topics_count") - topics,
        last_post_id=newest[0] if newest else None,
        last_post_on=newest[1] if newest else None,
    )


def set_locked(*, topic_id: int, locked: bool) -> None:
    """Lock a topic, or open it again."""
    status = Topic.TOPIC_LOCKED if locked else Topic.TOPIC_UNLOCKED
    Topic.objects.filter(pk=topic_id).update(status=status)


def set_pinned(*, topic_id: int, pinned: bool) -> None:
    """Keep a topic at the top of its list, or let it go its way."""
    kind = Topic.TOPIC_STICKY if pinned else Topic.TOPIC_POST
    Topic.objects.filter(pk=topic_id).update(type=kind)


def move_topic(*, topic_id: int, from_forum_id: int, to_forum_id: int) -> None:
    """Put a topic with all its posts in another forum."""
    topic = Topic.objects.filter(pk=topic_id)
    posts, last_post_id, last_post_on = topic.values_list(
        "posts_count", "last_post_id", "last_post_on"
    ).get()
    topic.update(forum_id=to_forum_id)
    _take_from_forum(from_forum_id, posts=posts, topics=1)
    _count_in_forum(to_forum_id, last_post_id, last_post_on, posts=posts, topics=1)


def render_again() -> int:
    """Render every post anew, after a change of the markup; how many there were."""
    done = 0
    for pk, text in Post.objects.values_list("pk", "content").iterator(chunk_size=500):
        Post.objects.filter(pk=pk).update(_content_rendered=render(text))
        done += 1
    return done
