"""The timeline in words, short enough for a phone."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import translation

from learning.programmes.models import PhaseKind
from learning.programmes.queries import PhaseRow
from portal.pages.journey import StepState, journey_of
from portal.pages.steps import next_step
from portal.pages.words import days_away, greet, how_far, when

TODAY = date(2026, 3, 11)


def phase(start: int, end: int | None = None, kind: str = PhaseKind.WORKSHOP) -> PhaseRow:
    last = start if end is None else end
    return PhaseRow(
        pk=start,
        kind=kind,
        title=f"Dag {start}",
        text="",
        starts_on=TODAY + timedelta(days=start),
        ends_on=TODAY + timedelta(days=last),
    )


def test_a_step_is_done_now_or_planned() -> None:
    phases = [phase(-3), phase(-2, 2), phase(0), phase(1)]
    states = [step.state for step in journey_of(phases, [], TODAY).steps]
    assert states == [StepState.DONE, StepState.NOW, StepState.NOW, StepState.PLANNED]


def test_what_goes_on_stands_between_what_was_and_what_comes() -> None:
    phases = [phase(-9, 9), phase(-5), phase(3)]
    steps = journey_of(phases, [], TODAY).steps
    assert [step.title for step in steps] == ["Dag -5", "Dag -9", "Dag 3"]


@pytest.mark.parametrize(
    ("done", "planned", "folded_before", "folded_after"),
    [(0, 0, 0, 0), (1, 3, 0, 0), (2, 4, 0, 0), (3, 5, 2, 2), (15, 12, 14, 9)],
)
def test_what_is_far_away_is_folded(
    done: int, planned: int, folded_before: int, folded_after: int
) -> None:
    phases = [phase(day) for day in (*range(-done, 0), *range(1, planned + 1))]
    journey = journey_of(phases, [], TODAY)
    assert (len(journey.earlier), len(journey.later)) == (folded_before, folded_after)
    assert (journey.done, journey.total) == (done, done + planned)
    numbers = [step.number for step in journey.earlier + journey.steps + journey.later]
    assert numbers == list(range(1, done + planned + 1))


def test_the_next_step_is_today_or_later() -> None:
    phases = [phase(-1), phase(0), phase(4)]
    assert next_step(phases, [], TODAY).phase == phases[1]
    assert next_step(phases[:1], [], TODAY).phase is None


@pytest.mark.parametrize(
    ("hour", "words"),
    [
        (4, "Good evening"),
        (5, "Good morning"),
        (11, "Good morning"),
        (12, "Good afternoon"),
        (17, "Good afternoon"),
        (18, "Good evening"),
    ],
)
def test_the_greeting_knows_the_time_of_day(hour: int, words: str) -> None:
    with translation.override("en"):
        assert greet(datetime(2026, 3, 11, hour)) == words


def test_each_part_of_the_way_has_its_sentence() -> None:
    sentences = [how_far(done, 10) for done in (0, 2, 5, 8, 10)]
    assert len(set(sentences)) == 5
    assert how_far(0, 0) == ""


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (3, None, "Saturday 14 March"),
        (3, 9, "From Saturday 14 March"),
        (-3, 9, "Until 20 March"),
    ],
)
def test_a_phase_says_when(start: int, end: int | None, words: str) -> None:
    with translation.override("en"):
        assert when(phase(start, end), TODAY) == words


def test_what_is_near_is_counted_in_days() -> None:
    with translation.override("en"):
        assert [days_away(days) for days in (0, 1, 2)] == ["today", "tomorrow", "in 2 days"]
