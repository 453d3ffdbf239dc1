"""The parts of a dialogue as a trainer fills them in."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from learning.modules.blocks.dialogue.checks import FEWEST_CHOICES

LARGEST_EFFECT = 3
MOST_CHOICES = 3


class TargetBlock(blocks.CharBlock):
    """What a choice leads to: the id of a step or an ending, which ``dialogue.js`` offers by name.

    Where that did not load one types the name, and the dialogue looks up whose it is.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.field.widget.attrs["data-dialogue-target"] = ""


class EffectBlock(blocks.IntegerBlock):
    """What a choice does to one of the meters."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False, min_value=-LARGEST_EFFECT, max_value=LARGEST_EFFECT, **kwargs
        )


class ChoiceBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("What someone can say or do"), rows=2)
    feedback = blocks.TextBlock(
        label=_("Feedback"), rows=2, help_text=_("One line: what this does, and why.")
    )
    to = TargetBlock(
        label=_("Leads to"),
        search_index=False,
        help_text=_("A step or an ending of this dialogue."),
    )
    effect_1 = EffectBlock(label=_("What it does to the first meter"), default=0)
    effect_2 = EffectBlock(label=_("What it does to the second meter"), default=0)
    effect_3 = EffectBlock(label=_("What it does to the third meter"), default=0)

    class Meta:
        label = _("Choice")
        icon = "arrow-right"
        label_format = "{text}"


def _first_choices() -> list[Any]:
    """What a new step begins with."""
    return [ChoiceBlock().get_default() for _number in range(FEWEST_CHOICES)]


class StepBlock(blocks.StructBlock):
    name = blocks.CharBlock(
        label=_("Name of the step"),
        max_length=80,
        help_text=_("For you: in lists and in the map. Participants do not see it."),
    )
    speaker = blocks.CharBlock(label=_("Who speaks"), max_length=60)
    text = blocks.TextBlock(label=_("What is said or happens"), rows=3)
    choices = blocks.ListBlock(
        ChoiceBlock(),
        label=_("Choices"),
        min_num=FEWEST_CHOICES,
        max_num=MOST_CHOICES,
        default=_first_choices,
        collapsed=True,
    )

    class Meta:
        label = _("Step")
        icon = "comment"
        label_format = "{name}"


class EndingBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=80)
    kind = blocks.ChoiceBlock(
        label=_("How it ends"),
        choices=[("good", _("Well")), ("mixed", _("Half")), ("poor", _("Not well"))],
        default="mixed",
    )
    text = blocks.TextBlock(label=_("What comes of it"), rows=4)
    reflect = blocks.TextBlock(
        label=_("Question to think over"),
        rows=2,
        help_text=_("Only to think about: nobody is asked for an answer."),
    )

    class Meta:
        label = _("Ending")
        icon = "tick"
        label_format = "{title}"
