"""What the portal knows that a list is compared with: read in one go, and comparable with itself later.

A coordinator's list is compared with people of their own programmes. Of others it is known only that
an employee number or an address is taken, never whose it is.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple

from django.utils import timezone

from learning.enrolment.importing.cells import fold, key
from learning.enrolment.importing.entries import Entry
from learning.enrolment.importing.models import EmployeeNumber
from learning.enrolment.models import Enrolment
from learning.enrolment.reach import beyond_reach
from learning.programmes.models import Programme
from portal.accounts.many import own_addresses, people_by_address
from portal.accounts.models import User
from portal.ui.viewsets import permitted


class Person(NamedTuple):
    """Someone whom the coordinator may know."""

    pk: int
    first_name: str
    last_name: str
    email: str
    is_staff: bool
    is_active: bool
    number: str
    chose_address: bool
    is_beyond_reach: bool

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


class Place(NamedTuple):
    """Someone's enrolment in one of the coordinator's programmes."""

    pk: int
    person_id: int
    programme_id: int
    organisation_id: int
    role: str
    cohort_id: int | None
    route_id: int | None
    department_id: int | None
    function: str
    starts_on: date
    ends_on: date | None
    ended_at: datetime | None

    @property
    def last_day(self) -> date | None:
        """The day on which it ended or will end, if that is known."""
        if self.ended_at is None:
            return self.ends_on
        ended_on = timezone.localdate(self.ended_at)
        return min(ended_on, self.ends_on or ended_on)

    @property
    def lasts(self) -> bool:
        """Whether it opens something today, or still will."""
        today = timezone.localdate()
        return self.ended_at is None and (self.ends_on is None or self.ends_on >= today)


class Facts(NamedTuple):
    """Rows out of the database, and nothing worked out of them: equal facts give equal outcomes."""

    people: tuple[Person, ...]
    places: tuple[Place, ...]
    taken_numbers: frozenset[str]
    addresses: tuple[tuple[str, tuple[int, ...]], ...]
    departments: tuple[tuple[int, str], ...]
    cohorts: tuple[tuple[int, str], ...]
    routes: tuple[tuple[int, str], ...]
    programme: tuple[str, date, date]
    today: date


def read_facts(programme: Programme, by: User, entries: Sequence[Entry]) -> Facts:
    """What matters for these entries of a list for a programme, entered by someone."""
    places = _places(programme, by)
    numbers = dict(
        EmployeeNumber.objects.filter(organisation=programme.organisation_id)
        .order_by()
        .values_list("person_id", "number")
    )
    addresses = people_by_address(fold(entry.email) for entry in entries if entry.email)
    mine = {place.person_id for place in places}
    if by.is_superuser:
        mine.update(numbers, *addresses.values())
    fresh = Programme.objects.get(pk=programme.pk)
    return Facts(
        people=_people(mine, numbers, by),
        places=places,
        taken_numbers=frozenset(fold(n) for person, n in numbers.items() if person not in mine),
        addresses=tuple((address, tuple(sorted(who))) for address, who in addresses.items()),
        departments=tuple(fresh.organisation.departments.values_list("pk", "name")),
        cohorts=tuple(fresh.cohorts.values_list("pk", "name")),
        routes=tuple(fresh.routes.values_list("pk", "title")),
        programme=(fresh.title, fresh.starts_on, fresh.ends_on),
        today=timezone.localdate(),
    )


def _places(programme: Programme, by: User) -> tuple[Place, ...]:
    """Enrolments in the coordinator's programmes; an administrator's within the organisation."""
    rows = permitted(Enrolment, by, "change")
    if by.is_superuser:
        rows = rows.filter(programme__organisation=programme.organisation_id)
    names = [
        {"organisation_id": "programme__organisation_id"}.get(name, name) for name in Place._fields
    ]
    found: Any = rows.order_by("pk").values_list(*names)
    return tuple(Place(*row) for row in found)


def _people(mine: Collection[int], numbers: dict[int, str], by: User) -> tuple[Person, ...]:
    found = User.objects.in_bulk(sorted(mine))
    chosen, beyond = own_addresses(mine), beyond_reach(mine, by)
    return tuple(
        Person(
            pk=person.pk,
            first_name=person.first_name,
            last_name=person.last_name,
            email=person.email,
            is_staff=person.needs_second_factor,
            is_active=person.is_active,
            number=numbers.get(person.pk, ""),
            chose_address=person.pk in chosen,
            is_beyond_reach=person.pk in beyond,
        )
        for person in sorted(found.values(), key=lambda person: person.pk)
    )


class Known:
    """The same facts, to be found as a list asks for them."""

    def __init__(self, facts: Facts, programme: Programme) -> None:
        self.facts = facts
        self.programme = programme
        self.people = {person.pk: person for person in facts.people}
        self.by_number = {fold(each.number): each for each in facts.people if each.number}
        self.addresses = dict(facts.addresses)
        self.names = {
            "department": dict(facts.departments),
            "cohort": dict(facts.cohorts),
            "route": dict(facts.routes),
        }

    @cached_property
    def _parts(self) -> dict[str, dict[str, int]]:
        """Departments, cohorts and routes by name; where two differ in capitals alone, as written."""
        return {
            part: {fold(name): pk for pk, name in names.items()}
            | {name: pk for pk, name in names.items()}
            for part, names in self.names.items()
        }

    def find_part(self, part: str, name: str) -> int | None:
        """The department, cohort or route of this name."""
        known = self._parts[part]
        return known.get(name) or known.get(fold(name))

    @cached_property
    def here(self) -> dict[int, list[Place]]:
        """The enrolments in this programme, by person."""
        found: dict[int, list[Place]] = defaultdict(list)
        for place in self.facts.places:
            if place.programme_id == self.programme.pk:
                found[place.person_id].append(place)
        return found

    @cached_property
    def by_name(self) -> dict[str, list[tuple[Person, set[str]]]]:
        """People of this organisation by name, each with the departments they are in; "" for none."""
        departments: dict[int, set[str]] = defaultdict(set)
        for place in self.facts.places:
            if place.organisation_id == self.programme.organisation_id:
                name = self.names["department"].get(place.department_id or 0, "")
                departments[place.person_id].add(fold(name))
        found: dict[str, list[tuple[Person, set[str]]]] = defaultdict(list)
        for pk, theirs in departments.items():
            found[key(self.people[pk].name)].append((self.people[pk], theirs))
        return found
