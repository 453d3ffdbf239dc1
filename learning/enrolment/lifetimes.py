"""Until when a code works: unused until well after the kick-off, used until the enrolment ends."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from learning.enrolment.models import AccessCode, Enrolment
from learning.programmes.models import PhaseKind, Programme

UNUSED_CODE_LIVES = timedelta(days=60)
AFTER_THE_START = timedelta(days=14)
"""So long a code that was issued early can still be used after the first day that asks for it."""


def kick_off_of(programme: Programme) -> date:
    """The day of the kick-off; without one on the timeline, the first day of the programme."""
    kick_offs = programme.phases.filter(kind=PhaseKind.KICK_OFF).order_by("starts_on")
    return kick_offs.values_list("starts_on", flat=True).first() or programme.starts_on


def expiry_of_unused(enrolment: Enrolment, kick_off: date | None = None) -> datetime:
    """When a code that is issued now stops if nobody uses it, never later than its enrolment.

    Who asks it of many gives the ``kick_off`` of their programme.
    """
    first_day = max(kick_off or kick_off_of(enrolment.programme), enrolment.starts_on)
    after_the_start = end_of_day(first_day + AFTER_THE_START)
    usual = end_of_day(timezone.localdate() + UNUSED_CODE_LIVES)
    return min(max(usual, after_the_start), end_of_enrolment(enrolment))


def end_of_enrolment(enrolment: Enrolment) -> datetime:
    """The last moment of an enrolment, or of its programme where it has no end of its own."""
    return end_of_day(enrolment.ends_on or enrolment.programme.ends_on)


def last_day(expires_at: datetime) -> date:
    """The last day on which something works that stops at this moment: so we say it everywhere."""
    return timezone.localdate(expires_at - timedelta(microseconds=1))


def end_of_code(code: AccessCode, enrolment: Enrolment) -> datetime:
    """When a code stops: one that is in use with its enrolment, and an unused one not later."""
    end = end_of_enrolment(enrolment)
    return end if code.first_used_at else min(code.expires_at, end)


def end_of_day(day: date) -> datetime:
    """The moment at which something stops that works up to and including this day."""
    day = min(day, date.max - timedelta(days=1))
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
