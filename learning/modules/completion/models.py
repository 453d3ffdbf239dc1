"""What a published lesson holds to do, so that nobody has to read its text to count it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from learning.modules.pages import LessonPage


class Exercise(models.Model):
    """A block of a published lesson that counts for its module; kept when the lesson is published."""

    class Kind(models.TextChoices):
        """The kinds of answers that a module can ask for."""

        TASK = "task", _("Task")
        QUIZ = "quiz", _("Quiz")
        DIALOGUE = "dialogue", _("Dialogue")

    lesson = models.ForeignKey(
        LessonPage, models.CASCADE, related_name="exercises", verbose_name=_("lesson")
    )
    block = models.UUIDField(_("block"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    order = models.PositiveSmallIntegerField(_("order"))

    class Meta:
        ordering = ["lesson", "order"]
        verbose_name = _("exercise")
        verbose_name_plural = _("exercises")
        constraints = [
            models.UniqueConstraint(fields=["lesson", "block"], name="exercise_once_per_lesson")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.lesson}"
