"""Enrol and change thousands at once: what ``services`` does for one, in a few statements.

Only people who come in with a code: roles in which people work here are given one by one.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from learning.enrolment.lifetimes import end_of_code
from learning.enrolment.models import CODE_ROLES, AccessCode, Enrolment, Role
from learning.enrolment.services import EnrolmentError, check_parts
from learning.enrolment.signals import enrolment_changed, participant_enrolled
from learning.programmes.models import Programme
from portal.accounts.many import BATCH, log_each
from portal.accounts.models import User

_CHANGEABLE = ("cohort", "route", "department", "function", "starts_on", "ends_on")


@transaction.atomic
def enrol_people(
    enrolments: Sequence[Enrolment], *, programme: Programme, by: User | None = None
) -> list[Enrolment]:
    """Put people in a programme; ``enrolments`` are not saved yet. No codes are issued.

    Raises EnrolmentError as ``enrol_person`` does, and for a role in which people work here.
    """
    if programme.is_template:
        raise EnrolmentError(_("This is a template: nobody takes part in it."))
    for enrolment in enrolments:
        enrolment.programme = programme
        if Role(enrolment.role) not in CODE_ROLES:
            raise EnrolmentError(_("Roles in which people work here are given one by one."))
        check_parts(enrolment)
    _refuse_second_time(enrolments, programme)
    made = Enrolment.objects.bulk_create(enrolments, batch_size=BATCH)
    log_each(made, "enrolment.enrolled", by=by, title=_programme_title)
    if made:
        transaction.on_commit(lambda: participant_enrolled.send(sender=Enrolment, enrolments=made))
    return made


@transaction.atomic
def change_enrolments(
    changes: Mapping[int, Mapping[str, Any]], *, programme: Programme, by: User | None = None
) -> list[Enrolment]:
    """Change enrolments of one programme: by enrolment, what becomes different.

    Raises EnrolmentError as ``change_enrolment`` does.
    """
    rows = Enrolment.objects.filter(programme=programme).select_for_update(of=("self",))
    found = rows.select_related("cohort", "route", "department").in_bulk(sorted(changes))
    changed, previous = [], []
    for pk, values in changes.items():
        enrolment = found[pk]
        if enrolment.ended_at:
            raise EnrolmentError(_("This enrolment has ended; it cannot be changed."))
        enrolment.programme = programme
        previous.append(enrolment.cohort)
        for field in _CHANGEABLE:
            if field in values:
                setattr(enrolment, field, values[field])
        check_parts(enrolment)
        changed.append(enrolment)
    Enrolment.objects.bulk_update(changed, _CHANGEABLE, batch_size=BATCH)
    _keep_codes_within({each.pk: each for each in changed if "ends_on" in changes[each.pk]})
    log_each(changed, "enrolment.changed", by=by, title=_programme_title, data=_what_it_is_now)
    if changed:
        transaction.on_commit(
            lambda: enrolment_changed.send(
                sender=Enrolment, enrolments=changed, previous_cohorts=previous
            )
        )
    return changed


def _refuse_second_time(enrolments: Sequence[Enrolment], programme: Programme) -> None:
    taken = set(
        Enrolment.objects.filter(programme=programme, ended_at=None).values_list(
            "person_id", "role"
        )
    )
    for enrolment in enrolments:
        place = (enrolment.person_id, enrolment.role)
        if place in taken:
            raise EnrolmentError(_("This person already has this role in the programme."))
        taken.add(place)


def _keep_codes_within(enrolments: Mapping[int, Enrolment]) -> None:
    """Let codes in use end with their enrolment, and unused ones not later."""
    kept = []
    pks = sorted(enrolments)
    for start in range(0, len(pks), BATCH):
        living = AccessCode.objects.filter(
            enrolment__in=pks[start : start + BATCH], revoked_at__isnull=True
        )
        for code in living.select_for_update(of=("self",)):
            code.expires_at = end_of_code(code, enrolments[code.enrolment_id])
            kept.append(code)
    AccessCode.objects.bulk_update(kept, ["expires_at"], batch_size=BATCH)


def _programme_title(enrolment: Enrolment) -> str:
    return enrolment.programme.title


def _what_it_is_now(enrolment: Enrolment) -> dict[str, str | None]:
    return {
        "cohort": enrolment.cohort.name if enrolment.cohort else None,
        "route": enrolment.route.title if enrolment.route else None,
        "ends_on": enrolment.ends_on.isoformat() if enrolment.ends_on else None,
    }
