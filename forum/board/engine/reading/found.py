"""Posts by their words, newest first, out of the index that the database keeps (migration 0003)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from forum.board.engine.database import aware, fetch
from forum.board.engine.reading.names import name
from forum.board.engine.rows import EPOCH, PostHit, SpaceFacts
from forum.board.engine.tables import Post
from portal.fulltext import Groups, is_postgresql, matching

WALKED = 2000
"""So many of the newest posts are looked through one by one, before the index is asked."""
LAST = 2**62

_HITS = """
    SELECT p.id, t.forum_id, t.subject, p._content_rendered, p.created,
        COALESCE(NULLIF(u.goes_by, ''), u.first_name), u.last_name, p.username"""
_WITH_POST = """
    JOIN forum_conversation_topic t ON t.id = p.topic_id AND t.approved
    LEFT JOIN accounts_user u ON u.id = p.poster_id"""

_SQLITE = f"""{_HITS}
    FROM forum_board_post_fts
    JOIN forum_conversation_post p ON p.id = forum_board_post_fts.rowid AND p.approved {_WITH_POST}
    WHERE forum_board_post_fts MATCH %s AND forum_board_post_fts.rowid < %s
    ORDER BY forum_board_post_fts.rowid DESC LIMIT %s"""

# Materialised, each step by itself: what PostgreSQL guesses of how many posts hold a word and stand in
# a forum is too far off to let it choose between the newest posts and the index.
_FOUND = f"""
    {_HITS} FROM found JOIN forum_conversation_post p ON p.id = found.post_id AND p.approved
    {_WITH_POST} ORDER BY p.id DESC LIMIT %s"""
_NEWEST_OF_FORUM = """
    (SELECT post_id FROM forum_board_post_words WHERE forum_id = %s AND post_id < %s
     ORDER BY post_id DESC LIMIT %s)"""
_AMONG_NEWEST = """
    WITH newest AS MATERIALIZED (
        SELECT post_id FROM ({newest}) AS of_forum ORDER BY post_id DESC LIMIT %s),
    found AS MATERIALIZED (
        SELECT w.post_id FROM newest JOIN forum_board_post_words w ON w.post_id = newest.post_id
        WHERE w.words @@ %s::tsquery)"""
_IN_INDEX = """
    WITH found AS MATERIALIZED (
        SELECT post_id FROM forum_board_post_words
        WHERE words @@ %s::tsquery AND post_id < %s)"""


def find_posts(
    spaces: Sequence[SpaceFacts], groups: Groups, limit: int, before: int | None = None
) -> list[PostHit]:
    """Posts in sight in these spaces in which each group has a word; those before a post, if given.

    One statement; on PostgreSQL a second one where the newest posts do not fill the list.
    """
    if not spaces or not groups:
        return []
    before = LAST if before is None else before
    forums = [space.forum_id for space in spaces]
    if not is_postgresql():
        places = matching([[str(pk) for pk in forums]], column="forum")
        asked = f"{places} AND {matching(groups, column='words')}"
        return _hits(spaces, fetch(_SQLITE, [asked, before, limit]))
    found = _among_newest(forums, groups, limit, before)
    return _hits(spaces, found if len(found) == limit else _in_index(forums, groups, limit, before))


def all_texts() -> Iterator[str]:
    """The subject and text of every post, in no order."""
    texts = Post.objects.values_list("topic__subject", "content")
    return (f"{subject} {text}" for subject, text in texts.iterator(chunk_size=2000))


def _among_newest(forums: list[int], groups: Groups, limit: int, before: int) -> list[Any]:
    """What is said in every other post is found here, without asking for all of it."""
    newest = " UNION ALL ".join([_NEWEST_OF_FORUM] * len(forums))
    values = [value for forum in forums for value in (forum, before, WALKED)]
    statement = _AMONG_NEWEST.format(newest=newest) + _FOUND
    return fetch(statement, [*values, WALKED, matching(groups), limit])


def _in_index(forums: list[int], groups: Groups, limit: int, before: int) -> list[Any]:
    """What is said seldom is found here, however long ago."""
    places = " | ".join(f"'#{pk}'" for pk in forums)
    asked = f"{matching(groups)} & ({places})"
    return fetch(_IN_INDEX + _FOUND, [asked, before, limit])


def _hits(spaces: Sequence[SpaceFacts], rows: Sequence[Sequence[Any]]) -> list[PostHit]:
    names = {space.forum_id: str(space) for space in spaces}
    return [
        PostHit(
            pk=pk,
            subject=subject,
            html=rendered or "",
            author=name(first, last, username),
            created=aware(created) or EPOCH,
            space_name=names[forum_id],
        )
        for pk, forum_id, subject, rendered, created, first, last, username in rows
    ]
