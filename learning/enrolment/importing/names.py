"""Dutch names: particles such as "van der", initials, and a whole name in one cell."""

import re
from typing import NamedTuple

_PARTICLES = (
    "aan 't à af al auf aus bij ben bin d' da dal de degli dei del della den der des di do don dos du"
    " el het im in l' la las le les lo los of onder op over s' 's t' te ten ter tot uit und unter"
    " uijt van vom von voor vor zu zum zur"
)
PARTICLES = frozenset(_PARTICLES.split())
_TITLES = frozenset(["dhr", "mevr", "mw", "drs", "dr", "mr", "ir", "ing", "prof"])
_PLAIN_TITLES = frozenset({"dhr", "mevr", "mevrouw", "mw", "drs", "heer"})
"""These are no names, with or without a dot; "Dr" or "Ir" without one might be."""
_INITIALS = re.compile(r"^(?:[^\W\d_]{1,2}\.\s?)+$|^[A-Z]{1,5}$")
_BEHIND = re.compile(r"^(?P<last>.*?)\s*\((?P<particle>[^()]+)\)$")


class Name(NamedTuple):
    """How someone is called here: the particle belongs to the last name."""

    first: str
    last: str


def without_titles(text: str) -> str:
    """The text without the titles before it: "mevr. drs. E. El Amrani" → "E. El Amrani"."""
    words = text.split()
    if [word.lower() for word in words[:2]] == ["de", "heer"]:
        del words[:2]
    while len(words) > 1 and _is_title(words[0]):
        del words[0]
    return " ".join(words)


def _is_title(word: str) -> bool:
    plain = word.lower().removesuffix(".")
    return plain in _PLAIN_TITLES or (word.endswith(".") and plain in _TITLES)


def is_particle(word: str) -> bool:
    """Whether this word may stand before a last name: "van", "'t", "d'"."""
    return word.replace("’", "'").lower() in PARTICLES


def split_particle(last_name: str) -> tuple[str, str]:
    """ "van der Berg" → ("van der", "Berg"). Only small letters: "De Groot" is written so on purpose."""
    words = last_name.split(" ")
    count = 0
    while count < len(words) - 1 and is_particle(words[count]) and words[count].islower():
        count += 1
    return " ".join(words[:count]), " ".join(words[count:])


def join_particle(particle: str, last_name: str) -> str:
    """The particle before the last name, unless it stands there already."""
    if not particle or last_name.lower().startswith(f"{particle.lower()} "):
        return last_name
    return f"{particle} {last_name}"


def read_full_name(text: str) -> Name:
    """A whole name: "Berg, A. van der", "Berg (van der), Anna" or "Anna van der Berg".

    A part that cannot be told is left empty; the row is then wrong.
    """
    if "," in text:
        last, *rest = (part.strip() for part in text.split(","))
        first = without_titles(" ".join(rest))
        return _last_name_first(without_titles(last), first.split())
    return _first_name_first(without_titles(text).split())


def _last_name_first(last: str, rest: list[str]) -> Name:
    particle = ""
    if found := _BEHIND.match(last):
        last, particle = found["last"], found["particle"].strip()
    end = len(rest)
    while end > 0 and is_particle(rest[end - 1]):
        end -= 1
    start = 0
    while start < end and is_particle(rest[start]):
        start += 1
    words = [particle, *rest[:start], *rest[end:]]
    return Name(" ".join(rest[start:end]), join_particle(" ".join(filter(None, words)), last))


def _first_name_first(words: list[str]) -> Name:
    """Up to the first particle, else up to the last word."""
    inside = (at for at, word in enumerate(words) if 0 < at < len(words) - 1 and is_particle(word))
    at = next(inside, max(len(words) - 1, 0))
    return Name(" ".join(words[:at]), " ".join(words[at:]))


def are_initials_of(text: str, first_name: str) -> bool:
    """Whether a list gives no more than the initials of a first name that is known in full."""
    is_short = bool(_INITIALS.match(text)) and not _INITIALS.match(first_name)
    return is_short and text[:1].casefold() == first_name[:1].casefold()
