"""What someone asks: the words of it, and which words of a text answer to them.

A word answers when it has the same stem ("gesprekken": "gesprek"), or when it is a compound with the
asked word as its first or last part ("gesprek": "slechtnieuwsgesprek"). Where nothing at all was found
it also answers when it is nearly the same ("weerstant": "weerstand").
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from portal.search.nearness import is_near
from portal.search.words import STOP_WORDS, fold, stem, words_of

LONGEST = 200
MOST_TERMS = 8
SHORTEST_PART = 4
"""Letters of a word that is looked for in compounds: "les" would be found in "beslessen"."""
SHORTEST_REST = 3


@dataclass(frozen=True, slots=True)
class Term:
    """One of the words that someone asks for, folded."""

    word: str
    stem: str

    @classmethod
    def of(cls, word: str) -> "Term":
        return cls(word, stem(word))

    def is_said_by(self, word: str) -> bool:
        """Whether a folded word of a text is this word in another form, or a compound with it."""
        if word == self.word:
            return True
        if word in STOP_WORDS or len(word) > 60:
            return False
        found = stem(word)
        if len(found) < len(self.stem) + SHORTEST_REST:  # "planten" is no compound with "plan"
            return found == self.stem
        return _is_part(self.stem, found) or _is_part(self.word, word)

    def is_nearly(self, word: str) -> bool:
        """Whether a word may be this one, spelled right."""
        return is_near(self.word, word) or is_near(self.stem, stem(word))


def _is_part(part: str, word: str) -> bool:
    """Whether a word begins or ends with another, and what is left of it can be a word too."""
    if len(part) < SHORTEST_PART:
        return False
    return (word.startswith(part) and _may_be_word(word[len(part) :])) or (
        word.endswith(part) and _may_be_word(word[: -len(part)])
    )


def _may_be_word(rest: str) -> bool:
    return any(letter in "aeiouy" for letter in rest)


@dataclass(frozen=True)
class Question:
    """The words that all have to answer."""

    typed: str
    terms: tuple[Term, ...]

    @cached_property
    def is_empty(self) -> bool:
        return not self.terms


def read_question(typed: str) -> Question:
    """What someone typed, as words: without stop words where there are others, eight at most."""
    typed = " ".join(typed[:LONGEST].split())
    found = list(dict.fromkeys(words_of(fold(typed))))
    telling = [word for word in found if word not in STOP_WORDS]
    return Question(typed, tuple(map(Term.of, (telling or found)[:MOST_TERMS])))


@dataclass(frozen=True)
class Group:
    """The words of which one has to occur: those of a term."""

    terms: tuple[Term, ...]
    words: Collection[str]
    """Those that the texts of the library and the forum know, for the database."""
    lenient: bool

    def is_said_by(self, word: str) -> bool:
        """Whether a folded word of a text answers."""
        return word in self.words or any(
            term.is_said_by(word) or (self.lenient and term.is_nearly(word)) for term in self.terms
        )
