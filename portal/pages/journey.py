"""A programme as someone lives it: what has been, where they are and what comes."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from learning.modules.queries import ModuleOverview, ModuleState
from learning.programmes.models import PhaseKind
from learning.programmes.queries import PhaseRow
from portal.pages import words

DONE_SHOWN, PLANNED_SHOWN = 1, 3
WORTH_FOLDING = 2
MODULE_LOOKS = {
    ModuleState.DONE: ("is-done", "circle-check"),
    ModuleState.STARTED: ("is-now", "circle-dot"),
    ModuleState.TO_DO: ("", "circle"),
    ModuleState.LATER: ("", "calendar"),
}


class StepState(TextChoices):
    """Said in words beside each step."""

    DONE = "done", _("Past")
    NOW = "now", _("This is where you are")
    PLANNED = "planned", _("Planned")


class ModuleLine(NamedTuple):
    """A module as one line on the timeline; without an address it is not open yet."""

    title: str
    url: str
    state: str
    style: str
    icon: str


class Step(NamedTuple):
    """A phase on the timeline; equal for everyone on the same route, on the same day."""

    number: int
    title: str
    state: StepState
    when: str
    is_finish: bool = False
    is_end: bool = False
    has_modules: bool = False
    """Whether the modules stand in this step."""


class Journey(NamedTuple):
    """The timeline, short enough for a phone: what is far away on either side is folded."""

    earlier: tuple[Step, ...]
    steps: tuple[Step, ...]
    later: tuple[Step, ...]
    modules: tuple[ModuleLine, ...]
    has_module_step: bool
    """Whether the modules stand in a step; else they stand by themselves."""

    @property
    def total(self) -> int:
        return len(self.earlier) + len(self.steps) + len(self.later)

    @property
    def done(self) -> int:
        shown = sum(step.state is StepState.DONE for step in self.steps)
        return len(self.earlier) + shown

    @property
    def how_far(self) -> str:
        return words.how_far(self.done, self.total)


def journey_of(
    phases: Sequence[PhaseRow], modules: Sequence[ModuleOverview], today: date
) -> Journey:
    """The steps of the phases as they are today, and one's own modules."""
    earlier, steps, later = _steps(tuple(phases), bool(modules), today, get_language() or "")
    has_module_step = any(phase.kind == PhaseKind.MODULES for phase in phases)
    return Journey(earlier, steps, later, tuple(map(_line, modules)), has_module_step)


@lru_cache(maxsize=256)
def _steps(
    phases: tuple[PhaseRow, ...], has_modules: bool, today: date, language: str
) -> tuple[tuple[Step, ...], tuple[Step, ...], tuple[Step, ...]]:
    """Tell the phases as steps: done first, then now, then planned, each in order of time.

    Cached, per language, for everyone on the same route. Folded: the first and the last of the three.
    """
    groups: dict[StepState, list[PhaseRow]] = {state: [] for state in StepState}
    for phase in phases:
        groups[_state(phase, today)].append(phase)
    ordered = [(state, phase) for state, group in groups.items() for phase in group]
    home = next((each[1] for each in ordered if each[1].kind == PhaseKind.MODULES), None)
    steps = tuple(
        Step(
            number,
            phase.title,
            state,
            words.when(phase, today),
            is_finish=phase.kind == PhaseKind.KICK_OUT,
            is_end=number == len(ordered),
            has_modules=has_modules and phase is home,
        )
        for number, (state, phase) in enumerate(ordered, start=1)
    )
    first, last = _window(groups, len(steps))
    return steps[:first], steps[first:last], steps[last:]


def _state(phase: PhaseRow, today: date) -> StepState:
    if phase.ends_on < today:
        return StepState.DONE
    return StepState.PLANNED if phase.starts_on > today else StepState.NOW


def _line(module: ModuleOverview) -> ModuleLine:
    style, icon = MODULE_LOOKS[module.state]
    url = module.offer.url if module.is_open else ""
    return ModuleLine(module.offer.title, url, words.module_state(module), style, icon)


def _window(groups: dict[StepState, list[PhaseRow]], total: int) -> tuple[int, int]:
    """From where to where the steps are shown; one that would be alone is not folded."""
    first = len(groups[StepState.DONE]) - DONE_SHOWN
    last = total - len(groups[StepState.PLANNED]) + PLANNED_SHOWN
    return (
        first if first >= WORTH_FOLDING else 0,
        last if total - last >= WORTH_FOLDING else total,
    )
