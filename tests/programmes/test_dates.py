"""Moving days: to the day, whatever the calendar or the clock does in between."""

from datetime import date, timedelta

import pytest

from learning.programmes.dates import Period, Shift

MONDAY, FRIDAY, SATURDAY = date(2026, 3, 9), date(2026, 3, 13), date(2026, 3, 14)


@pytest.mark.parametrize(
    ("wanted", "becomes"),
    [
        (date(2026, 9, 7), date(2026, 9, 7)),
        (date(2026, 9, 10), date(2026, 9, 7)),
        (date(2026, 9, 11), date(2026, 9, 14)),
        (date(2026, 3, 12), MONDAY),
        (date(2026, 3, 6), MONDAY),
        (date(2026, 3, 5), date(2026, 3, 2)),
    ],
)
def test_by_default_it_is_the_nearest_same_weekday(wanted: date, becomes: date) -> None:
    assert Shift.between(MONDAY, wanted).day(MONDAY) == becomes


def test_without_that_it_is_the_very_day() -> None:
    wanted = date(2026, 9, 10)
    assert Shift.between(MONDAY, wanted, keep_weekdays=False).day(MONDAY) == wanted


@pytest.mark.parametrize(
    ("day", "days", "becomes"),
    [
        (date(2027, 2, 28), 365, date(2028, 2, 28)),
        (date(2027, 3, 1), 365, date(2028, 2, 29)),
        (date(2028, 2, 29), 366, date(2029, 3, 1)),
        (date(2028, 2, 29), -1, date(2028, 2, 28)),
        (date(2026, 3, 28), 1, date(2026, 3, 29)),  # summer time begins
        (date(2026, 10, 24), 2, date(2026, 10, 26)),  # and ends
        (date.max, 7, date.max),
        (date.min, -7, date.min),
    ],
)
def test_days_are_counted(day: date, days: int, becomes: date) -> None:
    assert Shift(days).day(day) == becomes


def test_a_working_day_does_not_land_in_a_weekend() -> None:
    assert Shift(1).working_day(FRIDAY) == date(2026, 3, 16)
    assert Shift(2).working_day(FRIDAY) == date(2026, 3, 16)
    assert Shift(3).working_day(FRIDAY) == date(2026, 3, 16)
    assert [Shift(days).lands_in_weekend(FRIDAY) for days in (0, 1, 2, 3, 7)] == [
        False, True, True, False, False,
    ]  # fmt: skip


def test_what_was_in_a_weekend_may_be_again() -> None:
    assert Shift(1).working_day(SATURDAY) == date(2026, 3, 15)
    assert not Shift(7).lands_in_weekend(SATURDAY)


def test_a_step_never_ends_before_it_begins() -> None:
    for days in range(14):
        for length in range(9):
            first, last = Shift(days).period(FRIDAY, FRIDAY + timedelta(days=length))
            assert first <= last


def test_a_programme_begins_on_the_day_that_was_asked_even_in_a_weekend() -> None:
    assert Shift(5).whole(MONDAY, FRIDAY) == Period(SATURDAY, date(2026, 3, 18))
    assert Shift(1).whole(MONDAY, FRIDAY) == Period(date(2026, 3, 10), date(2026, 3, 16))
