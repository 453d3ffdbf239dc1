"""Who takes part in which programme, in which role, and the personal code that lets them in."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Expression, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.organisation.models import Department
from learning.programmes.models import CodeMode, Cohort, Programme, Route


class Role(models.TextChoices):
    """What someone is in a programme; what each role may is written in ``access.py``."""

    PARTICIPANT = "participant", _("Participant")
    TRAINER = "trainer", _("Trainer")
    ACTOR = "actor", _("Training actor")
    COACH = "coach", _("Coach")
    FACILITATOR = "facilitator", _("Facilitator")
    COORDINATOR = "coordinator", _("Coordinator")
    SOUNDING_BOARD = "sounding_board", _("Sounding board")
    GUEST = "guest", _("Guest")


CODE_ROLES = frozenset({Role.PARTICIPANT, Role.SOUNDING_BOARD, Role.GUEST})
"""Roles that come in with a personal code. All others work here, with a second factor."""


def oldest_end(today: date) -> date:
    """The last day of the programmes that can be read until today, and no longer."""
    return today - timedelta(days=settings.PROGRAMME_READABLE_DAYS)


def not_over(today: date | Expression, oldest: date | Expression) -> Q:
    """Enrolments whose last day has not passed.

    Without one of its own an enrolment lasts some time longer than its programme, so that people can
    read again what is theirs; ``oldest`` is the ``oldest_end`` of today. Codes end with the programme.
    A coordinator stays until somebody ends it: who closes a programme, has to get in.
    """
    of_its_own = Q(ends_on__isnull=False, ends_on__gte=today)
    of_programme = Q(role=Role.COORDINATOR) | Q(programme__ends_on__gte=oldest)
    return of_its_own | (Q(ends_on__isnull=True) & of_programme)


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def active(self) -> "EnrolmentQuerySet":
        """Enrolments that open something today."""
        today = timezone.localdate()
        return self.active_on(today, oldest_end(today))

    def active_on(self, today: date | Expression, oldest: date | Expression) -> "EnrolmentQuerySet":
        """The same for a query that is made once, in which the days are filled in later."""
        return self.filter(
            Q(starts_on__lte=today) & not_over(today, oldest),
            ended_at__isnull=True,
            person__is_active=True,
        )

    def lasting(self) -> "EnrolmentQuerySet":
        """Enrolments that have not ended: those of today and those still to begin."""
        today = timezone.localdate()
        return self.filter(not_over(today, oldest_end(today)), ended_at__isnull=True)


class Enrolment(models.Model):
    """One person in one programme. Rights follow from it, and end with it."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="enrolments",
        verbose_name=_("person"),
    )
    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="enrolments", verbose_name=_("programme")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.PARTICIPANT)
    cohort = models.ForeignKey(
        Cohort,
        models.PROTECT,
        related_name="enrolments",
        verbose_name=_("cohort"),
        null=True,
        blank=True,
    )
    route = models.ForeignKey(
        Route,
        models.PROTECT,
        related_name="enrolments",
        verbose_name=_("route"),
        null=True,
        blank=True,
    )
    department = models.ForeignKey(
        Department,
        models.SET_NULL,
        related_name="enrolments",
        verbose_name=_("department"),
        null=True,
        blank=True,
    )
    function = models.CharField(_("function"), max_length=120, blank=True)
    starts_on = models.DateField(_("from"), default=timezone.localdate)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("enrolled at"), auto_now_add=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["person__last_name", "person__first_name", "pk"]
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "programme", "role"],
                condition=Q(ended_at__isnull=True),
                name="enrolment_once_per_programme_and_role",
                violation_error_message=_("This person already has this role in the programme."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.programme} ({self.get_role_display()})"

    @property
    def is_active(self) -> bool:
        """Whether this enrolment opens something today."""
        today = timezone.localdate()
        return self.ended_at is None and self.starts_on <= today and not self._is_over(today)

    def _is_over(self, today: date) -> bool:
        """What ``not_over`` asks of the database."""
        if self.ends_on:
            return self.ends_on < today
        return self.role != Role.COORDINATOR and self.programme.ends_on < oldest_end(today)


class AccessCode(models.Model):
    """A personal code as it is kept: the public selector and a keyed hash, never the code."""

    enrolment = models.ForeignKey(
        Enrolment, models.CASCADE, related_name="codes", verbose_name=_("enrolment")
    )
    selector = models.CharField(_("first four symbols"), max_length=4, unique=True, editable=False)
    verifier_hash = models.CharField(max_length=160, editable=False)
    mode = models.CharField(_("how it works"), max_length=10, choices=CodeMode)
    issued_at = models.DateTimeField(_("issued at"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires at"))
    first_used_at = models.DateTimeField(_("first used at"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    frozen_at = models.DateTimeField(
        _("frozen at"),
        null=True,
        blank=True,
        help_text=_(
            "It was tried too often. Empty again once it is used or a coordinator lets it go."
        ),
    )

    class Meta:
        ordering = ["-issued_at"]
        verbose_name = _("personal code")
        verbose_name_plural = _("personal codes")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(revoked_at__isnull=True),
                name="one_living_code_per_enrolment",
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment.person} · {self.selector}-…"

    @property
    def is_usable(self) -> bool:
        """Whether the code opens the portal now. The enrolment must be active too."""
        spent = self.mode != CodeMode.REPEAT and self.first_used_at is not None
        return self.revoked_at is None and not spent and timezone.now() < self.expires_at


class CodeEvent(models.Model):
    """What happened to a code, and when; never the code itself."""

    class Kind(models.TextChoices):
        ISSUED = "issued", _("Issued")
        USED = "used", _("Used")
        REFUSED = "refused", _("Refused")
        REVOKED = "revoked", _("Revoked")
        REPLACED = "replaced", _("Replaced")
        EXTENDED = "extended", _("Extended")
        FROZEN = "frozen", _("Frozen: tried too often")
        UNFROZEN = "unfrozen", _("Let go again")

    code = models.ForeignKey(AccessCode, models.CASCADE, related_name="events")
    kind = models.CharField(_("what"), max_length=10, choices=Kind)
    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("by"),
    )

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("event of a code")
        verbose_name_plural = _("events of codes")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M}"

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("The log of codes is append-only.")
