"""Which words answer to a question, and how that is shown in a text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.html import escape
from django.utils.safestring import SafeString

from portal.search.questions import Group
from portal.search.words import WORD, fold

EXCERPT = 220
"""Characters of a text that are shown around the first word that answers."""
BEFORE = 60


@dataclass(frozen=True)
class Wording:
    """A question as it is looked for: a text answers when each group is in it, or any of them."""

    groups: Sequence[Group]
    any_is_enough: bool = False
    _known: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)

    @property
    def alternatives(self) -> list[list[str]]:
        """The words for an index: of each inner list one has to occur. Letters and digits only."""
        lists = [
            sorted({*group.words, *(term.word for term in group.terms)}) for group in self.groups
        ]
        return [sorted({word for each in lists for word in each})] if self.any_is_enough else lists

    def fits(self, *texts: str) -> bool:
        """Whether these texts together answer."""
        words = {fold(match[0]) for text in texts for match in WORD.finditer(text)}
        said = (any(map(group.is_said_by, words)) for group in self.groups)
        return any(said) if self.any_is_enough else all(said)

    def answers(self, word: str) -> bool:
        """Whether a word of a text answers."""
        try:
            return self._known[word]
        except KeyError:
            folded = fold(word)
            known = self._known[word] = any(group.is_said_by(folded) for group in self.groups)
            return known

    def mark(self, text: str) -> SafeString:
        """A text, escaped, with the words that answer in ``<mark>``."""
        return SafeString("".join(self._pieces(text)))

    def _pieces(self, text: str) -> Iterator[str]:
        done = 0
        for match in WORD.finditer(text):
            if self.answers(match[0]):
                yield escape(text[done : match.start()])
                yield f"<mark>{escape(match[0])}</mark>"
                done = match.end()
        yield escape(text[done:])

    def excerpt(self, text: str) -> SafeString:
        """The part of a text around the first word that answers, or its beginning; marked."""
        text = " ".join(text.split())
        first = next((m.start() for m in WORD.finditer(text) if self.answers(m[0])), 0)
        start = 0 if first <= BEFORE else text.rfind(" ", 0, first - BEFORE) + 1
        end = start + EXCERPT
        end = len(text) if end >= len(text) else max(text.rfind(" ", start, end), first + 1)
        before, after = "… " if start else "", " …" if end < len(text) else ""
        return SafeString(f"{before}{self.mark(text[start:end])}{after}")

    def said_in(self, texts: Sequence[str]) -> list[str]:
        """The words of these texts that answer, each once, in their order."""
        found = (fold(m[0]) for text in texts for m in WORD.finditer(text) if self.answers(m[0]))
        return list(dict.fromkeys(found))
