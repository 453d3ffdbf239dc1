"""What the stages of the demo share: its dates, its keys, and what earlier stages have built."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.utils.functional import Promise

from learning.enrolment.models import Enrolment
from learning.enrolment.queries import enrolments_in
from learning.programmes.models import Programme
from learning.programmes.queries import find_programme
from portal.accounts.models import User
from portal.demo.calendar import Calendar
from portal.demo.keys import Keys
from portal.demo.sources import read


@dataclass
class Demo:
    """The demo as it stands. Later stages find what earlier ones made, in this run or before."""

    keys: Keys
    today: date

    @cached_property
    def calendar(self) -> Calendar:
        """The dates of the programme that is there, or of one that is built today."""
        programme = find_programme(read("programme")["programme"]["slug"])
        return Calendar(programme.starts_on) if programme else Calendar.around(self.today)

    @cached_property
    def programme(self) -> Programme:
        """The programme; its stage comes first."""
        programme = find_programme(read("programme")["programme"]["slug"])
        if programme is None:
            raise LookupError("The demo programme has not been built yet.")
        return programme

    @cached_property
    def enrolments(self) -> dict[str, Enrolment]:
        """Who is enrolled, by name."""
        return {str(e.person): e for e in enrolments_in(self.programme)}

    def person(self, name: str) -> User:
        """Someone of the data files."""
        return self.enrolments[name].person


class Stage(NamedTuple):
    """One part of the demo. ``build`` makes what is missing and says how many things that were."""

    title: str | Promise
    build: Callable[[Demo], int]
