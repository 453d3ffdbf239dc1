"""What a run would do with people, and what became of one."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from django.utils import timezone

from learning.enrolment.handout.models import Handout, Recipient
from learning.enrolment.lifetimes import end_of_enrolment, expiry_of_unused, kick_off_of
from learning.enrolment.models import CODE_ROLES, Enrolment, Role

Reason = Recipient.Reason


def why_left_out(
    enrolment: Enrolment,
    *,
    kind: str,
    is_in_use: bool,
    replaces_used: bool,
    beyond_reach: Collection[int],
) -> Reason | None:
    """Why a run gives this person nothing; None where it does. ``beyond_reach`` are the people of
    whom who asks it may issue no code."""
    person = enrolment.person
    if Role(enrolment.role) not in CODE_ROLES or person.needs_second_factor:
        return Reason.STAFF
    if enrolment.ended_at or not person.is_active:
        return Reason.ENDED
    if end_of_enrolment(enrolment) <= timezone.now():
        return Reason.ENDED
    if person.pk in beyond_reach:
        return Reason.ELSEWHERE
    if kind == Handout.Kind.MAIL and not person.email:
        return Reason.NO_ADDRESS
    return Reason.IN_USE if is_in_use and not replaces_used else None


class Plan(NamedTuple):
    """What a run would do, in numbers of people."""

    first: int
    unused: int
    used: int
    left_out: dict[Reason, int]
    until: datetime | None = None
    """The latest moment at which a new code can be used for the first time."""

    @property
    def able(self) -> int:
        return self.first + self.unused + self.used


def plan(
    enrolments: Iterable[Any], *, kind: str, replaces_used: bool, beyond_reach: Collection[int]
) -> Plan:
    """Count what a run would do with people of one programme who went through ``with_code_state``."""
    kick_off: date | None = None
    ends: list[datetime] = []
    able: Counter[str] = Counter()
    left_out: Counter[Reason] = Counter()
    for each in enrolments:
        is_in_use = each.code_first_used_at is not None
        reason = why_left_out(
            each,
            kind=kind,
            is_in_use=is_in_use,
            replaces_used=replaces_used,
            beyond_reach=beyond_reach,
        )
        if reason:
            left_out[reason] += 1
        else:
            able["used" if is_in_use else "unused" if each.code_selector else "first"] += 1
            kick_off = kick_off or kick_off_of(each.programme)
            ends.append(expiry_of_unused(each, kick_off))
    return Plan(
        able["first"], able["unused"], able["used"], dict(left_out), max(ends, default=None)
    )


def left_out_of(handout: Handout) -> list[tuple[str, list[Enrolment]]]:
    """Who was left out of a run, by the reason in words."""
    left_out = handout.recipients.filter(state=Recipient.State.LEFT_OUT)
    found: dict[str, list[Enrolment]] = {}
    for each in left_out.select_related("enrolment__person").order_by(
        "reason", "enrolment__person__last_name", "enrolment__person__first_name", "pk"
    ):
        found.setdefault(str(each.get_reason_display()), []).append(each.enrolment)
    return list(found.items())


def dead_codes_in(handout: Handout) -> int:
    """How many codes in a run's file were replaced or revoked since they were made."""
    return handout.recipients.filter(code__revoked_at__isnull=False).count()
