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


class ThreadSource(Protocol):
    """What the modules ask of the forum."""

    def threads_from(
        self, who: Entitlements, programme_id: int, lesson_id: int, block_id: UUID
    ) -> list[Thread]:
        """Topics that were begun from a block of a lesson, in the space where this person would begin
        one: newest first; at most three queries."""

    def start_url(self, lesson_id: int, block_id: UUID) -> str:
        """Where someone begins one."""


_sources: list[ThreadSource] = []


def open_door(source: ThreadSource) -> None:
    """Say, once, who keeps the topics."""
    _sources[:] = [source]


def thread_source() -> ThreadSource | None:
    """Who keeps the topics."""
    return next(iter(_sources), None)
