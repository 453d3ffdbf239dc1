"""A conversation to practise: what the other says, what to answer, what that does, how it ends.

The graph is checked when the page is published, or sent to someone who may; a draft may be
unfinished. Nobody but the person sees what was chosen: others know at most that it was played.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import BlockGroup

from learning.modules.blocks.base import TO_DO
from learning.modules.blocks.dialogue import play as playing
from learning.modules.blocks.dialogue.checks import Problem, problems_of
from learning.modules.blocks.dialogue.errors import flatten, nest
from learning.modules.blocks.dialogue.fields import EndingBlock, StepBlock
from learning.modules.blocks.dialogue.graph import Ending, Graph, graph_of
from learning.modules.blocks.interactive import Interactive, Seat


class DialogueValue(blocks.StructValue):
    """A dialogue, with its graph."""

    @cached_property
    def graph(self) -> Graph:
        return graph_of(self)

    @cached_property
    def is_playable(self) -> bool:
        """A draft may be published around the editor's checks; then it is not played."""
        return not problems_of(self.graph)


class DialogueBlock(Interactive, blocks.StructBlock):
    title = blocks.CharBlock(label=gettext_lazy("Title"), max_length=120)
    setting = blocks.TextBlock(label=gettext_lazy("The situation"), rows=4)
    you = blocks.CharBlock(label=gettext_lazy("Who you are"), max_length=120)
    other = blocks.CharBlock(label=gettext_lazy("Whom you speak with"), max_length=200)
    task = blocks.TextBlock(label=gettext_lazy("What you try to reach"), rows=2)
    meter_1 = blocks.CharBlock(
        label=gettext_lazy("First meter"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("What a choice can raise or lower, such as trust. Empty: not used."),
    )
    meter_2 = blocks.CharBlock(label=gettext_lazy("Second meter"), required=False, max_length=40)
    meter_3 = blocks.CharBlock(label=gettext_lazy("Third meter"), required=False, max_length=40)
    steps = blocks.ListBlock(
        StepBlock(),
        label=gettext_lazy("Steps"),
        collapsed=True,
        help_text=gettext_lazy("The conversation begins at the first step."),
    )
    endings = blocks.ListBlock(EndingBlock(), label=gettext_lazy("Endings"), collapsed=True)

    class Meta:
        label = gettext_lazy("Dialogue")
        icon = "openquote"
        group = TO_DO
        template = "learning/modules/blocks/dialogue.html"
        value_class = DialogueValue
        label_format = "{title}"
        form_layout = BlockGroup(
            children=[
                "title",
                BlockGroup(
                    children=["setting", "you", "other", "task"],
                    heading=gettext_lazy("The situation"),
                    icon="doc-full",
                    label_format="{task}",
                ),
                BlockGroup(
                    children=["meter_1", "meter_2", "meter_3"],
                    heading=gettext_lazy("Meters"),
                    icon="sliders",
                    label_format="{meter_1} {meter_2} {meter_3}",
                ),
                "steps",
                "endings",
            ]
        )

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> Any:
        """What was typed, with names in "leads to" replaced by the ids of what bears them."""
        value = super().value_from_datadict(data, files, prefix)
        ids = _ids_by_name(graph_of(value))
        for step in value["steps"]:
            for choice in step["choices"]:
                choice["to"] = ids.get((choice["to"] or "").strip().casefold(), choice["to"])
        return value

    def clean(self, value: Any) -> Any:
        problems: list[Problem] = []
        try:
            cleaned = super().clean(value)
        except ValidationError as error:
            problems += flatten(error)
        if not self.is_deferred_validation:
            problems = _merged(problems, problems_of(graph_of(value)))
        if problems:
            raise nest(problems)
        return cleaned

    def screen(self, value: DialogueValue, seat: Seat) -> dict[str, Any]:
        if not value.is_playable:
            return {"is_unfinished": True}
        play = playing.resume(value.graph, seat.content)
        begun = play or playing.begin(value.graph)
        return {
            "play": begun,
            "was_changed": play is None,
            "earlier": begun.turns[:-1],
            "last": begun.turns[-1] if begun.turns else None,
            "seen": sum(
                ending.id in seat.content.get("seen", []) for ending in value.graph.endings
            ),
        }

    def receive(self, value: DialogueValue, seat: Seat, post: QueryDict) -> dict[str, Any]:
        """``choice`` answers the step ``at``; ``back`` takes the last answer back, ``again`` all."""
        if not value.is_playable:
            raise ValidationError(_("This conversation is not finished yet."))
        play = playing.resume(value.graph, seat.content) or playing.begin(value.graph)
        if "again" in post:
            play = playing.begin(value.graph)
        elif "back" in post:
            play = play.back(value.graph)
        else:
            play = _answered(value.graph, play, post)
        return playing.kept(play, seat.content)

    def is_done(self, value: DialogueValue, content: dict[str, Any]) -> bool:
        return any(ending.id == content.get("at") for ending in value.graph.endings)


def _answered(graph: Graph, play: playing.Play, post: QueryDict) -> playing.Play:
    """The conversation after what was posted. Raises ValidationError."""
    if post.get("at") != play.at.id or isinstance(play.at, Ending):
        raise ValidationError(
            _(
                "The conversation was already further, perhaps in another window. This is where you are."
            )
        )
    choice = play.at.choice(post.get("choice", ""))
    if choice is None:
        raise ValidationError({"choice": _("First choose what you say.")})
    return play.said(choice, graph)


def _ids_by_name(graph: Graph) -> dict[str, str]:
    """Whose name it is; a name that two bear is left out, and told by the checks."""
    ids: dict[str, str] = {}
    doubled = set()
    for place in graph.places.values():
        name = place.name.casefold()
        if name in ids:
            doubled.add(name)
        ids[name] = place.id
    return {name: place_id for name, place_id in ids.items() if name and name not in doubled}


def _merged(typed: list[Problem], graph: list[Problem]) -> list[Problem]:
    """What the fields and the graph say; where both speak, the graph names the step.

    The graph's messages are told once more above it all: a folded step hides its own.
    """
    told = {problem.path for problem in graph}
    above = [Problem((), problem.message) for problem in graph]
    return [*above, *graph, *(problem for problem in typed if problem.path not in told)]
