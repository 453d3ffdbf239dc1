"""What a module asks of who does it, as its trainer ticks it in the editor."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page


class CompletionRules(Page):
    """A part of a module's page. All that is ticked counts together; lessons alone is the default."""

    asks_lessons = models.BooleanField(_("all lessons are ticked off"), default=True)
    asks_tasks = models.BooleanField(_("all tasks are done"), default=False)
    asks_quizzes = models.BooleanField(
        _("all quizzes were tried"),
        default=False,
        help_text=_("Tried is enough: how many answers were right does not count."),
    )
    asks_dialogues = models.BooleanField(
        _("each dialogue was played to an ending"),
        default=False,
        help_text=_("Whichever ending it was."),
    )
    asks_case = models.BooleanField(
        _("a practice case was sent to the trainer"),
        default=False,
        help_text=_("Only for modules that prepare a training day for which cases are asked."),
    )

    RULES: ClassVar[tuple[str, ...]] = (
        "asks_lessons",
        "asks_tasks",
        "asks_quizzes",
        "asks_dialogues",
        "asks_case",
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if not any(getattr(self, rule) for rule in self.RULES):
            raise ValidationError(
                {"asks_lessons": _("Tick at least one: else the module is never done.")}
            )


def rules_panel() -> Any:
    """Where the trainer ticks them."""
    return MultiFieldPanel(
        [FieldPanel(rule) for rule in CompletionRules.RULES],
        heading=_("This module is done when"),
        help_text=_(
            "Participants see what they still have to do. What a module does not have, such as a "
            "quiz, is not asked."
        ),
    )
