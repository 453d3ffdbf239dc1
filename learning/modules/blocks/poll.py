"""A question to the group, with totals that show nobody."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from learning.modules.blocks.base import TO_DO, NamedChar
from learning.modules.blocks.interactive import Interactive, Seat
from learning.modules.blocks.quiz import keyed

FLOOR = 5
"""Fewer votes than this are not told: in a small group a total is a person."""


class PollBlock(Interactive, blocks.StructBlock):
    """One vote each, to be changed at will. Totals of the own cohort; who voted what is told to nobody."""

    question = blocks.CharBlock(label=gettext_lazy("Question"), max_length=200)
    options = blocks.ListBlock(
        NamedChar(label=gettext_lazy("Answer"), max_length=120),
        label=gettext_lazy("Answers"),
        min_num=2,
        max_num=8,
        default=["", ""],
    )

    class Meta:
        label = gettext_lazy("Poll in the group")
        icon = "group"
        group = TO_DO
        template = "learning/modules/blocks/poll.html"

    def screen(self, value: Any, seat: Seat) -> dict[str, Any]:
        voted = seat.content.get("option")
        options = keyed(value["options"])
        totals = self._totals([key for key, _text in options], seat) if voted else None
        return {
            "voted": voted,
            "floor": FLOOR,
            "options": [
                {"key": key, "text": text, "votes": totals and totals[key]} for key, text in options
            ],
            "votes": sum(totals.values()) if totals else 0,
            "is_told": totals is not None,
        }

    def receive(self, value: Any, seat: Seat, post: QueryDict) -> dict[str, Any]:
        if "change" in post:
            return {}
        chosen = post.get("option", "")
        if chosen not in dict(keyed(value["options"])):
            raise ValidationError(_("Choose an answer first."))
        return {"option": chosen}

    def _totals(self, keys: list[str], seat: Seat) -> dict[str, int] | None:
        """The votes of the cohort by option; None as long as they are too few to tell."""
        votes = [vote for content in seat.group if (vote := content.get("option")) in keys]
        return {key: votes.count(key) for key in keys} if len(votes) >= FLOOR else None
