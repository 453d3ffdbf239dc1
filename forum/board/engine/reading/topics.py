"""Topics out of the tables: one with its space, a page of a list, the newest of several spaces."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from forum.board.engine.database import aware, fetch, fetch_one, moment
from forum.board.engine.reading.names import latest, name
from forum.board.engine.reading.spaces import FROM_SPACE, SPACE, space_of
from forum.board.engine.rows import EPOCH, Page, Place, SpaceFacts, TopicFacts, TopicRow
from forum.board.engine.tables import Topic

TOPICS_PER_PAGE = 20
EXCERPT = 140

_TOPIC = f"""
    SELECT {SPACE}, t.subject, t.poster_id, t.first_post_id, t.last_post_id, t.last_post_on,
        t.posts_count, t.type, t.status, l.reason, w.title, w.slug, o.id, tm.mark_time, fp.approved,
        lt.lesson_id
    {FROM_SPACE}
    JOIN forum_conversation_topic t ON t.forum_id = f.id
    JOIN forum_conversation_post fp ON fp.id = t.first_post_id
    LEFT JOIN forum_board_topiclock l ON l.topic_id = t.id
    LEFT JOIN forum_polls_topicpoll o ON o.topic_id = t.id
    LEFT JOIN forum_board_modulethread mt ON mt.topic_id = t.id
    LEFT JOIN wagtailcore_page w ON w.id = mt.module_id
    LEFT JOIN forum_board_lessontopic lt ON lt.topic_id = t.id
    LEFT JOIN forum_tracking_topicreadtrack tm ON tm.topic_id = t.id AND tm.user_id = %s
    WHERE t.id = %s AND t.approved"""

_TOPICS = """
    SELECT t.id, t.forum_id, t.subject, t.last_post_on, t.posts_count, t.type, t.status,
        fp.approved, CASE WHEN fp.approved THEN SUBSTR(fp._content_rendered, 1, 400) END, fp.username,
        COALESCE(NULLIF(su.goes_by, ''), su.first_name), su.last_name,
        COALESCE(NULLIF(lu.goes_by, ''), lu.first_name), lu.last_name, tm.mark_time
    FROM forum_conversation_topic t
    LEFT JOIN forum_conversation_post fp ON fp.id = t.first_post_id
    LEFT JOIN accounts_user su ON su.id = t.poster_id
    LEFT JOIN forum_conversation_post lp ON lp.id = t.last_post_id
    LEFT JOIN accounts_user lu ON lu.id = lp.poster_id
    LEFT JOIN forum_tracking_topicreadtrack tm ON tm.topic_id = t.id AND tm.user_id = %s """

_IN_FORUM = "WHERE t.forum_id = %s AND t.approved "
_OLDER = "AND (t.type, t.last_post_on, t.id) < (%s, %s, %s) "
_NEWER = "AND (t.type, t.last_post_on, t.id) > (%s, %s, %s) "
_DOWN = "ORDER BY t.type DESC, t.last_post_on DESC, t.id DESC LIMIT %s"
_UP = "ORDER BY t.type, t.last_post_on, t.id LIMIT %s"

# So many entries of the index for each forum and type, instead of all topics of the forums.
_NEWEST_OF_FORUM = """
    SELECT * FROM (
        SELECT id FROM forum_conversation_topic WHERE forum_id = %s AND type = %s AND approved
        ORDER BY last_post_on DESC, id DESC LIMIT %s) AS newest"""


def topic_facts(topic_id: int, person_id: int) -> TopicFacts | None:
    """A topic in sight with its space, or None."""
    row = fetch_one(_TOPIC, [person_id, person_id, topic_id])
    if row is None:
        return None
    space = space_of(row)
    subject, starter, first, last, last_on, posts, type_, status, *more = row[10:]
    lock_reason, module_title, module_slug, poll_id, mark, first_in_sight, lesson_id = more
    return TopicFacts(
        pk=topic_id,
        subject=subject,
        space=space,
        starter_id=starter,
        first_post_id=first,
        last_post_id=last,
        last_post_on=aware(last_on) or EPOCH,
        posts=posts,
        replies=posts - bool(first_in_sight),
        is_pinned=type_ > Topic.TOPIC_POST,
        is_locked=status == Topic.TOPIC_LOCKED,
        lock_reason=lock_reason or "",
        read_until=latest(mark, space.read_until),
        module_title=module_title,
        module_slug=module_slug,
        has_poll=poll_id is not None,
        lesson_id=lesson_id,
    )


def _excerpt(rendered: str | None) -> str:
    """The first words of a post, without its markup."""
    text = " ".join(html.unescape(re.sub(r"<[^>]*>?", " ", rendered or "")).split())
    return text if len(text) <= EXCERPT else text[:EXCERPT].rsplit(" ", 1)[0] + "…"


def _topic_row(row: Sequence[Any], forum_marks: dict[int, datetime | None]) -> TopicRow:
    pk, forum_id, subject, last_post_on, posts, type_, status, *more = row
    (
        first_in_sight,
        excerpt,
        username,
        starter_first,
        starter_last,
        last_first,
        last_last,
        topic_mark,
    ) = more
    last_post_on = aware(last_post_on) or EPOCH
    starter = name(starter_first, starter_last, username)
    read_until = latest(topic_mark, forum_marks[forum_id])
    return TopicRow(
        pk=pk,
        forum_id=forum_id,
        place=Place(type_, last_post_on, pk),
        subject=subject,
        excerpt=_excerpt(excerpt),
        starter=starter,
        last_author=name(last_first, last_last, starter),
        last_post_on=last_post_on,
        replies=posts - bool(first_in_sight),
        is_pinned=type_ > Topic.TOPIC_POST,
        is_locked=status == Topic.TOPIC_LOCKED,
        is_new=read_until is None or read_until < last_post_on,
        was_read=read_until is not None,
    )


def topic_page(
    space: SpaceFacts, person_id: int, *, after: Place | None = None, before: Place | None = None
) -> Page[TopicRow]:
    """Topics of a space, pinned ones first, then by newest post; after or before a place."""
    place = before or after
    compare = "" if place is None else (_NEWER if before else _OLDER)
    where = [place.type, moment(place.last_post_on), place.pk] if place else []
    found = fetch(
        _TOPICS + _IN_FORUM + compare + (_UP if before else _DOWN),
        [person_id, space.forum_id, *where, TOPICS_PER_PAGE + 1],
    )
    # One row more than is shown was read: it says whether there is anything beyond.
    more = len(found) > TOPICS_PER_PAGE
    marks = {space.forum_id: space.read_until}
    rows = [_topic_row(row, marks) for row in found[:TOPICS_PER_PAGE]]
    if before:
        rows.reverse()
    has_previous, has_next = (more, True) if before else (after is not None, more)
    return Page(
        rows,
        previous=str(rows[0].place) if rows and has_previous else None,
        next=str(rows[-1].place) if rows and has_next else None,
    )


def latest_topics(spaces: Sequence[SpaceFacts], person_id: int, limit: int) -> list[TopicRow]:
    """The topics of these spaces with the newest posts."""
    if not spaces:
        return []
    kinds = (Topic.TOPIC_POST, Topic.TOPIC_STICKY)
    wanted = [(space.forum_id, kind, limit) for space in spaces for kind in kinds]
    newest = " UNION ALL ".join([_NEWEST_OF_FORUM] * len(wanted))
    found = fetch(
        f"{_TOPICS} WHERE t.id IN ({newest}) ORDER BY t.last_post_on DESC, t.id DESC LIMIT %s",
        [person_id, *(value for each in wanted for value in each), limit],
    )
    marks = {space.forum_id: space.read_until for space in spaces}
    names = {space.forum_id: str(space) for space in spaces}
    rows = [_topic_row(row, marks) for row in found]
    for row in rows:
        row.space_name = names[row.forum_id]
    return rows


_ASKED = """
    WHERE t.forum_id IN (%s) AND t.approved AND t.type IN (0, 1)
    AND t.last_post_on > %s AND t.posts_count """
# The portal itself begins the conversation of a module, and waits for no answer.
_UNANSWERED = "<= 1 AND t.poster_id IS NOT NULL ORDER BY t.last_post_on, t.id LIMIT %s"
_MOST_ANSWERED = "> 1 ORDER BY t.posts_count DESC, t.last_post_on DESC, t.id DESC LIMIT %s"


def asked_topics(
    spaces: Sequence[SpaceFacts],
    person_id: int,
    *,
    since: datetime,
    limit: int,
    answered: bool,
) -> list[TopicRow]:
    """What was begun in these spaces and was alive since a moment: with the most answers, or
    without any, longest waiting first."""
    if not spaces:
        return []
    marks = {space.forum_id: space.read_until for space in spaces}
    where = _ASKED.replace("IN (%s)", f"IN ({', '.join(['%s'] * len(marks))})", 1)
    found = fetch(
        _TOPICS + where + (_MOST_ANSWERED if answered else _UNANSWERED),
        [person_id, *marks, moment(since), limit],
    )
    return [_topic_row(row, marks) for row in found]


def same_topic(
    *, forum_id: int, person_id: int, subject: str, text: str, since: datetime
) -> tuple[int, int] | None:
    """The topic (and its first post) that this person started with these words a moment ago."""
    same: tuple[int, int] | None = (
        Topic.objects.filter(
            forum_id=forum_id,
            poster=person_id,
            subject=subject,
            first_post__content=text,
            approved=True,
            created__gte=since,
        )
        .values_list("pk", "first_post_id")
        .first()
    )
    return same
