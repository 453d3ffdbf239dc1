"""Rows of one list that are about the same person, or that say one thing of two."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learning.enrolment.importing.cells import fold, key
from learning.enrolment.importing.decisions import Decision
from learning.enrolment.importing.entries import Entry
from learning.enrolment.importing.matching import Match

_CLASHES = {
    "number": gettext_lazy("Row %(row)d has the same employee number: take out one of the two."),
    "email": gettext_lazy(
        "Row %(row)d has the same e-mail address. Is it the same person? Then take out one of the two."
        " Do two people share it? Then leave it empty in both: a personal code is enough."
    ),
    "name": gettext_lazy(
        "Row %(row)d has the same name and department. Is it the same person? Then take out one of"
        " the two. Are they two? Then give both an employee number."
    ),
}


class Clashes:
    """What each row claims for itself, so that a later one can be told that it was taken."""

    def __init__(self) -> None:
        self.claimed: dict[tuple[Any, ...], tuple[Any, int]] = {}
        self.corrections: dict[int, dict[str, str]] = {}

    def find(self, entry: Entry, match: Match, decision: Decision) -> str:
        """How this row clashes with one before it: about one enrolment or one new person, or about
        one person with different names; empty where it does not."""
        for claim, owner in _claims(entry, decision):
            before, line = self.claimed.setdefault(claim, (owner, entry.line))
            if before != owner:
                what = match.by if claim[0] in {"enrolment", "place"} else claim[0]
                return str(_CLASHES[what]) % {"row": line}
        if decision.person_id and decision.about_person:
            said = self.corrections.setdefault(decision.person_id, decision.about_person)
            if said != decision.about_person:
                return _("Another row says something else about this person.")
        return ""


def _claims(entry: Entry, decision: Decision) -> Iterator[tuple[tuple[Any, ...], int | str | None]]:
    """What may be one row's or one person's only, with whose it is by this row."""
    this_row = f"row {entry.line}"
    owner = decision.person_id or this_row
    if decision.enrolment_id:
        yield ("enrolment", decision.enrolment_id), this_row
    elif decision.person_id:
        yield ("place", decision.person_id, entry.role), this_row
    elif not entry.number and not entry.email:
        yield ("name", key(entry.name), fold(entry.department)), this_row
    if number := decision.about_person.get("number"):
        yield ("number", fold(number)), owner
    if email := decision.about_person.get("email"):
        yield ("email", fold(email)), owner
