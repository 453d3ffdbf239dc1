"""What is wrong with the graph of a dialogue, and where: each message names the step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _

from learning.modules.blocks.dialogue.graph import Choice, Graph, Step

FEWEST_CHOICES = 2

Path = tuple[str | int, ...]


class Problem(NamedTuple):
    """What keeps a dialogue from being published, and the place in the editor where it is mended."""

    path: Path
    message: str


def problems_of(graph: Graph) -> list[Problem]:
    """All of them, in the order of the editor; none where the dialogue can be played."""
    return [
        *_whole(graph),
        *(problem for at, step in enumerate(graph.steps) for problem in _step(graph, at, step)),
        *_endings(graph),
        *_names(graph),
    ]


def _whole(graph: Graph) -> Iterator[Problem]:
    if not graph.steps:
        yield Problem(("steps",), _("There is no step yet: the conversation begins at the first."))
    if not graph.endings:
        yield Problem(
            ("endings",), _("There is no ending yet. A conversation has to end somewhere.")
        )


def _step(graph: Graph, at: int, step: Step) -> Iterator[Problem]:
    path: Path = ("steps", at)
    named = {"step": name_of(step, at)}
    if step.id not in graph.reached:
        message = _("Step “%(step)s”: no choice leads here, so nobody will see it.")
        yield Problem((*path, "name"), message % named)
    if len(step.choices) < FEWEST_CHOICES:
        message = _("Step “%(step)s” has fewer than two choices.")
        yield Problem((*path, "choices"), message % named)
    for number, choice in enumerate(step.choices):
        yield from _choice(graph, named, (*path, "choices", number), choice)
    if step.id in _trapped(graph):
        message = _("Step “%(step)s” goes round: from here no ending can be reached.")
        yield Problem((*path, "name"), message % named)


def _trapped(graph: Graph) -> set[str]:
    """Steps that lead on for ever. What leads to a dead end is told at that dead end."""
    dead_ends = {
        step.id
        for step in graph.steps
        if not step.choices or any(choice.to not in graph.places for choice in step.choices)
    }
    endings = {ending.id for ending in graph.endings}
    return {step.id for step in graph.steps} - graph.ways_to(endings | dead_ends)


def _choice(graph: Graph, named: dict[str, str], path: Path, choice: Choice) -> Iterator[Problem]:
    told = named | {"number": str(int(path[-1]) + 1), "to": choice.to}
    if not choice.to:
        message = _("Step “%(step)s”, choice %(number)s is a dead end: choose what it leads to.")
        yield Problem((*path, "to"), message % told)
    elif choice.to not in graph.places:
        message = _("Step “%(step)s”, choice %(number)s leads to “%(to)s”, which is not there.")
        yield Problem((*path, "to"), message % told)
    if not choice.feedback:
        message = _("Step “%(step)s”, choice %(number)s has no feedback.")
        yield Problem((*path, "feedback"), message % told)


def _endings(graph: Graph) -> Iterator[Problem]:
    for at, ending in enumerate(graph.endings):
        if ending.id not in graph.reached:
            message = _("Ending “%(ending)s”: no choice leads here, so nobody will see it.")
            named = {"ending": ending.name or str(at + 1)}
            yield Problem(("endings", at, "title"), message % named)


def _names(graph: Graph) -> Iterator[Problem]:
    paths: list[tuple[Path, str]] = [
        *((("steps", at, "name"), step.name) for at, step in enumerate(graph.steps)),
        *((("endings", at, "title"), ending.name) for at, ending in enumerate(graph.endings)),
    ]
    times = Counter(name.casefold() for _path, name in paths)
    for path, name in paths:
        if name and times[name.casefold()] > 1:
            message = _("The name “%(name)s” is used twice. Give each step and ending its own.")
            yield Problem(path, message % {"name": name})


def name_of(step: Step, at: int) -> str:
    """The step's name, or its number where it has none yet."""
    return step.name or str(at + 1)
