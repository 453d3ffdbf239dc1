"""What a source of search is, and what it finds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, NamedTuple

from django.utils.functional import Promise
from django.utils.safestring import SafeString

from learning.enrolment.access import Entitlements
from portal.search.questions import Question
from portal.search.wording import Wording

SHOWN = 5
"""Hits of each source on the page of results."""
COUNTED = 50
"""Above this number it is said that there are more."""


class Hit(NamedTuple):
    """Something found; title and excerpt are escaped, with what answers in ``<mark>``."""

    title: SafeString
    url: str
    excerpt: SafeString
    where: str = ""
    at: datetime | None = None


class Title(NamedTuple):
    """What is offered while someone types."""

    title: str
    url: str
    kind: str


@dataclass(frozen=True, slots=True)
class Found:
    """The first hits of a source and how many there are in all."""

    hits: Sequence[Hit]
    count: int
    next: str = ""
    """Where the following page begins; empty where there is none."""

    @property
    def is_many(self) -> bool:
        """Whether there are more than were counted."""
        return self.count > COUNTED


NOTHING = Found((), 0)


class Source:
    """A kind of thing that can be found, for one person. Made once for each request."""

    name: ClassVar[str]
    """In addresses."""
    label: ClassVar[str | Promise]
    more: ClassVar[str | Promise]
    """What the link to the rest of what was found says."""

    def __init__(self, who: Entitlements) -> None:
        self.who = who

    def look(self, wording: Wording, limit: int = SHOWN, after: str = "") -> Found:
        """What this person may read and what answers, the best or newest first."""
        raise NotImplementedError

    def titles(self, question: Question, limit: int) -> list[Title]:
        """Titles to offer while someone types; none where that does not help."""
        return []
