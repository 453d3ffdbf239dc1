"""Something to do."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from learning.modules.blocks.base import TO_DO


class TaskBlock(blocks.StructBlock):
    """Something to do now, or this week, and how long it takes."""

    text = blocks.TextBlock(label=_("What to do"))
    minutes = blocks.IntegerBlock(label=_("Minutes"), min_value=1, max_value=480)

    class Meta:
        label = _("Task")
        icon = "tasks"
        group = TO_DO
        template = "learning/modules/blocks/task.html"
