"""What stands on a module's own page: its goals and the models behind it."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from learning.modules.blocks.base import NamedChar


class GoalsBody(blocks.StreamBlock):
    goal = NamedChar(label=_("Goal"), icon="tick", max_length=200)


class TheoryBlock(blocks.StructBlock):
    """A model: who made it, what it is for and where it does not hold."""

    name = blocks.CharBlock(label=_("Name"))
    author = blocks.CharBlock(label=_("Author and year"), required=False)
    use = blocks.TextBlock(label=_("What it is for"), rows=3)
    caveat = blocks.TextBlock(
        label=_("Caveat"),
        required=False,
        rows=3,
        help_text=_("What the model is not, or what is not proven."),
    )

    class Meta:
        label = _("Model")
        icon = "form"


class TheoryBody(blocks.StreamBlock):
    model = TheoryBlock()
