"""One person's answer in one block of a lesson."""

from collections.abc import Sequence

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.modules.answers.words import Said, said_in
from learning.programmes.models import Programme

IN_WORDS = ("reflection", "task", "my_case", "intention")
"""The kinds of answers in which someone writes: what the logbook gathers."""


class AnswerQuerySet(models.QuerySet["Answer"]):
    def of(self, person_id: int | None) -> "AnswerQuerySet":
        """Someone's own answers."""
        return self.filter(person=person_id)

    def in_words(self) -> "AnswerQuerySet":
        """Answers in which something was written."""
        return self.filter(kind__in=IN_WORDS).exclude(text="")


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
    module = models.ForeignKey(
        "learning.ModulePage",
        models.SET_NULL,
        related_name="answers",
        verbose_name=_("module"),
        null=True,
    )
    module_title = models.CharField(_("title of the module"), max_length=255, blank=True)
    block = models.UUIDField(_("block"))
    kind = models.CharField(_("kind"), max_length=20)
    content = models.JSONField(_("content"), default=dict)
    text = models.TextField(
        _("own words"), blank=True, help_text=_("What is in the content, to search in.")
    )
    version = models.PositiveIntegerField(_("version"), default=1)
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer in a lesson")
        verbose_name_plural = _("answers in lessons")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "lesson", "block"], name="answer_once_per_block"
            ),
        ]
        indexes = [
            models.Index(fields=["block", "person"], name="answer_block_person"),
            models.Index(fields=["person", "-changed_at", "-id"], name="answer_newest_first"),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.lesson_title}"

    @property
    def title(self) -> str:
        """What the block was called when it was answered."""
        return self.content.get("title") or self.lesson_title

    @property
    def said(self) -> Sequence[Said]:
        """What someone wrote, with the questions as they were asked."""
        return said_in(self.content)
