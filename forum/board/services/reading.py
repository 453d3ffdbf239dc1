"""Remember what someone has read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from forum.board.engine import marks
from forum.board.engine.rows import SpaceFacts
from forum.board.models import Space
from portal.accounts.models import User


def mark_topic_read(*, person: User, topic_id: int) -> None:
    """This person has read a topic until now."""
    marks.mark_topic_read(person_id=person.pk, topic_id=topic_id)


@transaction.atomic
def mark_spaces_read(
    *, person: User, spaces: Iterable[Space | SpaceFacts], at: datetime | None = None
) -> None:
    """This person has read everything in these spaces until now, or until ``at``."""
    forum_ids = [space.forum_id for space in spaces]
    marks.mark_forums_read(person_id=person.pk, forum_ids=forum_ids, at=at)
