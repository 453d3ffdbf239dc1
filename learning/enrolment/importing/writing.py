"""Write what was decided about a list: few statements, in the one transaction of who calls."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models

from learning.enrolment.importing.cells import fold
from learning.enrolment.importing.decisions import NEW_PART, PARTS, Decision
from learning.enrolment.importing.models import EmployeeNumber, Outcome
from learning.enrolment.many import change_enrolments, enrol_people
from learning.enrolment.models import Enrolment
from learning.organisation.services import add_department
from learning.programmes.models import Programme
from learning.programmes.services import add_cohort
from portal.accounts.many import BATCH, correct_people, create_participants
from portal.accounts.models import User

Parts = Mapping[str, Mapping[int | str, models.Model]]
_NAMES = ("first_name", "last_name", "email")


def write_decisions(decisions: Sequence[Decision], *, programme: Programme, by: User) -> None:
    """Make and correct people, enrol them, change enrolments. Raises what the services raise."""
    parts = _parts(decisions, programme)
    people = _make_people(decisions)
    _correct_people(decisions, by)
    _keep_numbers(decisions, people, programme)
    enrol_people(
        [
            Enrolment(person_id=people[each.line], **_values(each, parts, is_new=True))
            for each in decisions
            if each.outcome == Outcome.NEW
        ],
        programme=programme,
        by=by,
    )
    change_enrolments(
        {
            each.enrolment_id: _values(each, parts)
            for each in decisions
            if each.outcome == Outcome.CHANGED and each.enrolment_id and each.about_enrolment
        },
        programme=programme,
        by=by,
    )


def _parts(decisions: Sequence[Decision], programme: Programme) -> Parts:
    """Departments, cohorts and routes by key or, those that are made now, by their name in the list."""
    found: dict[str, dict[int | str, models.Model]] = {
        "department": {**programme.organisation.departments.in_bulk()},
        "cohort": {**programme.cohorts.in_bulk()},
        "route": {**programme.routes.in_bulk()},
    }
    make: dict[str, Any] = {
        "department": lambda name: add_department(organisation=programme.organisation, name=name),
        "cohort": lambda name: add_cohort(programme=programme, name=name),
    }
    made: dict[tuple[str, str], models.Model] = {}
    for decision in decisions:
        for part in make:
            value = decision.about_enrolment.get(part)
            if isinstance(value, str):
                name = value.removeprefix(NEW_PART)
                if (part, fold(name)) not in made:
                    made[part, fold(name)] = make[part](name)
                found[part][value] = made[part, fold(name)]
    return found


def _make_people(decisions: Sequence[Decision]) -> dict[int | None, int]:
    """Who each row that enrols someone is about, by its line."""
    enrolling = [each for each in decisions if each.outcome == Outcome.NEW]
    new = [each for each in enrolling if each.person_id is None]
    made = create_participants([{name: each.about_person[name] for name in _NAMES} for each in new])
    return {each.line: each.person_id for each in enrolling if each.person_id} | {
        each.line: person.pk for each, person in zip(new, made, strict=True)
    }


def _correct_people(decisions: Sequence[Decision], by: User) -> None:
    corrections = {
        each.person_id: {
            name: each.about_person[name] for name in _NAMES if name in each.about_person
        }
        for each in decisions
        if each.person_id and {*_NAMES} & {*each.about_person}
    }
    correct_people(corrections, by=by)


def _keep_numbers(
    decisions: Sequence[Decision], people: Mapping[int | None, int], programme: Programme
) -> None:
    """Numbers of people who had none; an import never gives someone another one."""
    numbers = {
        each.person_id or people[each.line]: number
        for each in decisions
        if (number := each.about_person.get("number"))
    }
    EmployeeNumber.objects.bulk_create(
        (
            EmployeeNumber(person_id=pk, organisation=programme.organisation, number=number)
            for pk, number in numbers.items()
        ),
        batch_size=BATCH,
    )


def _values(decision: Decision, parts: Parts, *, is_new: bool = False) -> dict[str, Any]:
    """What an enrolment gets; what a new one does not say is left to the model."""
    values = {
        name: parts[name][value] if name in PARTS and value is not None else value
        for name, value in decision.about_enrolment.items()
    }
    if is_new and values["starts_on"] is None:
        del values["starts_on"]
    return values
