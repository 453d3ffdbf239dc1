"""The graph of a dialogue as a drawing: boxes in rows, the first step on top, and lines between.

Everything is a text that can stand in an SVG as it is: a template would write numbers the Dutch way.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from learning.modules.blocks.dialogue.graph import Choice, Ending, Graph, Step

WIDTH, HEIGHT = 176, 56
GAP_X, GAP_Y = 24, 64
MARGIN = 20
SIDE = 40
"""Room at the right, for lines that lead back up."""
LINE_LENGTH, LINES = 21, 2


@dataclass(frozen=True)
class Box:
    """A step or an ending, with its place."""

    id: str
    kind: str
    """``step``, or how an ending ends."""
    lines: tuple[str, ...]
    is_wrong: bool
    x: int
    y: int

    @property
    def transform(self) -> str:
        return f"translate({self.x} {self.y})"


@dataclass(frozen=True)
class Line:
    """From a choice to what it leads to; a stub where that is nothing."""

    path: str
    label: str
    label_at: tuple[str, str]
    is_dead_end: bool


@dataclass(frozen=True)
class Drawing:
    """What the template draws."""

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    width: str
    height: str
    box_width: str = str(WIDTH)
    box_height: str = str(HEIGHT)

    @property
    def view_box(self) -> str:
        return f"0 0 {self.width} {self.height}"


def draw(graph: Graph, wrong: set[str]) -> Drawing:
    """Draw any graph, however unfinished; ``wrong`` are ids of what has a problem."""
    rows = _rows(graph)
    widest = max((len(row) for row in rows), default=1)
    boxes: dict[str, Box] = {}
    for number, row in enumerate(rows):
        below = _below(graph, boxes)
        row.sort(key=lambda place_id: sum(below[place_id]) / max(len(below[place_id]), 1))
        for column, place_id in enumerate(row):
            place, is_wrong = graph.places[place_id], place_id in wrong
            boxes[place_id] = _box(place, is_wrong, column, number, len(row), widest)
    return Drawing(
        boxes=tuple(boxes.values()),
        lines=tuple(_lines(graph, boxes)),
        width=str(2 * MARGIN + widest * (WIDTH + GAP_X) - GAP_X + SIDE),
        height=str(2 * MARGIN + max(len(rows), 1) * (HEIGHT + GAP_Y) - GAP_Y + SIDE // 2),
    )


def _below(graph: Graph, boxes: dict[str, Box]) -> dict[str, list[int]]:
    """How far to the right that stands what leads to a place, so that few lines cross."""
    below: dict[str, list[int]] = {place_id: [] for place_id in graph.places}
    for source in boxes.values():
        for target in graph.leads_to(source.id):
            below[target].append(source.x)
    return below


def _rows(graph: Graph) -> list[list[str]]:
    """Each place below all that leads to it, but for what leads back; what nobody reaches is last."""
    order, leads_on = _walk(graph)
    depth = dict.fromkeys(order, 0)
    for place_id in order:
        for target in leads_on[place_id]:
            depth[target] = max(depth[target], depth[place_id] + 1)
    rows: list[list[str]] = [[] for _row in range(max(depth.values(), default=-1) + 1)]
    for place_id in order:
        rows[depth[place_id]].append(place_id)
    left = [place_id for place_id in graph.places if place_id not in depth]
    return [*rows, left] if left else rows


def _walk(graph: Graph) -> tuple[list[str], dict[str, list[str]]]:
    """What is reached, each before what it leads to; and where each leads, without the ways back."""
    finished: list[str] = []
    leads_on: dict[str, list[str]] = {}
    waiting = [(step.id, False) for step in graph.steps[:1]]
    while waiting:
        place_id, is_left = waiting.pop()
        if is_left:
            finished.append(place_id)
        elif place_id not in leads_on:
            leads_on[place_id] = graph.leads_to(place_id)
            waiting.append((place_id, True))
            waiting += [(target, False) for target in reversed(leads_on[place_id])]
    before = {place_id: at for at, place_id in enumerate(reversed(finished))}
    onward = {
        place_id: [target for target in targets if before[target] > before[place_id]]
        for place_id, targets in leads_on.items()
    }
    return finished[::-1], onward


def _box(
    place: Step | Ending, is_wrong: bool, column: int, row: int, in_row: int, widest: int
) -> Box:
    indent = (widest - in_row) * (WIDTH + GAP_X) // 2
    return Box(
        id=place.id,
        kind=place.kind if isinstance(place, Ending) else "step",
        lines=tuple(
            textwrap.wrap(place.name or "…", LINE_LENGTH, max_lines=LINES, placeholder="…")
        ),
        is_wrong=is_wrong,
        x=MARGIN + indent + column * (WIDTH + GAP_X),
        y=MARGIN + row * (HEIGHT + GAP_Y),
    )


def _lines(graph: Graph, boxes: dict[str, Box]) -> Iterator[Line]:
    for step in {step.id: step for step in graph.steps}.values():
        if not isinstance(graph.places[step.id], Step):
            continue  # an ending bears the same id; it is drawn in the place of both
        for number, choice in enumerate(step.choices, start=1):
            x = boxes[step.id].x + WIDTH * number // (len(step.choices) + 1)
            yield _line(boxes[step.id], choice, boxes.get(choice.to), x, str(number))


def _line(source: Box, choice: Choice, target: Box | None, x: int, label: str) -> Line:
    bottom = source.y + HEIGHT
    if target is None:
        path = f"M{x} {bottom}v{GAP_Y // 3}"
    elif target.y > source.y:
        middle, end = target.x + WIDTH // 2, target.y
        path = f"M{x} {bottom}C{x} {bottom + GAP_Y // 2} {middle} {end - GAP_Y // 2} {middle} {end}"
    else:  # back up, or beside: around the right of both
        right, end = target.x + WIDTH, target.y + HEIGHT // 2
        aside = max(right, source.x + WIDTH) + SIDE
        path = (
            f"M{x} {bottom}C{x} {bottom + GAP_Y // 2} {aside} {bottom} {aside} {end}L{right} {end}"
        )
    return Line(
        path=path,
        label=label,
        label_at=(str(x + 4), str(bottom + 14)),
        is_dead_end=target is None,
    )
