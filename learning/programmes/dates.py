"""Moving days: a programme that begins on another day takes all its other days along."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

SATURDAY = 5


class Period(NamedTuple):
    """A first and a last day."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Shift:
    """How many days everything moves. Days are counted, so leap days and summer time change nothing."""

    days: int

    @classmethod
    def between(cls, first: date, wanted: date, *, keep_weekdays: bool = True) -> "Shift":
        """From a first day to the one that is wanted; or in whole weeks, to the nearest same weekday."""
        days = (wanted - first).days
        return cls((days + 3) // 7 * 7 if keep_weekdays else days)

    def day(self, day: date) -> date:
        """The day so much later; one beyond the calendar stays at its edge."""
        try:
            return day + timedelta(days=self.days)
        except OverflowError:
            return date.max if self.days > 0 else date.min

    def lands_in_weekend(self, day: date) -> bool:
        """Whether a working day comes to lie in a weekend. What was in one already, may be again."""
        return day.weekday() < SATURDAY <= self.day(day).weekday()

    def working_day(self, day: date) -> date:
        """The day so much later, or the Monday after where a working day lands in a weekend."""
        if not self.lands_in_weekend(day):
            return self.day(day)
        return Shift(7 - self.day(day).weekday()).day(self.day(day))

    def period(self, first: date, last: date) -> Period:
        """A step that begins and ends so much later, on working days where it did before."""
        begins = self.working_day(first)
        return Period(begins, max(begins, self.working_day(last)))

    def whole(self, first: date, last: date) -> Period:
        """A programme so much later: it begins on the very day that was asked."""
        begins = self.day(first)
        return Period(begins, max(begins, self.working_day(last)))
