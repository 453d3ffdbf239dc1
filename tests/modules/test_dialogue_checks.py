"""The graph of a dialogue: what the checks find and where, against a plain walk; and its map."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.modules.blocks.dialogue.checks import problems_of
from learning.modules.blocks.dialogue.errors import flatten, nest
from learning.modules.blocks.dialogue.graph import Choice, Ending, Graph, Step
from learning.modules.blocks.dialogue.map import draw


def graph_from(steps: dict[str, Sequence[str]], endings: Sequence[str] = ("e",)) -> Graph:
    """A graph from what each step leads to; names are the ids in capitals."""
    return Graph(
        steps=tuple(
            Step(
                id=step_id,
                name=step_id.upper(),
                speaker="Hennie",
                text="Nou?",
                choices=tuple(
                    Choice(f"{step_id}-{at}", "Ja", to, "Dat helpt.", (0, 0, 0))
                    for at, to in enumerate(targets)
                ),
            )
            for step_id, targets in steps.items()
        ),
        endings=tuple(Ending(each, each.upper(), "good", "Klaar.", "En?") for each in endings),
        meters=("", "", ""),
    )


@pytest.mark.parametrize(
    ("steps", "endings", "found"),
    [
        ({"a": "ee"}, "e", []),
        ({"a": "be", "b": "ab", "c": "ee"}, "e", [("steps", 2, "name")]),
        ({"a": ["e", ""]}, "e", [("steps", 0, "choices", 1, "to")]),
        ({"a": "ez"}, "e", [("steps", 0, "choices", 1, "to")]),
        ({"a": "e"}, "e", [("steps", 0, "choices")]),
        ({"a": ""}, "e", [("steps", 0, "choices"), ("endings", 0, "title")]),
        ({"a": "be", "b": "bb"}, "e", [("steps", 1, "name")]),
        ({"a": "be", "b": "cc", "c": "bb"}, "e", [("steps", 1, "name"), ("steps", 2, "name")]),
        ({"a": "be", "b": "c" * 2, "c": ["", ""]}, "e", [("steps", 2, "choices", 0, "to"), ("steps", 2, "choices", 1, "to")]),
        ({"a": "aa"}, "", [("endings",), ("steps", 0, "name")]),
        ({"a": "ee"}, "ef", [("endings", 1, "title")]),
        ({}, "e", [("steps",), ("endings", 0, "title")]),
        ({"a": "Ee", "E": "ee"}, "e", [("steps", 1, "name"), ("endings", 0, "title")]),
    ],
)  # fmt: skip
def test_each_mistake_is_found_at_its_place(steps: Any, endings: str, found: Any) -> None:
    assert [problem.path for problem in problems_of(graph_from(steps, endings))] == found


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        ({"a": ["e", ""]}, "Stap “A”, keuze 2 loopt dood"),
        ({"a": ["e", "weg"]}, "Stap “A”, keuze 2 leidt naar “weg”"),
        ({"a": "ee", "b": "ee"}, "Stap “B”: geen enkele keuze leidt hierheen"),
        ({"a": "be", "b": "bb"}, "Stap “B” draait rond"),
        ({"a": "e"}, "Stap “A” heeft minder dan twee keuzes"),
    ],
)
def test_a_message_names_the_step(steps: Any, message: str) -> None:
    (problem,) = problems_of(graph_from(steps))
    assert message in problem.message


def test_feedback_and_names() -> None:
    graph = graph_from({"a": "ee"})
    mute = Step("a", "", "H", "x", (Choice("1", "Ja", "e", "", (0, 0, 0)),) * 2)
    assert [
        problem.message for problem in problems_of(Graph((mute,), graph.endings, ("",) * 3))
    ] == [
        "Stap “1”, keuze 1 heeft geen feedback.",
        "Stap “1”, keuze 2 heeft geen feedback.",
    ]


IDS = ["a", "b", "c", "d", "e"]
GRAPHS = st.builds(
    graph_from,
    st.dictionaries(
        st.sampled_from(IDS),
        st.lists(st.sampled_from([*IDS, "x", "y", ""]), max_size=3),
        max_size=5,
    ),
    st.lists(st.sampled_from(["x", "y", "z"]), unique=True, max_size=3),
)


def endings_of(graph: Graph, place: str, seen: frozenset[str]) -> set[str]:
    """Every way from a place, each step at most once: what it ends in. ``""`` is a dead end."""
    steps = {step.id: step for step in graph.steps}
    if place in {ending.id for ending in graph.endings}:
        return {place}
    if place not in steps or not steps[place].choices:
        return {""}
    found: set[str] = set()
    for choice in steps[place].choices:
        if choice.to not in seen:
            found |= endings_of(graph, choice.to, seen | {choice.to})
    return found


def visited(graph: Graph) -> set[str]:
    """Whatever some way of choices from the first step passes, however long."""
    steps = {step.id: step for step in graph.steps}
    here = {step.id for step in graph.steps[:1]}
    for _round in range(len(steps) + 1):
        here |= {choice.to for place in here if place in steps for choice in steps[place].choices}
    return here


@given(GRAPHS)
def test_the_checks_agree_with_every_walk(graph: Graph) -> None:
    messages = [(problem.path, problem.message) for problem in problems_of(graph)]

    def told(path: tuple[Any, ...], word: str) -> bool:
        return any(each == path and word in message for each, message in messages)

    passed = visited(graph)
    for at, step in enumerate(graph.steps):
        assert told(("steps", at, "name"), "leidt hierheen") == (step.id not in passed)
        ends = endings_of(graph, step.id, frozenset({step.id}))
        assert told(("steps", at, "name"), "draait rond") == (not ends)
        assert told(("steps", at, "choices"), "minder") == (len(step.choices) < 2)
        for number, choice in enumerate(step.choices):
            is_loose = choice.to not in graph.places
            path = ("steps", at, "choices", number, "to")
            assert (told(path, "loopt dood") or told(path, "bestaat niet")) == is_loose
    for at, ending in enumerate(graph.endings):
        assert told(("endings", at, "title"), "leidt hierheen") == (ending.id not in passed)
    assert told(("steps",), "") == (not graph.steps)
    assert told(("endings",), "") == (not graph.endings)


@given(GRAPHS)
def test_the_map_shows_every_place_once_and_every_choice(graph: Graph) -> None:
    drawing = draw(graph, wrong=set())
    assert sorted(box.id for box in drawing.boxes) == sorted(graph.places)
    assert len({(box.x, box.y) for box in drawing.boxes}) == len(drawing.boxes)
    assert len(drawing.lines) == sum(len(step.choices) for step in graph.steps)
    dead_ends = sum(
        choice.to not in graph.places for step in graph.steps for choice in step.choices
    )
    assert sum(line.is_dead_end for line in drawing.lines) == dead_ends
    for box in drawing.boxes:
        assert box.x + 176 <= int(drawing.width)
        assert box.y + 56 <= int(drawing.height)


def test_errors_keep_their_place_there_and_back() -> None:
    problems = problems_of(graph_from({"a": ["", "weg"], "b": "bb"}, "ef"))
    assert len(problems) > 4
    assert sorted(flatten(nest(problems)), key=str) == sorted(problems, key=str)


def test_the_map_takes_a_thousand_steps() -> None:
    ids = [f"s{number}" for number in range(1000)]
    graph = graph_from(
        {each: [after, "e"] for each, after in zip(ids, [*ids[1:], "e"], strict=True)}
    )
    assert problems_of(graph) == []
    assert len(draw(graph, set()).boxes) == 1001
