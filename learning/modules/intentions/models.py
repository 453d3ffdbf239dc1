"""The questions that come back to someone who made an intention, and what they answered."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Exists, Expression, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.enrolment.mailing.models import Mail
from learning.modules.answers.models import Answer


class Outcome(models.TextChoices):
    """How it went, in a word."""

    DONE = "done", _("It worked out")
    NOT_YET = "not_yet", _("Not yet")
    OTHER = "other", _("Different")


class NudgeQuerySet(models.QuerySet["Nudge"]):
    def due(self, on: date | Expression | None = None) -> NudgeQuerySet:
        """What asks for an answer today, or on another day; of one intention the last alone."""
        today = timezone.localdate() if on is None else on
        later = Nudge.objects.filter(
            answer=OuterRef("answer"), due_on__lte=today, after_days__gt=OuterRef("after_days")
        )
        return self.filter(~Exists(later), due_on__lte=today, answered_at=None)


class Nudge(models.Model):
    """A question about an intention, asked a number of days after it was made."""

    answer = models.ForeignKey(
        Answer, models.CASCADE, related_name="nudges", verbose_name=_("intention")
    )
    after_days = models.PositiveSmallIntegerField(_("after days"))
    text = models.TextField(_("question"))
    due_on = models.DateField(_("asked on"), db_index=True)
    by_mail = models.BooleanField(_("by mail too"), default=False)
    mail = models.OneToOneField(
        Mail, models.SET_NULL, related_name="+", verbose_name=_("mail"), null=True, blank=True
    )
    mailed_at = models.DateTimeField(_("mailed at"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    note = models.TextField(_("note"), blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    objects = NudgeQuerySet.as_manager()

    class Meta:
        ordering = ["answer", "after_days"]
        verbose_name = _("question about an intention")
        verbose_name_plural = _("questions about intentions")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["answer", "after_days"], name="nudge_once_per_day"),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def is_due(self) -> bool:
        """Whether its day has come."""
        return self.due_on <= timezone.localdate()

    @property
    def url(self) -> str:
        """Where it is answered."""
        return reverse("logbook:nudge", args=[self.pk])
