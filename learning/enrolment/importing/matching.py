"""Who a row is about: by employee number, else by e-mail address, else by name and department.

Two people are never taken for one in silence: where that could be, the row is wrong and says why.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from learning.enrolment.importing.cells import fold, key
from learning.enrolment.importing.entries import Entry
from learning.enrolment.importing.known import Known, Person
from learning.enrolment.importing.names import split_particle


@dataclass
class Match:
    """The person whom a row is about, and by what; None is somebody new. ``says`` is for the report."""

    person: Person | None = None
    by: str = ""
    says: list[str] = field(default_factory=list)
    problem: str = ""


class Matcher:
    """Finds for each entry of one list who it is about."""

    def __init__(self, known: Known, entries: Sequence[Entry]) -> None:
        self.known = known
        # The same name twice is two people, or one in two roles or after one another.
        self.namesakes = Counter(map(_who_by_name, entries))

    def find(self, entry: Entry) -> Match:
        number = self.known.by_number.get(fold(entry.number)) if entry.number else None
        owners = self.known.addresses.get(fold(entry.email), ()) if entry.email else ()
        if self._is_of_others(entry, owners):
            return Match(problem=_elsewhere())
        if len(owners) > 1:
            return Match(problem=_("More people here have this e-mail address."))
        email = self.known.people[owners[0]] if owners else None
        if number and email and number.pk != email.pk:
            return Match(
                problem=_("The employee number is of %(one)s, the e-mail address of %(other)s.")
                % {"one": number.name, "other": email.name}
            )
        if number:
            return self._by_number(entry, number)
        if email:
            return self._by_email(entry, email)
        return self._by_name(entry)

    def _is_of_others(self, entry: Entry, owners: Sequence[int]) -> bool:
        taken = bool(entry.number) and fold(entry.number) in self.known.facts.taken_numbers
        return taken or any(pk not in self.known.people for pk in owners)

    def _by_number(self, entry: Entry, person: Person) -> Match:
        if not (_same_initial(entry, person) or _same_last_name(entry, person)):
            return Match(
                problem=_(
                    "This employee number is of %(name)s. Is it the same person? Then correct the name"
                    " on their page first. Is it another? Then correct the number there or in the"
                    " file."
                )
                % {"name": person.name}
            )
        return Match(person, "number")

    def _by_email(self, entry: Entry, person: Person) -> Match:
        if entry.number and person.number:
            return Match(
                problem=_("%(name)s has this e-mail address, and employee number %(number)s.")
                % {"name": person.name, "number": person.number}
            )
        if not (_same_initial(entry, person) and _same_last_name(entry, person)):
            return Match(
                problem=_(
                    "This e-mail address is of %(name)s. Is it the same person? Then correct the name"
                    " on their page first. Is it another? Then correct the address there or in the"
                    " file."
                )
                % {"name": person.name}
            )
        return Match(person, "email")

    def _by_name(self, entry: Entry) -> Match:
        department = fold(entry.department)
        alike = [
            (person, departments)
            for person, departments in self.known.by_name.get(key(entry.name), [])
            if not (entry.number and person.number) and not (entry.email and person.email)
        ]
        found = [person for person, departments in alike if department in departments]
        many = len(found) > 1 or self.namesakes[_who_by_name(entry)] > 1
        if many and (found or not (entry.number or entry.email)):
            return Match(
                problem=_(
                    "More people have this name in this department."
                    " Add an employee number or an e-mail address."
                )
            )
        if found:
            return Match(found[0], "name", [_("Recognised by name and department.")])
        if alike and not department and not (entry.number or entry.email):
            return Match(
                problem=_(
                    "There is somebody of this name already. Add an employee number, an e-mail"
                    " address or a department, to tell whether it is the same person."
                )
            )
        if alike:
            return Match(says=[_("Somebody of this name is here already, in another department.")])
        return Match()


def _who_by_name(entry: Entry) -> tuple[object, ...]:
    return key(entry.name), fold(entry.department), entry.role, entry.starts_on


def _same_initial(entry: Entry, person: Person) -> bool:
    return key(entry.first_name)[:1] == key(person.first_name)[:1]


def _same_last_name(entry: Entry, person: Person) -> bool:
    return key(split_particle(entry.last_name)[1]) == key(split_particle(person.last_name)[1])


def _elsewhere() -> str:
    """One and the same for whoever it is of, and for a number and an address."""
    return _(
        "This employee number or e-mail address cannot be used here."
        " Ask an administrator to enrol this person."
    )
