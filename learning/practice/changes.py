"""What differs between two versions of a text, word by word."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from learning.practice.fields import PEOPLE, PERSON, SHOWN, Question

_PIECES = re.compile(r"\s+|[^\s]+")


class Piece(NamedTuple):
    """A stretch of text: ``same``, ``added`` or ``removed``."""

    kind: str
    text: str


class Change(NamedTuple):
    """An answer that is not what it was."""

    label: str
    pieces: list[Piece]


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """The answers that differ, in the order of the form."""
    return [
        Change(str(question.label), pieces_of(was, now))
        for question in SHOWN
        if (was := _as_text(question, before)) != (now := _as_text(question, after))
    ]


def pieces_of(before: str, after: str) -> list[Piece]:
    """How one text becomes the other."""
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    pieces = []
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(Piece("same", "".join(old[i:j])))
            continue
        if j > i:
            pieces.append(Piece("removed", "".join(old[i:j])))
        if m > k:
            pieces.append(Piece("added", "".join(new[k:m])))
    return pieces


def _as_text(question: Question, answers: Mapping[str, Any]) -> str:
    if question.key == PEOPLE:
        people = answers.get(question.key, [])
        return "\n".join(
            " – ".join(filter(None, (each.get(part.key, "") for part in PERSON))) for each in people
        )
    return str(question.in_words(answers.get(question.key, "")))
