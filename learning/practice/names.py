"""Words in a text that look like the name of a person: a hint to the writer, never a refusal.

Known by name are only people whom the writer sees anyway: their own cohort, and the trainers and
coordinators of their programme. Everything else is told by its shape alone, so that the hint says
nothing of who else is in the portal.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from learning.enrolment.access import STAFF_ROLES
from learning.enrolment.models import Enrolment, Role
from learning.practice.fields import PEOPLE, PERSON, SHOWN
from learning.practice.models import PracticeCase

_PARTICLES = r"(?:(?:van|de|der|den|het|ten|ter|el|al|in|'t)\s+)*"
_WORD = r"[A-ZÀ-Ý][\w’'-]+"
_TITLED = re.compile(
    rf"\b((?:de\s+heer|den\s+heer|mevrouw|meneer|mijnheer|juffrouw|mevr\.|mw\.|dhr\.)\s+{_PARTICLES}{_WORD})",
    re.IGNORECASE,
)
_INSIDE = re.compile(rf"(?<=[a-zà-ÿ,;0-9]\s)({_WORD}(?:\s+{_PARTICLES}{_WORD})*)")
_WORDS = re.compile(r"[\w’'-]+")
_SHORTEST = 3
_CAPITALS = """
    Groep Team Afdeling Dienst Cluster Nederland Nederlands Nederlandse Europa Europese Rijk Provincie
    Gemeente Raad College Teams Outlook Excel Word Whatsapp WhatsApp Wmo Woo Wob Omgevingswet
    Participatiewet Jeugdwet Awb Avg Kerst Pasen Pinksteren Ik Je Jij U Hij Zij Ze Wij We Jullie Dat
    Dit De Het Een En Maar Want Als Dan Hoe Wat Wie Waar Waarom Wanneer Nee Ja Er Daar Nu Toen Mijn
"""
_NO_NAMES = frozenset(_CAPITALS.split())
"""Written with a capital, and no name of a person."""


def known_names(case: PracticeCase) -> frozenset[str]:
    """First and last names of the people whom the writer of a case sees: one or two queries."""
    there = Enrolment.objects.active().filter(programme=case.programme_id)
    mine = there.filter(person=case.person_id, role=Role.PARTICIPANT).first()
    seen = there.filter(role__in=STAFF_ROLES)
    if mine and mine.cohort_id:
        seen = seen | there.filter(cohort=mine.cohort_id, role=Role.PARTICIPANT)
    people = seen.exclude(person=case.person_id).values_list(
        "person__first_name", "person__goes_by", "person__last_name"
    )
    words = {word for names in people for name in names for word in _WORDS.findall(name)}
    return frozenset(word for word in words if len(word) >= _SHORTEST and word[0].isupper())


def names_in(text: str, known: Collection[str]) -> list[str]:
    """What looks like a name in a text, each once, in the order in which it stands there."""
    found: dict[int, str] = {}
    for match in _TITLED.finditer(text):
        found[match.start()] = match[1]
    for match in _INSIDE.finditer(text):
        if match[1].split()[0] not in _NO_NAMES and not match[1].isupper():
            found.setdefault(match.start(), match[1])
    for match in _WORDS.finditer(text):
        if match[0] in known:
            found.setdefault(match.start(), match[0])
    ordered = [found[at] for at in sorted(found)]
    return [
        word
        for word in dict.fromkeys(ordered)
        if not any(word != other and f" {word} " in f" {other} " for other in ordered)
    ]


def hints(content: Mapping[str, Any], known: Collection[str]) -> dict[str, list[str]]:
    """By the key of each answer that others get to read: what looks like a name in it."""
    found = {question.key: names_in(_text_of(question.key, content), known) for question in SHOWN}
    return {key: words for key, words in found.items() if words}


def _text_of(key: str, content: Mapping[str, Any]) -> str:
    if key == PEOPLE:
        return "\n".join(each.get(part.key, "") for each in content.get(key, []) for part in PERSON)
    return str(content.get(key, ""))
