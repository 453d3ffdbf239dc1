"""Enrolments when their whole programme moves: which days go along, and which stay as they were.

Who began with the programme or ends with it moves along. A day that was agreed with a person stays,
and so does a beginning that is behind us: nobody who is in, is shut out until a later day.
"""

from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from learning.enrolment.models import Enrolment
from learning.programmes.dates import Period
from learning.programmes.models import Programme


class Effect(NamedTuple):
    """What a move does to the enrolments of a programme, in numbers of enrolments."""

    starts: int
    """Begin with the programme, and go on doing so."""
    ends: int
    """End on its last day, and go on doing so."""
    own_end: int
    """Keep a last day of their own."""
    too_early: int
    """End, by that day of their own, before the programme begins."""


def effect_of_move(programme: Programme, *, now: Period) -> Effect:
    """What moving a programme to another period would do: one query."""
    starts = ends = own_end = too_early = 0
    was = Period(programme.starts_on, programme.ends_on)
    for enrolment in Enrolment.objects.lasting().filter(programme=programme):
        first, last = _days(enrolment, was, now)
        starts += first != enrolment.starts_on
        ends += last != enrolment.ends_on
        is_own = last is not None and last == enrolment.ends_on
        own_end += is_own
        too_early += is_own and last is not None and last < now.first
    return Effect(starts, ends, own_end, too_early)


@transaction.atomic
def move_enrolments(*, programme: Programme, was: Period) -> None:
    """Let the enrolments follow a programme that moved; ``was`` is the period that it had."""
    now = Period(programme.starts_on, programme.ends_on)
    lasting = Enrolment.objects.lasting().filter(programme=programme).order_by("pk")
    for enrolment in lasting.select_for_update(of=("self",)):
        days = _days(enrolment, was, now)
        if days != (enrolment.starts_on, enrolment.ends_on):
            enrolment.starts_on, enrolment.ends_on = days
            enrolment.save(update_fields=["starts_on", "ends_on"])
            log(
                enrolment,
                "enrolment.changed",
                title=programme.title,
                data={"ends_on": days[1].isoformat() if days[1] else None},
            )


def _days(enrolment: Enrolment, was: Period, now: Period) -> tuple[date, date | None]:
    first, last = enrolment.starts_on, enrolment.ends_on
    if first == was.first and first > timezone.localdate():
        first = now.first
    if last == was.last:
        last = now.last
    if last is not None and last < first:
        return enrolment.starts_on, enrolment.ends_on
    return first, last
