"""A programme's own words for letters, cards and mails."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from learning.programmes.models import Programme


class TextKind(models.TextChoices):
    """What a text is for; which placeholders it may hold is written in ``texts.py``."""

    LETTER = "letter", _("Letter")
    CARD = "card", _("Card")
    MAIL = "mail", _("Mail with the code")
    STAFF_INVITATION = "staff_invitation", _("Invitation of staff")


class HandoutText(models.Model):
    """A programme's own words for one kind of message in one language; without it the default holds."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="handout_texts", verbose_name=_("programme")
    )
    kind = models.CharField(_("what for"), max_length=20, choices=TextKind)
    language = models.CharField(
        _("language"), max_length=5, choices=[("nl", "Nederlands"), ("en", "English")], default="nl"
    )
    subject = models.CharField(_("heading"), max_length=120)
    body = models.TextField(_("text"), max_length=4000)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("by"),
    )

    class Meta:
        ordering = ["programme", "kind", "language"]
        verbose_name = _("text of a letter, card or mail")
        verbose_name_plural = _("texts of letters, cards and mails")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "kind", "language"], name="one_handout_text_per_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.get_language_display()})"
