"""The words of a library: where they stand in running text, and what we rather do not write."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from wagtail.blocks import StreamValue

_NOT_IN = {"a", "button", "code", "pre", "h1", "h2", "h3", "h4", "summary", "svg"}
"""What is a link or a title already, or is not to be read."""


class Term(NamedTuple):
    """A word with its meaning."""

    word: str
    forms: tuple[str, ...]
    definition: str
    avoid: tuple[str, ...]

    @property
    def slug(self) -> str:
        return slugify(self.word)


def terms_in(glossary: StreamValue) -> list[Term]:
    """The words of a library, in the order of the alphabet."""
    terms = [
        Term(
            word=child.value["term"],
            forms=_listed(child.value["forms"]),
            definition=child.value["definition"],
            avoid=_listed(child.value["avoid"]),
        )
        for child in glossary
    ]
    return sorted(terms, key=lambda term: term.word.casefold())


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split(",") if part.strip())


class Marker:
    """Marks each word once in a lesson: the first time that it stands in running text."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.terms = {form.casefold(): term for term in terms for form in (term.word, *term.forms)}
        longest_first = sorted(self.terms, key=len, reverse=True)
        self.pattern = _any_of(longest_first)
        self.marked: set[str] = set()

    def mark(self, html: str) -> SafeString:
        """The same text with its words marked; the text itself is as safe as it was."""
        if self.pattern is None or not self.pattern.search(html):
            return mark_safe(html)  # noqa: S308 - what a block rendered
        soup = BeautifulSoup(html, "html.parser")
        for text in list(soup.find_all(string=True)):
            if isinstance(text, NavigableString) and not text.find_parent(_NOT_IN):
                self._mark_in(text)
        return mark_safe(soup.decode(formatter="minimal"))  # noqa: S308

    def _mark_in(self, text: NavigableString) -> None:
        assert self.pattern  # noqa: S101 - mark looked
        pieces: list[NavigableString | Tag] = []
        at = 0
        for found in self.pattern.finditer(text):
            term = self.terms[found[0].casefold()]
            if term.word in self.marked:
                continue
            self.marked.add(term.word)
            pieces += [NavigableString(text[at : found.start()]), *_marked(found[0], term)]
            at = found.end()
        if pieces:
            text.replace_with(*pieces, NavigableString(text[at:]))


def _marked(word: str, term: Term) -> list[Tag]:
    html = render_to_string("learning/modules/term.html", {"word": word, "term": term})
    return [each for each in BeautifulSoup(html.strip(), "html.parser") if isinstance(each, Tag)]


def _any_of(words: Iterable[str]) -> re.Pattern[str] | None:
    """Whole words only; None where there are none."""
    joined = "|".join(re.escape(word) for word in words)
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE) if joined else None


def avoided_words(terms: Iterable[Term], text: str) -> list[tuple[str, Term]]:
    """Words in a text that the glossary rather has otherwise, each once, with the better word."""
    better = {word.casefold(): term for term in terms for word in term.avoid}
    pattern = _any_of(better)
    if pattern is None:
        return []
    found = dict.fromkeys(match.casefold() for match in pattern.findall(text))
    return [(word, better[word]) for word in found]
