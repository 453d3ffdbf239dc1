"""A certificate as it was printed, so that who checks it sees what the paper says."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.enrolment.models import Enrolment


class Certificate(models.Model):
    """That someone took part: never how well. It keeps the words of the day on which it was given.

    The code stands on the paper, in an address that is open to visitors. Who has it learns what is
    on the paper and nothing else, so it is kept as it is: the paper can be printed again.
    """

    code = models.CharField(_("code"), max_length=19, unique=True, editable=False)
    enrolment = models.ForeignKey(
        Enrolment, models.CASCADE, related_name="certificates", verbose_name=_("enrolment")
    )
    name = models.CharField(_("name"), max_length=301)
    programme = models.CharField(_("programme"), max_length=120)
    organisation = models.CharField(_("organisation"), max_length=120)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    modules = models.JSONField(_("modules"), default=list)
    minutes = models.PositiveIntegerField(_("online minutes"), default=0)
    days = models.PositiveSmallIntegerField(_("training days"), default=0)
    language = models.CharField(_("language"), max_length=5)
    issued_at = models.DateTimeField(_("given on"), default=timezone.now)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("given by"),
        help_text=_("Empty: asked for by the participant, who had done the programme's modules."),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn on"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("withdrawn by"),
    )

    class Meta:
        ordering = ["-issued_at", "-pk"]
        verbose_name = _("certificate of participation")
        verbose_name_plural = _("certificates of participation")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_valid_certificate_per_enrolment",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} – {self.programme}"

    @property
    def is_valid(self) -> bool:
        return self.withdrawn_at is None

    @property
    def address(self) -> str:
        """Where anybody checks it, as it is printed."""
        return settings.BASE_URL + reverse("certificate", args=[self.code])
