"""Start topics, answer, change and take back posts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.board.engine import marks, polls, reading, writing
from forum.board.engine.rows import PostFacts, SpaceFacts
from forum.board.files import CheckedFile
from forum.board.markup import MAX_LENGTH
from forum.board.models import Attachment, LessonTopic, PostRemoval, Space
from forum.board.services.errors import ForumError
from portal.accounts.models import User

SAME_WORDS_WITHIN = timedelta(minutes=10)
"""The same words by the same person within this time are one post, sent twice."""


class NewTopic(NamedTuple):
    """The numbers of a new topic and of its first post."""

    topic_id: int
    post_id: int


class PollDraft(NamedTuple):
    """A poll as someone thought it up."""

    question: str
    options: Sequence[str]
    max_options: int = 1
    days: int | None = None
    may_change: bool = False


class Asked(NamedTuple):
    """The question in a lesson from which a topic is begun."""

    lesson_id: int
    block_id: UUID


class EditConflict(ForumError):
    """The post was changed by another window or person since the form was opened."""


@transaction.atomic
def start_topic(
    *,
    space: Space | SpaceFacts,
    author: User,
    subject: str,
    text: str,
    files: Sequence[CheckedFile] = (),
    poll: PollDraft | None = None,
    lesson: Asked | None = None,
    at: datetime | None = None,
) -> NewTopic:
    """Start a topic, perhaps from a question in a lesson. Raises ForumError where the space is closed or the text empty or too long.

    ``at`` sets the moment for what is brought in from elsewhere.
    """
    # Held, so that a form that is sent twice at once starts one topic.
    locked = (
        Space.objects.select_for_update(of=("self",)).select_related("programme").get(pk=space.pk)
    )
    if locked.is_closed:
        raise ForumError(_("This space is closed: nothing can be written here any more."))
    _check_text(text)
    since = timezone.now() - SAME_WORDS_WITHIN
    same = reading.same_topic(
        forum_id=locked.forum_id, person_id=author.pk, subject=subject, text=text, since=since
    )
    if same:
        return NewTopic(*same)
    topic_id, post_id = writing.insert_topic(
        forum_id=locked.forum_id, author=author, author_name="", subject=subject, text=text, at=at
    )
    if poll:
        polls.insert_poll(
            topic_id=topic_id,
            question=poll.question,
            options=poll.options,
            max_options=poll.max_options,
            days=poll.days,
            may_change=poll.may_change,
        )
    if lesson:
        LessonTopic.objects.create(
            topic_id=topic_id, lesson_id=lesson.lesson_id, block=lesson.block_id
        )
    _attach(post_id, files)
    marks.mark_topic_read(person_id=author.pk, topic_id=topic_id, at=at)
    return NewTopic(topic_id, post_id)


@transaction.atomic
def reply(
    *,
    topic_id: int,
    author: User,
    text: str,
    files: Sequence[CheckedFile] = (),
    may_answer_locked: bool = False,
    at: datetime | None = None,
) -> int:
    """Answer in a topic: the number of the post.

    Raises ForumError where the topic is locked, its space closed, or the text empty or too long.
    """
    topic = writing.lock_topic(topic_id)
    if topic.is_closed:
        raise ForumError(_("This space is closed: nothing can be written here any more."))
    if topic.is_locked and not may_answer_locked:
        raise ForumError(_("This topic has been locked: you cannot answer any more."))
    _check_text(text)
    since = timezone.now() - SAME_WORDS_WITHIN
    same = reading.same_post(topic_id=topic_id, person_id=author.pk, text=text, since=since)
    if same:
        return same
    post_id = writing.insert_reply(
        forum_id=topic.forum_id,
        topic_id=topic_id,
        author=author,
        subject=topic.subject,
        text=text,
        at=at,
    )
    _attach(post_id, files)
    marks.mark_topic_read(person_id=author.pk, topic_id=topic_id, at=at)
    return post_id


@transaction.atomic
def edit_post(
    *,
    post: PostFacts,
    by: User,
    text: str,
    version: int,
    subject: str = "",
    files: Sequence[CheckedFile] = (),
    drop: Sequence[Attachment] = (),
) -> None:
    """Change one's own post, and the subject with the first one.

    ``version`` is that of the text the change was made to. Raises EditConflict where the post has
    another by now, ForumError where the topic is locked or the text empty or too long.
    """
    topic = writing.lock_topic(post.topic.pk)
    if topic.is_closed or topic.is_locked:
        raise ForumError(_("This topic has been locked: your post can no longer be changed."))
    _check_text(text)
    if reading.version_of(post.pk) != version:
        raise EditConflict(_("This post was changed while you were writing."))
    writing.rewrite_post(post_id=post.pk, text=text, by=by)
    if post.is_first and subject and subject != topic.subject:
        writing.rename_topic(topic_id=topic.pk, subject=subject)
    for attachment in drop:
        attachment.delete()
    _attach(post.pk, files)


@transaction.atomic
def delete_post(*, post: PostFacts, by: User, reason: str = "") -> None:
    """Take a post out of sight; it stays in the topic as one that was taken away, with the reason.

    Raises ForumError where someone takes away another's post without saying why.
    """
    if post.author_id != by.pk and not reason.strip():
        raise ForumError(_("Say why you take this post away: the others can read it."))
    topic = writing.lock_topic(post.topic.pk)
    _removal, is_new = PostRemoval.objects.get_or_create(
        post_id=post.pk, defaults={"by": by, "reason": reason.strip()}
    )
    if is_new:
        writing.hide_post(post_id=post.pk, topic_id=topic.pk, forum_id=topic.forum_id)


def _check_text(text: str) -> None:
    if not any(sign.isprintable() and not sign.isspace() for sign in text):
        raise ForumError({"text": _("Write something first.")})
    if len(text) > MAX_LENGTH:
        raise ForumError(
            {
                "text": _("This post has %(length)d characters; %(limit)d is the most.")
                % {"length": len(text), "limit": MAX_LENGTH}
            }
        )


def _attach(post_id: int, files: Sequence[CheckedFile]) -> None:
    for each in files:
        Attachment.objects.create(
            post_id=post_id,
            file=each.file,
            name=each.name,
            content_type=each.content_type,
            size=each.size,
        )
