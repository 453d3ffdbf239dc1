"""One person's answer in one block of a lesson."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.programmes.models import Programme


class Answer(models.Model):
    """What someone chose or wrote in a block. What ``content`` holds is the block's own affair.

    It outlives the lesson: what someone wrote stays theirs when a trainer takes the lesson away.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="answers",
        verbose_name=_("person"),
    )
    programme = models.ForeignKey(
        Programme,
        models.SET_NULL,
        related_name="answers",
        verbose_name=_("programme"),
        null=True,
    )
    lesson = models.ForeignKey(
        "learning.LessonPage",
        models.SET_NULL,
        related_name="answers",
        verbose_name=_("lesson"),
        null=True,
    )
    lesson_title = models.CharField(_("title of the lesson"), max_length=255)
    block = models.UUIDField(_("block"))
    kind = models.CharField(_("kind"), max_length=20)
    content = models.JSONField(_("content"), default=dict)
    version = models.PositiveIntegerField(_("version"), default=1)
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)

    class Meta:
        verbose_name = _("answer in a lesson")
        verbose_name_plural = _("answers in lessons")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "lesson", "block"], name="answer_once_per_block"
            ),
        ]
        indexes = [models.Index(fields=["block", "person"], name="answer_block_person")]

    def __str__(self) -> str:
        return f"{self.person} – {self.lesson_title}"
