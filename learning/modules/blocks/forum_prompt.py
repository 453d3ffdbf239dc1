"""A question to the group: it opens a topic in the forum, with a link back to the lesson."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from learning.modules.blocks.base import TO_DO
from learning.modules.blocks.interactive import Interactive, Seat
from learning.modules.threads import thread_source


class ForumPromptBlock(Interactive, blocks.StructBlock):
    """Nothing of it is kept here: what people write is in the forum."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.TextBlock(label=_("Question to the group"), rows=3)
    first_line = blocks.CharBlock(
        label=_("First line"),
        required=False,
        max_length=200,
        help_text=_("Stands in the box already; whoever writes may change it."),
    )

    class Meta:
        label = _("Question for the forum")
        icon = "group"
        group = TO_DO
        template = "learning/modules/blocks/forum_prompt.html"

    def screen(self, value: Any, seat: Seat) -> dict[str, Any]:
        source = thread_source()
        if source is None or seat.programme_id is None:
            return {"talk": None}
        return {
            "talk": source.talk_about(seat.who, seat.programme_id, seat.lesson_id, seat.block_id)
        }

    def receive(self, value: Any, seat: Seat, post: QueryDict) -> dict[str, Any]:
        raise ValidationError(gettext("Write in the forum: nothing is kept here."))
