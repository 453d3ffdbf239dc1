"""The demo's dates: around today, on working days."""

from datetime import date, timedelta

import pytest

from portal.demo.calendar import NEXT_TRAINING_DAY, Calendar, at
from portal.demo.sources import read

A_WEEK = [date(2026, 3, 9) + timedelta(days=days) for days in range(7)]
WEEK, DAY = NEXT_TRAINING_DAY


@pytest.mark.parametrize("today", A_WEEK)
def test_the_next_training_day_is_two_to_eight_days_away(today: date) -> None:
    coming = Calendar.around(today).on({"week": WEEK, "day": DAY})
    assert 2 <= (coming - today).days <= 8


@pytest.mark.parametrize("today", A_WEEK)
def test_it_is_the_first_date_to_come(today: date) -> None:
    calendar = Calendar.around(today)
    starts = {step["title"]: calendar.on(step["from"]) for step in read("programme")["timeline"]}
    first = min((day, title) for title, day in starts.items() if day >= today)
    assert first[1] == "Trainingsdag Slecht nieuws"


@pytest.mark.parametrize("today", A_WEEK)
def test_nothing_is_in_a_weekend(today: date) -> None:
    calendar = Calendar.around(today)
    for step in read("programme")["timeline"]:
        for moment in (step["from"], step.get("until", step["from"])):
            assert calendar.on(moment).weekday() < 5
    for pick in read("programme")["modules"]:
        assert calendar.on(pick["opens"]).weekday() < 5


@pytest.mark.parametrize("today", A_WEEK)
def test_what_was_said_was_said_on_working_days_in_this_order(today: date) -> None:
    for topic in read("forum")["topics"]:
        moments = [at(today, post["ago"], post["at"]) for post in topic["posts"]]
        assert moments == sorted(moments)
        assert all(moment.weekday() < 5 and moment.date() < today for moment in moments)
