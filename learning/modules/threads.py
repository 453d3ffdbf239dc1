"""The door to the forum: a lesson shows the topics that were begun from one of its questions.

The forum is above the learning, and opens this door when the portal starts. Without a forum there
are no topics.
"""

from typing import NamedTuple, Protocol
from uuid import UUID

from learning.enrolment.access import Entitlements


class Thread(NamedTuple):
    """A topic, as a lesson shows it."""

    title: str
    url: str
    replies: int


class Talk(NamedTuple):
    """What a lesson shows of the forum, in the space where someone would write."""

    start_url: str
    """Where someone begins a topic; empty where nobody writes any more."""
    threads: list[Thread]


class ThreadSource(Protocol):
    """What the modules ask of the forum."""

    def talk_about(
        self, who: Entitlements, programme_id: int, lesson_id: int, block_id: UUID
    ) -> Talk | None:
        """The topics that were begun from a block of a lesson, newest first; None for who has no place
        in the forum: at most three queries."""


_sources: list[ThreadSource] = []


def open_door(source: ThreadSource) -> None:
    """Say, once, who keeps the topics."""
    _sources[:] = [source]


def thread_source() -> ThreadSource | None:
    """Who keeps the topics."""
    return next(iter(_sources), None)
