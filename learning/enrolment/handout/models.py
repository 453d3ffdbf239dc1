"""A run that hands out personal codes: of what, for whom, how far it came and what is left of it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.enrolment.models import AccessCode, Enrolment
from learning.programmes.models import Programme

FILE_LIVES = timedelta(hours=24)
# A worker says at every person that it is there; laying out hundreds of letters takes it seconds.
SILENT_AT_WORK, SILENT_BEFORE = timedelta(minutes=3), timedelta(minutes=10)


class HandoutQuerySet(models.QuerySet["Handout"]):
    def with_progress(self) -> "models.QuerySet[Handout]":
        """Runs with the numbers of their people: ``total``, ``handled``, ``done``, ``left_out`` and
        ``in_limbo``, whose code was made and never came out of the run."""
        has_code = Q(recipients__code__isnull=False)
        is_in = {state: Q(recipients__state=state) for state in Recipient.State}
        return self.annotate(
            total=Count("recipients"),
            handled=Count("recipients", filter=has_code | is_in[Recipient.State.LEFT_OUT]),
            done=Count("recipients", filter=is_in[Recipient.State.DONE]),
            left_out=Count("recipients", filter=is_in[Recipient.State.LEFT_OUT]),
            in_limbo=Count("recipients", filter=has_code & is_in[Recipient.State.WAITING]),
        )


class Handout(models.Model):
    """A run that hands out codes to people of one programme. It is executed by the task worker.

    A code itself is in none of this but in the file of letters or cards, which is encrypted and
    gone after one download or a day.
    """

    class Kind(models.TextChoices):
        LETTERS = "letters", _("Letters")
        CARDS = "cards", _("Cards")
        MAIL = "mail", _("Mails")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        WORKING = "working", _("Being made")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")
        STOPPED = "stopped", _("Stopped half-way")

    kind = models.CharField(_("what"), max_length=10, choices=Kind)
    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="handouts", verbose_name=_("programme")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("by"),
    )
    replaces_used = models.BooleanField(_("replaces codes in use"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    why = models.TextField(_("why it failed"), blank=True)
    created_at = models.DateTimeField(_("asked at"), default=timezone.now)
    seen_at = models.DateTimeField(_("last sign of the worker"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    collected_at = models.DateTimeField(_("downloaded at"), null=True, blank=True)
    collected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("downloaded by"),
    )

    objects = HandoutQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("run")
        verbose_name_plural = _("runs")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.programme}"

    @property
    def is_on_paper(self) -> bool:
        """Whether a file to print comes out of it."""
        return self.kind != Handout.Kind.MAIL

    @property
    def is_stalled(self) -> bool:
        """Whether the worker has been silent for so long that it will not come back."""
        now = timezone.now()
        if self.state == Handout.State.WORKING:
            return now - (self.seen_at or self.created_at) > SILENT_AT_WORK
        return self.state == Handout.State.WAITING and now - self.created_at > SILENT_BEFORE

    @property
    def is_under_way(self) -> bool:
        """Whether something is still to be expected of it."""
        is_open = self.state in {Handout.State.WAITING, Handout.State.WORKING}
        return is_open and not self.is_stalled

    @property
    def is_past(self) -> bool:
        """Whether the time for downloading its file is over."""
        return self.file_ends_at is not None and self.file_ends_at <= timezone.now()

    @property
    def is_lost(self) -> bool:
        """Whether letters or cards were made that nobody downloaded in time."""
        return self.is_on_paper and self.is_past and self.collected_at is None

    @property
    def file_ends_at(self) -> datetime | None:
        """When the file is thrown away, if nobody downloads it first."""
        return self.finished_at + FILE_LIVES if self.finished_at else None


class Recipient(models.Model):
    """Someone in a run, and the code that the run made for them."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Done")
        LEFT_OUT = "left_out", _("Left out")

    class Reason(models.TextChoices):
        """Why someone was left out."""

        IN_USE = "in_use", _("they use their code already")
        STAFF = "staff", _("they sign in with a password and a second factor")
        ENDED = "ended", _("the enrolment has ended")
        ELSEWHERE = (
            "elsewhere",
            _("they also take part elsewhere: an administrator can give them a code"),
        )
        NO_ADDRESS = "no_address", _("there is no e-mail address")
        NOT_SENT = "not_sent", _("the mail could not be sent")
        UNCERTAIN = "uncertain", _("it is uncertain whether the mail arrived")

    handout = models.ForeignKey(
        Handout, models.CASCADE, related_name="recipients", verbose_name=_("run")
    )
    enrolment = models.ForeignKey(
        Enrolment, models.CASCADE, related_name="+", verbose_name=_("enrolment")
    )
    code = models.ForeignKey(
        AccessCode,
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("personal code"),
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    reason = models.CharField(_("why left out"), max_length=12, choices=Reason, blank=True)

    class Meta:
        verbose_name = _("recipient")
        verbose_name_plural = _("recipients")
        constraints = [
            models.UniqueConstraint(fields=["handout", "enrolment"], name="once_in_a_run")
        ]

    def __str__(self) -> str:
        return str(self.enrolment)


class HandoutFile(models.Model):
    """The letters or cards of a run as encrypted PDF: the one place where codes can be read again."""

    handout = models.OneToOneField(
        Handout, models.CASCADE, primary_key=True, related_name="file", verbose_name=_("run")
    )
    content = models.BinaryField(_("content"))

    class Meta:
        verbose_name = _("file of a run")
        verbose_name_plural = _("files of runs")

    def __str__(self) -> str:
        return str(self.handout)
