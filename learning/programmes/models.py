"""A development programme: its routes, its cohorts and the phases from kick-off to kick-out."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from learning.organisation.models import Organisation


class CodeMode(models.TextChoices):
    """How a programme's personal codes work."""

    ACTIVATE = (
        "activate",
        _("Once: the code opens the first visit, then people choose their own way in"),
    )
    REPEAT = "repeat", _("Every time: the code stays the way in until the enrolment ends")
    SSO = (
        "sso",
        _("Organisation's own sign-in: the code links it once, and then opens nothing any more"),
    )


class Programme(models.Model):
    """One development programme of an organisation, with a beginning and an end.

    A template is a programme without people, which others are made after. What it is, is settled when
    it is made.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="programmes", verbose_name=_("organisation")
    )
    title = models.CharField(_("title"), max_length=120)
    slug = models.SlugField(_("short name in addresses"), max_length=60, unique=True)
    tagline = models.CharField(_("tagline"), max_length=200, blank=True)
    goal = models.TextField(_("goal"), blank=True)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    code_mode = models.CharField(
        _("personal codes"), max_length=10, choices=CodeMode, default=CodeMode.ACTIVATE
    )
    is_template = models.BooleanField(_("template"), default=False, editable=False)

    class Meta:
        ordering = ["-starts_on", "title"]
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="programme_ends_after_start",
                violation_error_message=_("A programme ends after it starts."),
            )
        ]

    def __str__(self) -> str:
        if self.is_template:
            return gettext("%(title)s (template)") % {"title": self.title}
        return self.title

    def runs_on(self, day: date) -> bool:
        """Whether it has begun by then, and is not over."""
        return self.starts_on <= day <= self.ends_on

    @property
    def weeks(self) -> int:
        """How many weeks it takes, the first and the last one included."""
        return (self.ends_on - self.starts_on).days // 7 + 1


class TemplateManager(models.Manager["ProgrammeTemplate"]):
    """Finds templates only."""

    def get_queryset(self) -> "models.QuerySet[ProgrammeTemplate]":
        return super().get_queryset().filter(is_template=True)


class ProgrammeTemplate(Programme):
    """The templates, with permissions of their own: a screen that asks its policy for programmes
    never gets one, and a screen that wants them has to say so."""

    objects: ClassVar[TemplateManager] = TemplateManager()

    class Meta:
        proxy = True
        verbose_name = _("template")
        verbose_name_plural = _("templates")


class Route(models.Model):
    """A track (leergang) through a programme, for one kind of participant."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="routes", verbose_name=_("programme")
    )
    title = models.CharField(_("title"), max_length=120)
    audience = models.CharField(_("for whom"), max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["order", "title"]
        verbose_name = _("route")
        verbose_name_plural = _("routes")
        constraints = [
            models.UniqueConstraint(fields=["programme", "title"], name="route_unique_in_programme")
        ]

    def __str__(self) -> str:
        return self.title


class Cohort(models.Model):
    """The group that goes through a programme together."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="cohorts", verbose_name=_("programme")
    )
    name = models.CharField(_("name"), max_length=80)

    class Meta:
        ordering = ["name"]
        verbose_name = _("cohort")
        verbose_name_plural = _("cohorts")
        constraints = [
            models.UniqueConstraint(fields=["programme", "name"], name="cohort_unique_in_programme")
        ]

    def __str__(self) -> str:
        return self.name


class PhaseKind(models.TextChoices):
    """What happens in a phase; it chooses the icon on the timeline."""

    KICK_OFF = "kick_off", _("Kick-off")
    ASSESSMENT = "assessment", _("Assessment")
    PLAN = "plan", _("Learning plan")
    CONVERSATION = "conversation", _("Conversation")
    MODULES = "modules", _("Modules")
    TRAINING_DAY = "training_day", _("Training day")
    WORKSHOP = "workshop", _("Workshop")
    COACHING = "coaching", _("Coaching")
    INTERVISION = "intervision", _("Intervision")
    EVALUATION = "evaluation", _("Evaluation")
    KICK_OUT = "kick_out", _("Kick-out")


class Phase(models.Model):
    """A step on the programme's timeline, for everyone or for one route."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="phases", verbose_name=_("programme")
    )
    route = models.ForeignKey(
        Route,
        models.CASCADE,
        related_name="phases",
        verbose_name=_("route"),
        null=True,
        blank=True,
        help_text=_("Empty: for everyone."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=PhaseKind)
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("what happens"), blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))

    class Meta:
        ordering = ["starts_on", "ends_on", "pk"]
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="phase_ends_after_start",
                violation_error_message=_("A phase ends after it starts."),
            )
        ]

    def __str__(self) -> str:
        return self.title
