"""The map of a dialogue in the editor: what is in the form, drawn and checked before it is saved."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.utils.datastructures import MultiValueDictKeyError
from django.views.decorators.http import require_POST

from learning.modules.blocks.dialogue import DialogueBlock
from learning.modules.blocks.dialogue.checks import Problem, name_of, problems_of
from learning.modules.blocks.dialogue.graph import Choice, Ending, Graph, Step, graph_of
from learning.modules.blocks.dialogue.map import draw

PREFIX = "dialogue"
"""What ``dialogue.js`` writes before the names of the fields, whatever they are called in the form."""


class Lead(NamedTuple):
    """A line of the list: a choice, and what it leads to."""

    choice: Choice
    to: str
    """A name; empty for a dead end."""


@require_POST
def dialogue_map(request: HttpRequest) -> HttpResponse:
    """Draw what was posted, which is kept nowhere; 400 where it is no dialogue."""
    try:
        value = DialogueBlock().value_from_datadict(request.POST, request.FILES, PREFIX)
        graph = graph_of(value)
    except (MultiValueDictKeyError, ValueError):
        return HttpResponseBadRequest()
    return render(request, "learning/modules/cms/dialogue_map.html", screen(graph))


def screen(graph: Graph) -> dict[str, Any]:
    """What the template says of a graph, however unfinished."""
    problems = problems_of(graph)
    wrong = {place_id for problem in problems if (place_id := _place_of(graph, problem))}
    return {
        "problems": [(problem.message, _place_of(graph, problem)) for problem in problems],
        "drawing": draw(graph, wrong),
        "steps": [
            (step, name_of(step, at), list(_leads(graph, step)))
            for at, step in enumerate(graph.steps)
        ],
        "endings": graph.endings,
    }


def _place_of(graph: Graph, problem: Problem) -> str:
    """The id of the step or ending that a problem is in; empty for the whole."""
    if len(problem.path) == 1:
        return ""
    places: dict[str | int, tuple[Step, ...] | tuple[Ending, ...]]
    places = {"steps": graph.steps, "endings": graph.endings}
    return places[problem.path[0]][int(problem.path[1])].id


def _leads(graph: Graph, step: Step) -> Iterator[Lead]:
    numbers = {step.id: str(at) for at, step in enumerate(graph.steps, start=1)}
    for choice in step.choices:
        to = graph.places.get(choice.to)
        yield Lead(choice, (to.name or numbers.get(to.id, "…")) if to else "")
