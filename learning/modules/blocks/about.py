"""What stands beside the lessons: goals, the models behind a module, the words of a library."""

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


class TermBlock(blocks.StructBlock):
    """A word of the field, what it means here, and what we rather do not say."""

    term = blocks.CharBlock(label=_("Word"), max_length=80)
    forms = blocks.CharBlock(
        label=_("Other forms"),
        required=False,
        max_length=200,
        help_text=_("Plural and other spellings, with commas in between."),
    )
    definition = blocks.TextBlock(
        label=_("What it means"), rows=2, help_text=_("One plain sentence.")
    )
    avoid = blocks.CharBlock(
        label=_("Words to avoid"),
        required=False,
        max_length=200,
        help_text=_("Whoever writes one of these is told of this word. With commas in between."),
    )

    class Meta:
        label = _("Word")
        icon = "openquote"
        label_format = "{term}"


class GlossaryBody(blocks.StreamBlock):
    term = TermBlock()

    class Meta:
        collapsed = True
