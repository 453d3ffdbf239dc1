"""Questions to think over, answered in writing: one's own, unless one shares it."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from learning.modules.answers.words import content_of
from learning.modules.blocks.base import TO_DO, NamedText
from learning.modules.blocks.interactive import Seat
from learning.modules.blocks.writing import Writing

MOST_QUESTIONS = 6


class ReflectionBlock(Writing, blocks.StructBlock):
    """One to six questions; one answer is enough to keep it."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    intro = blocks.TextBlock(label=_("Introduction"), rows=2, required=False)
    questions = blocks.ListBlock(
        NamedText(label=_("Question"), rows=2),
        label=_("Questions"),
        min_num=1,
        max_num=MOST_QUESTIONS,
        help_text=_("What someone wrote stays with the question as it was when they wrote it."),
    )

    class Meta:
        label = _("Reflection")
        icon = "edit"
        group = TO_DO
        template = "learning/modules/blocks/reflection.html"

    def asked(self, value: Any) -> list[str]:
        return list(dict.fromkeys(value["questions"]))

    def receive(self, value: Any, seat: Seat, post: QueryDict) -> dict[str, Any]:
        return content_of(value["title"], self.said(value, seat, post))
