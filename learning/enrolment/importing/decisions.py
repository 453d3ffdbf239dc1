"""What was decided about each row of a list, ready to be shown and to be written."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from learning.enrolment.importing.models import Outcome

PARTS = ("department", "cohort", "route")
NEW_PART = "+"


@dataclass
class Decision:
    """The outcome of one row, and what is to be written where it is new or changed.

    A department or cohort that is still to be made is its name after a plus sign.
    """

    line: int | None
    name: str
    outcome: Outcome
    says: list[str] = field(default_factory=list)
    person_id: int | None = None
    enrolment_id: int | None = None
    about_person: dict[str, str] = field(default_factory=dict)
    about_enrolment: dict[str, Any] = field(default_factory=dict)


@dataclass
class Comparison:
    """The outcome of a whole list. Equal digests are equal outcomes."""

    decisions: list[Decision]
    unknown: dict[str, dict[str, int]]
    consequences: list[str]
    """What the moves to another cohort or route open and close, counted."""

    @property
    def counts(self) -> dict[str, int]:
        return dict(Counter(str(each.outcome) for each in self.decisions))

    @property
    def digest(self) -> str:
        facts = [
            (d.line, d.outcome, d.person_id, d.enrolment_id, d.about_person, d.about_enrolment)
            for d in self.decisions
        ]
        return hashlib.sha256(json.dumps(facts, default=str, sort_keys=True).encode()).hexdigest()
