"""Dutch for measuring search: words as often as in real texts, a few of them very often, most seldom."""

import random
import re
from collections import Counter
from functools import cached_property
from itertools import accumulate

from portal.demo.sources import read
from portal.search.words import STOP_WORDS, words_of

PLACES = ("modules/04-slecht-nieuws", "modules/05-weerstand", "modules/06-feedback", "forum")


class Dutch:
    """Texts of the words of the demo and of compounds that are made of them. The same at every run."""

    def __init__(self, words: int) -> None:
        self.size = words
        self.chance = random.Random(words)  # noqa: S311

    @cached_property
    def words(self) -> list[str]:
        """The most frequent first."""
        said = Counter(word for place in PLACES for word in words_of(_plain(read(place))))
        known = [word for word, _count in said.most_common() if word.isalpha()]
        parts = [word for word in known if 4 <= len(word) <= 12 and word not in STOP_WORDS]
        seen = dict.fromkeys(known)
        while len(seen) < self.size:
            link = self.chance.choice(("", "s", "en"))
            seen.setdefault(f"{self.chance.choice(parts)}{link}{self.chance.choice(parts)}")
        return list(seen)

    @cached_property
    def _weights(self) -> list[float]:
        return list(accumulate(1 / (rank + 2.7) for rank in range(len(self.words))))

    def text(self, length: int) -> str:
        """So many words."""
        return " ".join(self.chance.choices(self.words, cum_weights=self._weights, k=length))

    def at_rank(self, share: float) -> str:
        """A word that stands in about this share of texts of fifty words."""
        total = self._weights[-1]
        for rank, word in enumerate(self.words):
            if 50 / (rank + 2.7) / total < share and len(word) > 5:
                return word
        return self.words[-1]


def _plain(value: object) -> str:
    return re.sub(r"[^\w ]", " ", str(value))
