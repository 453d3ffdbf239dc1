"""From the cells of a row to what they say about one person, with what is wrong with it in words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import translation
from django.utils.translation import gettext as _

from learning.enrolment.importing.cells import key, read_day
from learning.enrolment.importing.columns import Field
from learning.enrolment.importing.models import LONGEST_NUMBER
from learning.enrolment.importing.names import Name, join_particle, read_full_name, without_titles
from learning.enrolment.importing.reading import Line, say_cell
from learning.enrolment.models import Role

_LONGEST = {
    Field.NUMBER: LONGEST_NUMBER,
    Field.DEPARTMENT: 120,
    Field.FUNCTION: 120,
    Field.COHORT: 80,
    Field.ROUTE: 120,
}
LONGEST_NAME = 150


@dataclass(frozen=True, slots=True)
class Entry:
    """One row. An empty text or day means: nothing is said about it, leave it as it is."""

    line: int
    first_name: str
    last_name: str
    number: str = ""
    email: str = ""
    department: str = ""
    function: str = ""
    cohort: str = ""
    route: str = ""
    role: Role = Role.PARTICIPANT
    starts_on: date | None = None
    ends_on: date | None = None
    programme: str = ""
    problems: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


def read_entries(lines: Iterable[Line], columns: Sequence[str]) -> Iterator[Entry]:
    """What the rows below the headings say, by the fields that were chosen for the columns."""
    fields = [(at, Field(field)) for at, field in enumerate(columns) if field]
    for line in lines:
        faults = [
            say_cell(line.number, at + 1, line.faults[at])
            for at, _field in fields
            if at in line.faults
        ]
        yield _entry(line.number, {field: line.cells[at] for at, field in fields}, faults)


def _entry(line: int, cells: Mapping[Field, str], problems: list[str]) -> Entry:
    name = _name(cells, problems)
    role = _role(cells.get(Field.ROLE, ""), problems)
    starts_on = _day(cells, Field.STARTS_ON, problems)
    ends_on = _day(cells, Field.ENDS_ON, problems)
    if starts_on and ends_on and ends_on < starts_on:
        problems.append(_("An enrolment ends after it starts."))
    for field, longest in _LONGEST.items():
        if len(cells.get(field, "")) > longest:
            problems.append(
                _("%(field)s: at most %(longest)d characters.")
                % {"field": field.label, "longest": longest}
            )
    return Entry(
        line=line,
        first_name=name.first,
        last_name=name.last,
        number=cells.get(Field.NUMBER, ""),
        email=_email(cells.get(Field.EMAIL, ""), problems),
        department=cells.get(Field.DEPARTMENT, ""),
        function=cells.get(Field.FUNCTION, ""),
        cohort=cells.get(Field.COHORT, ""),
        route=cells.get(Field.ROUTE, ""),
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
        programme=cells.get(Field.PROGRAMME, ""),
        problems=tuple(problems),
    )


def _name(cells: Mapping[Field, str], problems: list[str]) -> Name:
    if whole := cells.get(Field.FULL_NAME, ""):
        name = read_full_name(whole)
    else:
        first = without_titles(cells.get(Field.FIRST_NAME, "") or cells.get(Field.INITIALS, ""))
        particle = cells.get(Field.PARTICLE, "")
        last = without_titles(cells.get(Field.LAST_NAME, ""))
        if "," in last:  # Berg, van der
            found = read_full_name(last)
            last, particle = (last, particle) if found.first else (found.last, "")
        name = Name(first, join_particle(particle, last) if last else "")
    if not name.first or not name.last:
        problems.append(_("There must be a last name, and a first name or initials."))
    if max(len(name.first), len(name.last)) > LONGEST_NAME:
        problems.append(_("The name is too long."))
        return Name(name.first[:LONGEST_NAME], name.last[:LONGEST_NAME])
    return name


def _email(text: str, problems: list[str]) -> str:
    address = text.removeprefix("mailto:").strip()
    if address:
        try:
            validate_email(address)
        except ValidationError:
            problems.append(_("“%(text)s” is not an e-mail address.") % {"text": text})
        if len(address) > 254:
            problems.append(_("The e-mail address is too long."))
    return address


def _role(text: str, problems: list[str]) -> Role:
    if not text:
        return Role.PARTICIPANT
    role = _roles().get(key(text))
    if role is None:
        problems.append(_("There is no role “%(text)s”.") % {"text": text})
    return role or Role.PARTICIPANT


@cache
def _roles() -> dict[str, Role]:
    """Each role by its value and by what it is called here, in Dutch and in English."""
    names = {key(role.value): role for role in Role}
    for language in ("nl", "en"):
        with translation.override(language):
            names |= {key(str(role.label)): role for role in Role}
    return names


def _day(cells: Mapping[Field, str], field: Field, problems: list[str]) -> date | None:
    text = cells.get(field, "")
    if not text:
        return None
    try:
        return read_day(text)
    except ValueError:
        problems.append(
            _("%(field)s: “%(text)s” is not a day. Write it like 31-12-2026.")
            % {"field": field.label, "text": text}
        )
        return None
