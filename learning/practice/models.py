"""A practice case, each text of it that others were shown, and who they are."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from learning.enrolment.access import Entitlements
from learning.enrolment.models import Enrolment, Role
from learning.modules.models import ModulePage
from learning.programmes.models import Cohort, Programme


class CaseState(models.TextChoices):
    """How far a case is."""

    DRAFT = "draft", _("Draft")
    SENT = "sent", _("Sent")
    RETURNED = "returned", _("Sent back with a question")
    ACCEPTED = "accepted", _("Accepted")
    PLAYED = "played", _("Played")


WITH_TRAINER = frozenset({CaseState.SENT, CaseState.RETURNED, CaseState.ACCEPTED})
"""States in which a trainer reads the case, and the day is still to come."""


class CaseQuerySet(models.QuerySet["PracticeCase"]):
    def of(self, person_id: int | None) -> CaseQuerySet:
        """Someone's own cases."""
        return self.filter(person=person_id)

    def visible_to(self, who: Entitlements) -> CaseQuerySet:
        """One's own cases, and those that one is a named reader of today. Nobody else's, whatever
        one's role."""
        reading = CaseReader.objects.opening_for(who).values("case")
        return self.filter(Q(person=who.person_id) | Q(pk__in=reading))


class PracticeCase(models.Model):
    """Someone's practice case as it stands on their own screen. It stays theirs.

    Others never read it here, but in the ``CaseVersion`` that was shown to them.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="practice_cases",
        verbose_name=_("person"),
    )
    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="practice_cases", verbose_name=_("programme")
    )
    theme = models.ForeignKey(
        ModulePage,
        models.SET_NULL,
        related_name="practice_cases",
        verbose_name=_("theme"),
        null=True,
        blank=True,
    )
    state = models.CharField(_("state"), max_length=10, choices=CaseState, default=CaseState.DRAFT)
    content = models.JSONField(_("what others may get to read"), default=dict)
    own = models.JSONField(_("what nobody else reads"), default=dict)
    edition = models.PositiveIntegerField(_("how often it was changed"), default=0)
    last_version = models.PositiveSmallIntegerField(_("last version"), default=0)
    created_at = models.DateTimeField(_("made at"), default=timezone.now)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    played_at = models.DateTimeField(_("played at"), null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at", "-pk"]
        verbose_name = _("practice case")
        verbose_name_plural = _("practice cases")
        default_permissions = ()
        indexes = [models.Index(fields=["person", "programme"], name="case_of_person")]

    def __str__(self) -> str:
        """Without its text: this ends up in logs."""
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def title(self) -> str:
        return self.content.get("title") or gettext("Case without a title")

    @property
    def url(self) -> str:
        return reverse("practice:case", args=[self.pk])


class CaseVersion(models.Model):
    """The text of a case as it was shown to others, and what the trainer said to it."""

    case = models.ForeignKey(
        PracticeCase, models.CASCADE, related_name="versions", verbose_name=_("practice case")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    theme = models.ForeignKey(
        ModulePage,
        models.SET_NULL,
        related_name="+",
        verbose_name=_("theme"),
        null=True,
        blank=True,
    )
    content = models.JSONField(_("text"), default=dict)
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    question = models.TextField(_("question of the trainer"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        verbose_name=_("answered by"),
        null=True,
        blank=True,
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    class Meta:
        ordering = ["case", "number"]
        verbose_name = _("version of a practice case")
        verbose_name_plural = _("versions of practice cases")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="case_version_once")]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.case_id}.{self.number}"

    @property
    def title(self) -> str:
        return str(self.content["title"])


class ReaderQuerySet(models.QuerySet["CaseReader"]):
    def opening(self) -> ReaderQuerySet:
        """Readers who read today: they are still there, and still what they were named as."""
        there = Enrolment.objects.active().values("pk")
        return self.filter(_as_named(), enrolment__in=there)

    def opening_for(self, who: Entitlements) -> ReaderQuerySet:
        """What opens a case for someone today."""
        return self.filter(_as_named(), enrolment__in=[each.pk for each in who.enrolments])


def _as_named() -> Q:
    as_trainer = Q(kind="trainer", enrolment__role=Role.TRAINER)
    as_mate = Q(enrolment__role=Role.PARTICIPANT)
    in_cohort = Q(kind="cohort", enrolment__cohort=F("cohort"))
    return as_trainer | (as_mate & (Q(kind="partner") | in_cohort))


class CaseReader(models.Model):
    """Someone whom the writer of a case lets read along, by name; from a version on.

    It is an enrolment that reads: who leaves the programme reads no longer. Who joins it later was
    not named, and reads nothing.
    """

    class Kind(models.TextChoices):
        TRAINER = "trainer", _("Trainer")
        PARTNER = "partner", _("Partner")
        COHORT = "cohort", _("Cohort")

    case = models.ForeignKey(
        PracticeCase, models.CASCADE, related_name="readers", verbose_name=_("practice case")
    )
    kind = models.CharField(_("as"), max_length=10, choices=Kind)
    enrolment = models.ForeignKey(
        Enrolment, models.CASCADE, related_name="+", verbose_name=_("enrolment")
    )
    cohort = models.ForeignKey(
        Cohort, models.CASCADE, related_name="+", verbose_name=_("cohort"), null=True, blank=True
    )
    since = models.PositiveSmallIntegerField(_("from version"))
    given_at = models.DateTimeField(_("when"), default=timezone.now)

    objects = ReaderQuerySet.as_manager()

    class Meta:
        ordering = ["case", "pk"]
        verbose_name = _("reader of a practice case")
        verbose_name_plural = _("readers of practice cases")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["case", "enrolment", "kind"], name="case_reader_once"),
            models.CheckConstraint(
                condition=Q(kind="cohort", cohort__isnull=False)
                | (~Q(kind="cohort") & Q(cohort__isnull=True)),
                name="case_reader_cohort",
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
