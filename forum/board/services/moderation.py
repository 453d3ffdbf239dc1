"""Keep order: lock, pin and move topics."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from forum.board.engine import writing
from forum.board.models import ModuleThread, Space, TopicLock
from forum.board.services.errors import ForumError
from portal.accounts.models import User


@transaction.atomic
def lock_topic(*, topic_id: int, by: User, reason: str) -> None:
    """Nobody answers any more. Raises ForumError without a reason: it is shown with the topic."""
    if not reason.strip():
        raise ForumError({"reason": _("Say why: the reason is shown with the topic.")})
    writing.lock_topic(topic_id)
    writing.set_locked(topic_id=topic_id, locked=True)
    TopicLock.objects.update_or_create(
        topic_id=topic_id, defaults={"by": by, "reason": reason.strip()}
    )


@transaction.atomic
def unlock_topic(*, topic_id: int) -> None:
    """People can answer again."""
    writing.lock_topic(topic_id)
    writing.set_locked(topic_id=topic_id, locked=False)
    TopicLock.objects.filter(topic_id=topic_id).delete()


def pin_topic(*, topic_id: int) -> None:
    """Keep a topic at the top of its list."""
    writing.set_pinned(topic_id=topic_id, pinned=True)


def unpin_topic(*, topic_id: int) -> None:
    """Let a topic stand among the others again."""
    writing.set_pinned(topic_id=topic_id, pinned=False)


@transaction.atomic
def move_topic(*, topic_id: int, to: Space) -> None:
    """Put a topic in another space of the same programme.

    Who asks has seen who could read it before and who can afterwards. Raises ForumError for a space
    of another programme, a closed one, and the topic that a module started: it belongs to its space.
    """
    topic = writing.lock_topic(topic_id)
    source = Space.objects.get(forum=topic.forum_id)
    if to.programme_id != source.programme_id:
        raise ForumError(_("A topic stays within its programme."))
    if to.is_closed:
        raise ForumError(_("This space is closed: nothing can be written here any more."))
    if ModuleThread.objects.filter(topic=topic_id).exists():
        raise ForumError(_("The topic of a module stays in the space of its programme."))
    if to.pk != source.pk:
        writing.move_topic(
            topic_id=topic_id, from_forum_id=source.forum_id, to_forum_id=to.forum_id
        )
