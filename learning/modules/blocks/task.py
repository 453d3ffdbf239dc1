"""Something to do."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from learning.modules.answers.words import content_of
from learning.modules.blocks.base import TO_DO
from learning.modules.blocks.interactive import Seat
from learning.modules.blocks.writing import Writing


class TaskBlock(Writing, blocks.StructBlock):
    """Something to do now, or this week, and how long it takes. Whoever did it may note what it gave."""

    may_undo = True
    text = blocks.TextBlock(label=_("What to do"))
    minutes = blocks.IntegerBlock(label=_("Minutes"), min_value=1, max_value=480)

    class Meta:
        label = _("Task")
        icon = "tasks"
        group = TO_DO
        template = "learning/modules/blocks/task.html"

    def asked(self, value: Any) -> list[str]:
        """The task itself is the question: a note says what one noticed."""
        return [value["text"]]

    def receive(self, value: Any, seat: Seat, post: QueryDict) -> dict[str, Any]:
        is_done = "undo" not in post and ("done" in post or self.is_done(value, seat.content))
        try:
            said = self.said(value, seat, post)
        except ValidationError as error:
            if not self._is_just_empty(error, post):
                raise
            said = self.with_earlier(value, seat, [""])
        return content_of("", said, done=is_done)

    def _is_just_empty(self, error: ValidationError, post: QueryDict) -> bool:
        return set(error.error_dict) == {"text-1"} and not post.get("text-1", "").strip()

    def is_done(self, value: Any, content: dict[str, Any]) -> bool:
        return bool(content.get("done"))
