"""The demo's dates: told as weeks and working days, placed around the day it is built."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypedDict

from django.utils import timezone

WEEKDAYS = ("ma", "di", "wo", "do", "vr")
NEXT_TRAINING_DAY = (15, "do")


class Moment(TypedDict):
    """A working day of a week of the programme, as the data files write it."""

    week: int
    day: str


@dataclass(frozen=True)
class Calendar:
    """Turns moments of the programme into dates; week 0 is the week of the invitation."""

    first_monday: date

    @classmethod
    def around(cls, today: date) -> "Calendar":
        """Such that the next training day is two to eight days away."""
        week, day = NEXT_TRAINING_DAY
        soonest = today + timedelta(days=2)
        wait = (WEEKDAYS.index(day) - soonest.weekday()) % 7
        monday = soonest + timedelta(days=wait - WEEKDAYS.index(day))
        return cls(monday - timedelta(weeks=week))

    def on(self, moment: Moment) -> date:
        """The date of a moment: never in a weekend."""
        days = timedelta(weeks=moment["week"], days=WEEKDAYS.index(moment["day"]))
        return self.first_monday + days


def at(today: date, working_days_ago: int, clock: str) -> datetime:
    """A clock time, so many working days before today."""
    day = today
    while working_days_ago:
        day -= timedelta(days=1)
        working_days_ago -= day.weekday() < len(WEEKDAYS)
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(clock)))
