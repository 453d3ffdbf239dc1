"""The log of mails: to whom, what for, when, and how it ended. Never what was in them."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.enrolment.handout.models import Handout
from learning.enrolment.models import Enrolment
from learning.programmes.models import Programme

LONGEST_DELIVERY = timedelta(minutes=10)
"""A mail that is being sent for longer than this was in the hands of a worker that died."""


class MailState(models.TextChoices):
    """How a mail ended. ``SENT``: the mail server took it, which is not yet that it was read."""

    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Not sent")
    UNCERTAIN = "uncertain", _("Uncertain")


class MailKind(models.TextChoices):
    """What a mail was for."""

    CODE = "code", _("Personal code")
    STAFF_INVITATION = "staff_invitation", _("Invitation of staff")
    NOTICE = "notice", _("Notice")
    TEST = "test", _("Test mail")


class Why(models.TextChoices):
    """Why a mail was not sent, or why that is uncertain, in words for a coordinator."""

    UNKNOWN_ADDRESS = (
        "unknown_address",
        _("The mail server does not know this e-mail address. Look for a typing error."),
    )
    FULL = "full", _("The mailbox is full. Try again later, or hand out a letter.")
    REFUSED = (
        "refused",
        _("The mail server does not want this mail. Ask your IT department to let it through."),
    )
    LATER = "later", _("The mail server is too busy to take the mail. Try again in an hour.")
    SENDER = (
        "sender",
        _("The mail server does not let the portal send mail. Tell your administrator."),
    )
    AWAY = "away", _("The mail server cannot be reached. Try again later.")
    LINE_LOST = (
        "line_lost",
        _("The line broke while the mail was handed over. It may or may not have arrived."),
    )
    INTERRUPTED = (
        "interrupted",
        _("The portal stopped while it sent the mail. It may or may not have arrived."),
    )
    NOT_ALLOWED = "not_allowed", _("This person cannot get a code by mail now.")
    OVERTAKEN = (
        "overtaken",
        _("The mail was sent, but meanwhile the code changed: the one in the mail does not work."),
    )
    BROKEN = "broken", _("Something went wrong in the portal. Tell your administrator.")


class MailQuerySet(models.QuerySet["Mail"]):
    def with_outcome(self) -> "models.QuerySet[Any]":
        """Mails with ``outcome``: the state, and for what a dead worker left behind: uncertain."""
        too_long_ago = timezone.now() - LONGEST_DELIVERY
        lost = Q(state=MailState.SENDING, at__lt=too_long_ago)
        return self.annotate(
            outcome=Case(
                When(lost, then=Value(MailState.UNCERTAIN)),
                default=F("state"),
                output_field=models.CharField(),
            )
        )

    def unsettled(self) -> "models.QuerySet[Any]":
        """Mails that did not, or perhaps not, arrive, and that no later one has made good."""
        again = Mail.objects.filter(kind=OuterRef("kind"), pk__gt=OuterRef("pk"))
        same_person = Q(enrolment=OuterRef("enrolment"))
        same_address = Q(enrolment=None, programme=OuterRef("programme"), to=OuterRef("to"))
        return (
            self.with_outcome()
            .filter(outcome__in=[MailState.FAILED, MailState.UNCERTAIN])
            .exclude(kind=MailKind.TEST)
            .exclude(Exists(again.filter(same_person)))
            .exclude(Exists(again.filter(same_address)))
        )


class Mail(models.Model):
    """One mail to one person, and how it ended; the content only until it is sent, encrypted."""

    kind = models.CharField(_("what for"), max_length=20, choices=MailKind)
    programme = models.ForeignKey(
        Programme,
        models.CASCADE,
        related_name="mails",
        verbose_name=_("programme"),
        null=True,
        blank=True,
    )
    enrolment = models.ForeignKey(
        Enrolment,
        models.CASCADE,
        related_name="mails",
        verbose_name=_("enrolment"),
        null=True,
        blank=True,
    )
    handout = models.ForeignKey(
        Handout,
        models.SET_NULL,
        related_name="mails",
        verbose_name=_("run"),
        null=True,
        blank=True,
    )
    to = models.EmailField(_("to"))
    state = models.CharField(
        _("state"), max_length=10, choices=MailState, default=MailState.WAITING
    )
    why = models.CharField(_("why"), max_length=20, choices=Why, blank=True)
    answer = models.CharField(_("answer of the mail server"), max_length=300, blank=True)
    sealed = models.TextField(editable=False, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        verbose_name=_("by"),
        null=True,
        blank=True,
    )
    created_at = models.DateTimeField(_("asked at"), default=timezone.now)
    at = models.DateTimeField(_("when"), default=timezone.now)

    objects = MailQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        constraints = [
            models.UniqueConstraint(
                fields=["handout", "enrolment"],
                condition=Q(handout__isnull=False),
                name="one_mail_per_person_in_a_run",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} → {self.to}"
