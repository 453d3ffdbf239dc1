"""One question to all sources, for one person."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.html import strip_tags

from learning.enrolment.access import Entitlements
from portal.search.questions import Question
from portal.search.sources import SOURCES, Found, Source, Title
from portal.search.sources.base import COUNTED
from portal.search.vocabulary import groups_for, lenient_groups_for
from portal.search.wording import Wording

TITLES_SHOWN = 8


@dataclass(frozen=True)
class Section:
    """What one source found."""

    source: Source
    found: Found

    @property
    def count(self) -> str:
        """How much there is; above a number only that there is more."""
        return f"{COUNTED}+" if self.found.is_many else str(self.found.count)

    @property
    def is_cut(self) -> bool:
        """Whether there is more than is shown."""
        return self.found.count > len(self.found.hits)


@dataclass(frozen=True)
class Results:
    """What was found, and how: by the words themselves, by what may be meant, by some of them."""

    question: Question
    sections: Sequence[Section] = ()
    instead: Sequence[str] = field(default_factory=list)
    """The words that were found instead of what was typed: they stand in what this person may read."""
    by_some_words: bool = False

    @cached_property
    def count(self) -> int:
        return sum(section.found.count for section in self.sections)

    @property
    def total(self) -> str:
        """How much there is in all, as far as it was counted."""
        is_many = any(section.found.is_many for section in self.sections)
        return f"{self.count - 1}+" if is_many else str(self.count)


def search(who: Entitlements, question: Question) -> Results:
    """What someone may read and what answers to a question, by source.

    Where nothing does, what is spelled nearly so; then what holds some of the words.
    """
    sources = [make(who) for make in SOURCES]
    exact = groups_for(question)
    if found := _look(sources, Wording(exact)):
        return Results(question, found)
    lenient = Wording(lenient_groups_for(question))
    if found := _look(sources, lenient):
        return Results(question, found, instead=_said(lenient, found))
    if len(exact) > 1 and (found := _look(sources, Wording(exact, any_is_enough=True))):
        return Results(question, found, by_some_words=True)
    return Results(question)


def look_in(who: Entitlements, question: Question, name: str, *, limit: int, after: str) -> Section:
    """A piece of all that one source found. Raises LookupError where there is no such source."""
    source = next((make(who) for make in SOURCES if make.name == name), None)
    if source is None:
        raise LookupError(name)
    exact = groups_for(question)
    found = source.look(Wording(exact), limit, after)
    if not found.hits:
        found = source.look(Wording(lenient_groups_for(question)), limit, after)
    if not found.hits:
        found = source.look(Wording(exact, any_is_enough=True), limit, after)
    return Section(source, found)


def titles(who: Entitlements, question: Question) -> list[Title]:
    """Titles that someone may read, with words that begin as those that are being typed."""
    sources = [make(who) for make in SOURCES]
    found = [title for source in sources for title in source.titles(question, TITLES_SHOWN)]
    return found[:TITLES_SHOWN]


def _look(sources: Sequence[Source], wording: Wording) -> list[Section]:
    found = [Section(source, source.look(wording)) for source in sources]
    return [section for section in found if section.found.hits]


def _said(wording: Wording, sections: Sequence[Section]) -> list[str]:
    """The words in what is shown that answer."""
    hits = [hit for section in sections for hit in section.found.hits]
    return wording.said_in([strip_tags(t) for hit in hits for t in (hit.title, hit.excerpt)])[:5]
