"""What someone has read: a high-water mark per forum, and one per topic read since.

Marking touches this person's rows only, and costs the same however many people read the forum.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from forum.board.engine.database import execute, moment
from forum.board.engine.tables import ForumReadTrack, TopicReadTrack

_MARK_TOPIC = """
    INSERT INTO forum_tracking_topicreadtrack (user_id, topic_id, mark_time) VALUES (%s, %s, %s)
    ON CONFLICT (user_id, topic_id) DO UPDATE SET mark_time = EXCLUDED.mark_time"""


def mark_topic_read(*, person_id: int, topic_id: int, at: datetime | None = None) -> None:
    """Remember that someone has read a topic until now, or until ``at``."""
    execute(_MARK_TOPIC, [person_id, topic_id, moment(timezone.now())])


def mark_forums_read(
    *, person_id: int, forum_ids: Iterable[int], at: datetime | None = None
) -> None:
    """Remember that someone has read everything in these forums until now, or until ``at``."""
    forum_ids = list(forum_ids)
    ForumReadTrack.objects.bulk_create(
        [ForumReadTrack(user_id=person_id, forum_id=forum_id) for forum_id in forum_ids],
        update_conflicts=True,
        unique_fields=["user", "forum"],
        update_fields=["mark_time"],
    )
    if at:
        mine = ForumReadTrack.objects.filter(user=person_id, forum__in=forum_ids)
        mine.update(mark_time=at)
    TopicReadTrack.objects.filter(user_id=person_id, topic__forum_id__in=forum_ids).delete()
