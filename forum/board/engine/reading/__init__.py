"""Spaces, topics and posts out of the tables, as rows.

Each function is one statement whose cost does not grow with the forum: pages are found by the place
of their first row in an index (migration 0002), never by counting or skipping rows. What someone
may read is not decided here; ``access.py`` asks ``SpaceFacts.is_open_to`` of whatever comes back.
"""

from forum.board.engine.reading.found import all_texts, find_posts
from forum.board.engine.reading.posts import (
    first_unread,
    has_written,
    post_facts,
    post_page,
    same_post,
    version_of,
)
from forum.board.engine.reading.spaces import space_facts, spaces_of_programmes
from forum.board.engine.reading.topics import (
    asked_topics,
    latest_topics,
    same_topic,
    topic_facts,
    topic_page,
)

__all__ = [
    "all_texts",
    "asked_topics",
    "find_posts",
    "first_unread",
    "has_written",
    "latest_topics",
    "post_facts",
    "post_page",
    "same_post",
    "same_topic",
    "space_facts",
    "spaces_of_programmes",
    "topic_facts",
    "topic_page",
    "version_of",
]
