"""The municipality that people work for, and its departments."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

hex_colour = RegexValidator(r"\A#[0-9a-fA-F]{6}\Z", _("Use a colour like #0f5f50."))


def host_lines(text: str) -> None:
    """Raise ValidationError where a line is no name of a host."""
    for line in filter(None, map(str.strip, text.splitlines())):
        if not re.fullmatch(r"(?:[a-z0-9-]{1,63}\.)+[a-z]{2,63}", line):
            raise ValidationError(
                _("“%(line)s” is no host. Write it like video.example.nl, without https://."),
                params={"line": line},
            )


class Organisation(models.Model):
    """A municipality, with its house style and the help that its people can call on."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(_("short name in addresses"), max_length=60, unique=True)
    portal_name = models.CharField(_("name of the portal"), max_length=60, default="Leerportaal")
    brand_colour = models.CharField(
        _("main colour"), max_length=7, default="#0f5f50", validators=[hex_colour]
    )
    accent_colour = models.CharField(
        _("accent colour"), max_length=7, default="#e3a13f", validators=[hex_colour]
    )
    third_colour = models.CharField(
        _("third colour"), max_length=7, default="#7b4a78", validators=[hex_colour]
    )
    help_name = models.CharField(_("help: who to ask"), max_length=120, blank=True)
    help_email = models.EmailField(_("help: e-mail address"), blank=True)
    help_phone = models.CharField(_("help: telephone"), max_length=30, blank=True)

    embed_hosts = models.TextField(
        _("sites to show in lessons"),
        blank=True,
        validators=[host_lines],
        help_text=_(
            "One host a line, such as video.example.nl. Lessons show what stands there only after a "
            "participant said yes. Empty: nothing of other sites is shown."
        ),
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    """A part of an organisation, as its people call it."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="departments", verbose_name=_("organisation")
    )
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        ordering = ["name"]
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"], name="department_unique_in_organisation"
            )
        ]

    def __str__(self) -> str:
        return self.name
