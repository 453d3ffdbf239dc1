"""Words as search sees them: without case and accents, by their stem; alike on both databases.

The stems are of the package snowballstemmer (Kraaij and Pohlmann's stemmer for Dutch), pinned to one
version: another would leave the stems of words that were learned before without a match.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import snowballstemmer

WORD = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+")
"""A word in a text, with the accents that stand apart after their letter."""

_ACCENT = re.compile(r"[\u0300-\u036f]")
_STEMMER = snowballstemmer.stemmer("dutch")

_SAYING_LITTLE = """
    aan al alles als altijd ben bij daar dan dat de der deze die dit doen door dus een eens en
    er ge geen had heb hebben heeft hem het hier hij hoe hun iemand iets ik in is ja je jij jou
    jouw kan kon kunnen maar me meer men met mij mijn moet na naar nee niet niets nog nu of om
    omdat onder ons ook op over reeds te tegen toch toen tot u uit uw van veel voor want waren
    was wat we wel werd wie wij wil word worden zal ze zelf zich zij zijn zo zonder zou the a an
    and of to
"""
STOP_WORDS = frozenset(_SAYING_LITTLE.split())


def fold(text: str) -> str:
    """A text without capitals and accents."""
    if text.isascii():
        return text.lower()
    return _ACCENT.sub("", unicodedata.normalize("NFKD", text)).lower()


def words_of(text: str) -> Iterator[str]:
    """The words of a text, folded, in its order."""
    return (match[0] for match in WORD.finditer(fold(text)))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a folded word. Twice, because "grenzen" gives "grens" and "grens" gives "gren"."""
    return str(_STEMMER.stemWord(_STEMMER.stemWord(word)))
