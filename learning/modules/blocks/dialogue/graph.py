"""A dialogue as a graph: steps with choices, each leading to a step or to an ending.

Plain values, without Wagtail: what the checks, the map and the play work with. A draft may be
unfinished in every way, so nothing here is taken for granted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

METERS = 3
KINDS = ("good", "mixed", "poor")


@dataclass(frozen=True)
class Choice:
    """Something to say, what it does, and where it leads."""

    id: str
    text: str
    to: str
    feedback: str
    effects: tuple[int, ...]


@dataclass(frozen=True)
class Step:
    """What the other says, and what there is to answer. In the editor's words: a step."""

    id: str
    name: str
    speaker: str
    text: str
    choices: tuple[Choice, ...]

    def choice(self, choice_id: str) -> Choice | None:
        return next((each for each in self.choices if each.id == choice_id), None)


@dataclass(frozen=True)
class Ending:
    """How the conversation may end; its title is its name."""

    id: str
    name: str
    kind: str
    text: str
    reflect: str


@dataclass(frozen=True)
class Graph:
    """The whole conversation. It begins at the first step."""

    steps: tuple[Step, ...]
    endings: tuple[Ending, ...]
    meters: tuple[str, ...]
    """Labels; one without a label is not used."""

    @cached_property
    def places(self) -> Mapping[str, Step | Ending]:
        """All there is to lead to, by id."""
        places: list[Step | Ending] = [*self.steps, *self.endings]
        return {each.id: each for each in places}

    @cached_property
    def reached(self) -> frozenset[str]:
        """The ids of what can be reached from the first step."""
        seen: set[str] = set()
        waiting = [step.id for step in self.steps[:1]]
        while waiting:
            place_id = waiting.pop()
            if place_id in seen:
                continue
            seen.add(place_id)
            waiting += self.leads_to(place_id)
        return frozenset(seen)

    def ways_to(self, goals: set[str]) -> set[str]:
        """The ids of what leads to one of these, however far; the goals themselves too."""
        found, grew = set(goals), True
        while grew:
            more = {
                step.id
                for step in self.steps
                if step.id not in found and not found.isdisjoint(self.leads_to(step.id))
            }
            found |= more
            grew = bool(more)
        return found

    def leads_to(self, place_id: str) -> list[str]:
        """The ids of what is there to go to from a step, one for each choice that leads somewhere."""
        place = self.places[place_id]
        choices = place.choices if isinstance(place, Step) else ()
        return [choice.to for choice in choices if choice.to in self.places]


def graph_of(value: Mapping[str, Any]) -> Graph:
    """The graph of a dialogue as Wagtail holds it."""
    return Graph(
        steps=tuple(_step(child.id, child.value) for child in value["steps"].bound_blocks),
        endings=tuple(_ending(child.id, child.value) for child in value["endings"].bound_blocks),
        meters=tuple(_said(value[f"meter_{number}"]) for number in range(1, METERS + 1)),
    )


def _step(step_id: str, value: Mapping[str, Any]) -> Step:
    return Step(
        id=step_id,
        name=_said(value["name"]),
        speaker=_said(value["speaker"]),
        text=_said(value["text"]),
        choices=tuple(_choice(child.id, child.value) for child in value["choices"].bound_blocks),
    )


def _choice(choice_id: str, value: Mapping[str, Any]) -> Choice:
    return Choice(
        id=choice_id,
        text=_said(value["text"]),
        to=_said(value["to"]),
        feedback=_said(value["feedback"]),
        effects=tuple(_whole(value[f"effect_{number}"]) for number in range(1, METERS + 1)),
    )


def _ending(ending_id: str, value: Mapping[str, Any]) -> Ending:
    return Ending(
        id=ending_id,
        name=_said(value["title"]),
        kind=value["kind"] or "mixed",
        text=_said(value["text"]),
        reflect=_said(value["reflect"]),
    )


def _said(text: str | None) -> str:
    return (text or "").strip()


def _whole(number: Any) -> int:
    """A form that was not checked yet holds texts."""
    try:
        return int(number or 0)
    except ValueError:
        return 0
