"""One person's way through a dialogue: the choices so far, what they did, and where that leads.

What is kept of a person is ``{"path": [ids of choices], "at": id of the place, "seen": [ids of
endings]}``. Everything else follows from the graph. When a trainer changes the graph, a path may
not hold any more: then the conversation begins anew, and says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from learning.modules.blocks.dialogue.graph import Choice, Ending, Graph, Step

LOWEST, HIGHEST, AT_FIRST = 0, 10, 5


@dataclass(frozen=True)
class Meter:
    """How a meter stands, and where it stood before the last choice."""

    label: str
    before: int
    now: int

    lowest = LOWEST
    highest = HIGHEST

    @property
    def rises(self) -> bool:
        return self.now > self.before

    @property
    def falls(self) -> bool:
        return self.now < self.before

    def after(self, effect: int) -> Meter:
        now = min(max(self.now + effect, LOWEST), HIGHEST)
        return Meter(label=self.label, before=self.now, now=now)


@dataclass(frozen=True)
class Other:
    """What was not said, and where it would have led."""

    choice: Choice
    to: Step | Ending


@dataclass(frozen=True)
class Turn:
    """What was said to someone, what they answered, and what that did."""

    step: Step
    choice: Choice
    meters: tuple[Meter, ...]
    others: tuple[Other, ...]

    @property
    def changes(self) -> list[Meter]:
        return [meter for meter in self.meters if meter.now != meter.before]


@dataclass(frozen=True)
class Play:
    """Someone's conversation so far."""

    turns: tuple[Turn, ...]
    at: Step | Ending
    meters: tuple[Meter, ...]

    @property
    def ending(self) -> Ending | None:
        return self.at if isinstance(self.at, Ending) else None

    @property
    def path(self) -> list[str]:
        return [turn.choice.id for turn in self.turns]

    def said(self, choice: Choice, graph: Graph) -> Play:
        """The conversation after one more answer."""
        assert isinstance(self.at, Step)  # noqa: S101 - nobody speaks after the end
        pairs = zip(graph.meters, choice.effects, strict=True)
        effects = [effect for label, effect in pairs if label]
        meters = tuple(
            meter.after(effect) for meter, effect in zip(self.meters, effects, strict=True)
        )
        others = tuple(
            Other(other, graph.places[other.to]) for other in self.at.choices if other != choice
        )
        turn = Turn(step=self.at, choice=choice, meters=meters, others=others)
        return Play(turns=(*self.turns, turn), at=graph.places[choice.to], meters=meters)

    def back(self, graph: Graph) -> Play:
        """The conversation before the last answer."""
        play = begin(graph)
        for turn in self.turns[:-1]:
            play = play.said(turn.choice, graph)
        return play


def begin(graph: Graph) -> Play:
    """At the first step, with all meters in the middle."""
    meters = tuple(Meter(label, AT_FIRST, AT_FIRST) for label in graph.meters if label)
    return Play(turns=(), at=graph.steps[0], meters=meters)


def resume(graph: Graph, content: dict[str, Any]) -> Play | None:
    """Go the kept way again; None where the dialogue was changed and it does not hold any more."""
    play = begin(graph)
    for choice_id in content.get("path", []):
        choice = play.at.choice(choice_id) if isinstance(play.at, Step) else None
        if choice is None:
            return None
        play = play.said(choice, graph)
    return play if content.get("at", play.at.id) == play.at.id else None


def kept(play: Play, content: dict[str, Any]) -> dict[str, Any]:
    """What is kept of a person from now on."""
    seen = content.get("seen", [])
    if play.ending and play.ending.id not in seen:
        seen = [*seen, play.ending.id]
    return {"path": play.path, "at": play.at.id, "seen": seen}
