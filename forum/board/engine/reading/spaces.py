"""Spaces out of the tables, and whether there is news in them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from forum.board.engine.database import aware, fetch, fetch_one, moment
from forum.board.engine.rows import EPOCH, SpaceFacts

SPACE = """
    s.id, s.forum_id, s.kind, s.programme_id, s.cohort_id, s.closed_at, p.title, p.ends_on, c.name,
    fm.mark_time"""

# A forum below another one is no space: none is open while the one around it is closed.
FROM_SPACE = """
    FROM forum_board_space s
    JOIN forum_forum f ON f.id = s.forum_id AND f.parent_id IS NULL
    JOIN learning_programme p ON p.id = s.programme_id
    LEFT JOIN learning_cohort c ON c.id = s.cohort_id
    LEFT JOIN forum_tracking_forumreadtrack fm ON fm.forum_id = f.id AND fm.user_id = %s"""

_SPACES_OF_PROGRAMMES = f"""
    SELECT {SPACE}, f.direct_topics_count, f.last_post_on,
        f.last_post_on > COALESCE(fm.mark_time, %s) AND EXISTS (
        SELECT 1 FROM forum_conversation_topic t
        WHERE t.forum_id = f.id AND t.approved AND t.type IN (0, 1)
        AND t.last_post_on > COALESCE(fm.mark_time, %s) AND NOT EXISTS (
            SELECT 1 FROM forum_tracking_topicreadtrack tm
            WHERE tm.topic_id = t.id AND tm.user_id = %s AND tm.mark_time >= t.last_post_on))
    {FROM_SPACE}
    WHERE s.programme_id IN (%s)
    ORDER BY s.programme_id, s.kind DESC, c.name"""  # noqa: S608 - constant pieces

_SPACE_BY_PK = f"SELECT {SPACE} {FROM_SPACE} WHERE s.id = %s"


def space_of(row: Sequence[Any]) -> SpaceFacts:
    """The space in the first ten columns of a row."""
    pk, forum_id, kind, programme_id, cohort_id, closed_at, title, ends_on, cohort, mark = row[:10]
    return SpaceFacts(
        pk=pk,
        forum_id=forum_id,
        kind=kind,
        programme_id=programme_id,
        cohort_id=cohort_id,
        closed_at=aware(closed_at),
        programme_title=title,
        programme_ends_on=ends_on,
        cohort_name=cohort,
        read_until=aware(mark),
    )


def spaces_of_programmes(programme_ids: Collection[int], person_id: int) -> list[SpaceFacts]:
    """All spaces of these programmes, and whether there is news in them for this person."""
    if not programme_ids:
        return []
    statement = _SPACES_OF_PROGRAMMES.replace("IN (%s)", f"IN ({_marks(programme_ids)})")
    parameters = [moment(EPOCH), moment(EPOCH), person_id, person_id, *programme_ids]
    spaces = []
    for row in fetch(statement, parameters):
        space = space_of(row)
        space.topics, space.last_post_on = row[10], aware(row[11])
        space.has_news = bool(row[12])
        spaces.append(space)
    return spaces


def _marks(values: Collection[Any]) -> str:
    return ", ".join(["%s"] * len(values))


def space_facts(pk: int, person_id: int) -> SpaceFacts | None:
    """A space, or None."""
    row = fetch_one(_SPACE_BY_PK, [person_id, pk])
    return space_of(row) if row else None
