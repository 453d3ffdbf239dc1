"""Someone whom the writer of an answer lets read along."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.enrolment.access import Entitlements
from learning.enrolment.models import Enrolment, Role
from learning.modules.answers.models import Answer
from learning.programmes.models import Cohort


class ShareQuerySet(models.QuerySet["Share"]):
    def opening(self) -> ShareQuerySet:
        """Shares that open something today: writer and reader are still there, and still what they
        were when the writer chose."""
        there = Enrolment.objects.active().values("pk")
        return self.filter(_as_chosen(), writer__in=there, reader__in=there)

    def opening_for(self, who: Entitlements) -> ShareQuerySet:
        """What opens answers of others for someone today."""
        return self.opening().filter(reader__in=[each.pk for each in who.enrolments])


def _as_chosen() -> Q:
    as_trainer = Q(kind="trainer", reader__role=Role.TRAINER)
    as_partner = Q(kind="partner", reader__role=Role.PARTICIPANT)
    in_group = Q(
        kind="group",
        reader__role=Role.PARTICIPANT,
        reader__cohort=F("cohort"),
        writer__cohort=F("cohort"),
    )
    one_programme = Q(writer__programme=F("reader__programme"), writer__role=Role.PARTICIPANT)
    return (as_trainer | as_partner | in_group) & one_programme


class Share(models.Model):
    """One reader of one answer. It is an enrolment that reads: who leaves the programme no longer does.

    The group is everyone who was in it when the writer chose: who joins it later was not among them
    and reads nothing, and when the writer or the reader moves to another group it is over.
    """

    class Kind(models.TextChoices):
        GROUP = "group", _("Group")
        TRAINER = "trainer", _("Trainer")
        PARTNER = "partner", _("Partner")

    answer = models.ForeignKey(
        Answer, models.CASCADE, related_name="shares", verbose_name=_("answer in a lesson")
    )
    kind = models.CharField(_("as"), max_length=10, choices=Kind)
    writer = models.ForeignKey(
        Enrolment, models.CASCADE, related_name="+", verbose_name=_("enrolment of the writer")
    )
    reader = models.ForeignKey(
        Enrolment, models.CASCADE, related_name="+", verbose_name=_("enrolment of the reader")
    )
    cohort = models.ForeignKey(
        Cohort, models.CASCADE, related_name="+", verbose_name=_("cohort"), null=True, blank=True
    )
    given_at = models.DateTimeField(_("when"), default=timezone.now)

    objects = ShareQuerySet.as_manager()

    class Meta:
        ordering = ["answer", "pk"]
        verbose_name = _("reader of an answer")
        verbose_name_plural = _("readers of answers")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["answer", "reader", "kind"], name="share_once"),
            models.CheckConstraint(
                condition=Q(kind="group", cohort__isnull=False)
                | (~Q(kind="group") & Q(cohort__isnull=True)),
                name="share_group_has_cohort",
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
