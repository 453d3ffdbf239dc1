"""A lesson held against one's own practice case: the case, and this theme's question of it."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from learning.modules.answers.words import content_of
from learning.modules.blocks.base import TO_DO
from learning.modules.blocks.interactive import Seat
from learning.modules.blocks.writing import Writing
from learning.modules.cases import CaseSummary, case_source


class MyCaseBlock(Writing, blocks.StructBlock):
    """Shows someone their own case and asks a question of it, or invites to write a case."""

    question = blocks.TextBlock(
        label=_("Question about the case"),
        rows=2,
        help_text=_("What does this lesson ask of the situation that someone brought?"),
    )

    class Meta:
        label = _("My case here")
        icon = "user"
        group = TO_DO
        template = "learning/modules/blocks/my_case.html"

    def asked(self, value: Any) -> list[str]:
        return [value["question"]]

    def screen(self, value: Any, seat: Seat) -> dict[str, Any]:
        case = _case_of(seat)
        takes_part = seat.programme_id in seat.who.attended_programme_ids
        return super().screen(value, seat) | {
            "case": case,
            "new_case_url": case_source().new_case_url(seat.programme_id, seat.module_id)
            if takes_part and seat.programme_id and seat.module_id
            else "",
        }

    def receive(self, value: Any, seat: Seat, post: QueryDict) -> dict[str, Any]:
        """The name of the case is for its writer: who reads the answer need not read the case."""
        case = _case_of(seat)
        name = case.title if case else seat.content.get("case", "")
        return content_of("", self.said(value, seat, post), case=name)


def _case_of(seat: Seat) -> CaseSummary | None:
    if seat.programme_id not in seat.who.attended_programme_ids:
        return None  # staff have no case, and nobody does in the preview
    if seat.programme_id is None or seat.module_id is None:
        return None
    return case_source().case_for(seat.who, seat.programme_id, seat.module_id)
