"""The list of people as a file, in columns that can be taken in again."""

from collections.abc import Iterator
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils import timezone, translation

from learning.enrolment.importing.cells import write_day
from learning.enrolment.importing.columns import HEADING, Field
from learning.enrolment.importing.models import EmployeeNumber
from learning.enrolment.importing.names import split_particle
from learning.enrolment.models import Enrolment, Role

EXPORTED = [field for field in Field if field not in {Field.INITIALS, Field.FULL_NAME}]


def export_rows(enrolments: Any) -> Iterator[list[str]]:
    """Headings and a row per enrolment, for a queryset of them; two queries however many."""
    yield [HEADING[field] for field in EXPORTED]
    number = EmployeeNumber.objects.filter(
        person=OuterRef("person"), organisation=OuterRef("programme__organisation")
    )
    together = ("person", "programme", "cohort", "route", "department")
    rows = enrolments.select_related(*together).annotate(number=Subquery(number.values("number")))
    with translation.override("nl"):
        roles = {role.value: str(role.label) for role in Role}
    for enrolment in rows.iterator(chunk_size=1000):
        values = _values(enrolment, roles)
        yield [values[field] for field in EXPORTED]


def _values(enrolment: Any, roles: dict[str, str]) -> dict[Field, str]:
    particle, last_name = split_particle(enrolment.person.last_name)
    return {
        Field.NUMBER: enrolment.number or "",
        Field.FIRST_NAME: enrolment.person.first_name,
        Field.PARTICLE: particle,
        Field.LAST_NAME: last_name,
        Field.EMAIL: enrolment.person.email,
        Field.DEPARTMENT: str(enrolment.department or ""),
        Field.FUNCTION: enrolment.function,
        Field.COHORT: str(enrolment.cohort or ""),
        Field.ROUTE: str(enrolment.route or ""),
        Field.ROLE: roles[enrolment.role],
        Field.STARTS_ON: write_day(enrolment.starts_on),
        Field.ENDS_ON: write_day(_last_day(enrolment)),
        Field.PROGRAMME: str(enrolment.programme),
    }


def _last_day(enrolment: Enrolment) -> Any:
    """As ``known.Place`` has it, so that an ended enrolment is recognised as one."""
    if enrolment.ended_at is None:
        return enrolment.ends_on
    ended_on = timezone.localdate(enrolment.ended_at)
    return min(ended_on, enrolment.ends_on or ended_on)
