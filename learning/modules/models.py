"""Which programme offers which module, and how far someone is in a lesson."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.modules.pages import LessonPage, ModuleIndexPage, ModulePage
from learning.programmes.models import Phase, Programme, Route

__all__ = ["LessonPage", "LessonProgress", "ModuleIndexPage", "ModulePage", "ProgrammeModule"]


class ProgrammeModule(models.Model):
    """A programme's choice of a module from the library: its place, for whom, and from when."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="modules", verbose_name=_("programme")
    )
    module = models.ForeignKey(
        ModulePage, models.PROTECT, related_name="picks", verbose_name=_("module")
    )
    route = models.ForeignKey(
        Route,
        models.CASCADE,
        related_name="modules",
        verbose_name=_("route"),
        null=True,
        blank=True,
        help_text=_("Empty: for everyone."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    elective = models.BooleanField(
        _("elective"), default=False, help_text=_("Participants may choose whether they do it.")
    )
    opens_on = models.DateField(
        _("opens on"), null=True, blank=True, help_text=_("Empty: open from the start.")
    )
    phase = models.ForeignKey(
        Phase,
        models.SET_NULL,
        related_name="modules",
        verbose_name=_("prepares for"),
        null=True,
        blank=True,
        help_text=_("The step on the timeline, such as a training day, that this module prepares."),
    )

    class Meta:
        ordering = ["programme", "order", "pk"]
        verbose_name = _("module of a programme")
        verbose_name_plural = _("modules of a programme")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "module", "route"],
                name="module_once_per_programme_and_route",
                violation_error_message=_("This programme has this module already."),
            ),
            models.UniqueConstraint(
                fields=["programme", "module"],
                condition=Q(route__isnull=True),
                name="module_once_per_programme_for_everyone",
                violation_error_message=_("This programme has this module already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.module} – {self.programme}"

    def clean(self) -> None:
        if self.route and self.route.programme_id != self.programme_id:
            raise ValidationError({"route": _("This route belongs to another programme.")})
        if self.phase and self.phase.programme_id != self.programme_id:
            raise ValidationError({"phase": _("This phase belongs to another programme.")})
        others = ProgrammeModule.objects.filter(programme=self.programme_id, module=self.module_id)
        if self.route_id:
            others = others.filter(route=None)
        if others.exclude(pk=self.pk).exists():
            raise ValidationError({"module": _("This programme has this module already.")})

    @property
    def is_open(self) -> bool:
        """Whether participants may read it today."""
        return self.opens_on is None or self.opens_on <= timezone.localdate()


class LessonProgress(models.Model):
    """How far someone is in a lesson. Their own: nobody else reads it, staff included."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="lesson_progress",
        verbose_name=_("person"),
    )
    lesson = models.ForeignKey(
        LessonPage, models.CASCADE, related_name="progress", verbose_name=_("lesson")
    )
    opened_at = models.DateTimeField(_("opened at"), default=timezone.now)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)

    class Meta:
        verbose_name = _("progress in a lesson")
        verbose_name_plural = _("progress in lessons")
        constraints = [
            models.UniqueConstraint(fields=["person", "lesson"], name="progress_once_per_lesson")
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.lesson}"
