"""What the engine tells: topics, posts and polls as the screens need them."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Generic, TypeVar

from django.urls import reverse
from django.utils import timezone

from forum.board.models import Attachment, Space, SpaceWords
from learning.enrolment.access import Entitlements

Row = TypeVar("Row")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class TemplateRow:
    """A row whose values templates find at once.

    A template looks a name up as a key before it looks for an attribute: without an answer to the
    first, each value costs an exception.
    """

    __slots__ = ()
    __getitem__ = object.__getattribute__


@cache
def _topic_address() -> str:
    """Asked once: a list of topics would otherwise spend most of its time on addresses."""
    return reverse("forum:topic", args=[0]).replace("0", "{}")


@cache
def _post_address() -> str:
    return reverse("forum:post", args=[0]).replace("0", "{}")


def post_url(post_id: int) -> str:
    """The lasting address of a post; what can be done with it lies below."""
    return _post_address().format(post_id)


def topic_url(topic_id: int) -> str:
    """The address of a topic."""
    return _topic_address().format(topic_id)


@dataclass(slots=True)
class SpaceFacts(SpaceWords, TemplateRow):
    """A space as one person has it."""

    pk: int
    forum_id: int
    kind: str
    programme_id: int
    cohort_id: int | None
    closed_at: datetime | None
    programme_title: str
    programme_ends_on: date
    cohort_name: str | None
    read_until: datetime | None
    """Until when this person has read the whole space."""
    is_invited: bool = False
    """A coordinator let this person in."""
    keeps_order: bool = False
    """This person was let in as a trainer, who keeps order here."""
    topics: int = 0
    last_post_on: datetime | None = None
    has_news: bool = False

    def is_open_to(self, entitlements: Entitlements) -> bool:
        """Whether these enrolments let someone read here: the one rule that everything asks.

        A programme's space is open to its participants, trainers and coordinators; a cohort's to
        its participants and to the coordinators. Others are invited, or stay outside.
        """
        if self.is_invited:
            return True
        if self.kind == Space.Kind.PROGRAMME:
            return (
                self.programme_id in entitlements.attended_programme_ids
                or self.programme_id in entitlements.staffed_programme_ids
            )
        return (
            self.cohort_id in entitlements.cohort_ids
            or self.programme_id in entitlements.coordinated_programme_ids
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a topic stands in its list: pinned or not, its newest post, its number."""

    type: int
    last_post_on: datetime
    pk: int

    def __str__(self) -> str:
        """As a page link carries it."""
        return f"{self.type}-{(self.last_post_on - EPOCH) // MICROSECOND}-{self.pk}"

    @classmethod
    def parse(cls, text: str) -> Place | None:
        """The place in a page link, or None where there is none in it."""
        try:
            type_, since, pk = (int(part) for part in text.split("-"))
            return cls(type_, EPOCH + since * MICROSECOND, pk)
        except (ValueError, OverflowError):
            return None


@dataclass(slots=True)
class TopicRow(TemplateRow):
    """A topic in a list."""

    pk: int
    forum_id: int
    place: Place
    subject: str
    excerpt: str
    starter: str
    last_author: str
    last_post_on: datetime
    replies: int
    is_pinned: bool
    is_locked: bool
    is_new: bool
    """Something was written since this person last looked."""
    was_read: bool
    """This person has been in the topic before, so there is a place to go on from."""
    space_name: str = ""
    about: str = ""
    """The module or lesson from which it was started."""

    @property
    def url(self) -> str:
        return topic_url(self.pk)


@dataclass(slots=True)
class TopicFacts(TemplateRow):
    """A topic with the space it is in, as everything on its page needs it."""

    pk: int
    subject: str
    space: SpaceFacts
    starter_id: int | None
    first_post_id: int
    last_post_id: int
    last_post_on: datetime
    posts: int
    replies: int
    is_pinned: bool
    is_locked: bool
    lock_reason: str
    read_until: datetime | None
    module_title: str | None
    module_slug: str | None
    has_poll: bool
    lesson_id: int | None = None
    """The lesson in which the topic was begun."""

    @property
    def url(self) -> str:
        return topic_url(self.pk)

    @property
    def is_new(self) -> bool:
        return self.read_until is None or self.read_until < self.last_post_on


@dataclass(slots=True)
class PostRow(TemplateRow):
    """A post on a topic's page, as one person sees it."""

    pk: int
    author_id: int | None
    author: str
    html: str
    created: datetime
    edited: datetime | None
    is_removed: bool
    removal_reason: str
    removed_by_author: bool
    has_files: bool
    kind: str = ""
    """What the stylesheet makes of it: the first post, or one that is new to this person."""
    is_new: bool = False
    begins_news: bool = False
    """Above this one stands a line: what this person read before ends there."""
    role: str = ""
    """What the author is in the programme, where that helps to weigh the words."""
    function: str = ""
    photo: str = ""
    """Where the author's photo is, for who reads along."""
    files: list[Attachment] = field(default_factory=list)

    @property
    def url(self) -> str:
        return post_url(self.pk)


@dataclass(slots=True)
class PostFacts:
    """One post with its topic, as answering, changing and removing it need them."""

    pk: int
    topic: TopicFacts
    author_id: int | None
    author: str
    text: str
    version: int
    created: datetime

    @property
    def is_first(self) -> bool:
        return self.pk == self.topic.first_post_id


@dataclass(slots=True)
class PostHit:
    """A post that was found by its words."""

    pk: int
    subject: str
    html: str
    author: str
    created: datetime
    space_name: str

    @property
    def url(self) -> str:
        return post_url(self.pk)

    @property
    def text(self) -> str:
        """What it says, without markup."""
        return html.unescape(re.sub(r"<[^>]*>?", " ", self.html))


@dataclass(slots=True)
class PollOption:
    """An answer to choose in a poll."""

    pk: int
    text: str
    votes: int
    is_mine: bool


@dataclass(slots=True)
class PollFacts:
    """A poll with its answers; ``voters`` are people, each of whom may have chosen several."""

    pk: int
    question: str
    max_options: int
    ends_at: datetime | None
    may_change: bool
    options: list[PollOption]
    voters: int

    @property
    def has_voted(self) -> bool:
        return any(option.is_mine for option in self.options)

    @property
    def is_over(self) -> bool:
        return self.ends_at is not None and self.ends_at < timezone.now()

    @property
    def takes_votes(self) -> bool:
        """Whether this person can still choose, or choose again."""
        return not self.is_over and (self.may_change or not self.has_voted)


@dataclass(slots=True)
class Page(Generic[Row]):
    """A piece of a list, with what a link to the piece before and after it carries."""

    rows: Sequence[Row]
    previous: str | int | None
    next: str | int | None
