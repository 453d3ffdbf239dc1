"""What someone is busy making."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ProgrammeDraft(models.Model):
    """A programme that someone is making in the wizard: what was typed so far, step by step.

    It is kept as it was typed, right or wrong, so that it is back after a day, on another computer
    and on the way back. Nothing of the programme itself is there until the last step.
    """

    maker = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="programme_draft",
        verbose_name=_("maker"),
    )
    typed = models.JSONField(_("what was typed"), default=dict)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name = _("programme in the making")
        verbose_name_plural = _("programmes in the making")

    def __str__(self) -> str:
        return str(self.maker)
