"""An invitation to work with a programme, and what is known of its link."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.enrolment.models import Enrolment, Role
from learning.programmes.models import Programme

LINK_PARAMETER = "sleutel"
INVITATION_LIVES = timedelta(days=14)

WAITING = Q(accepted_at=None, withdrawn_at=None)


def new_token() -> str:
    """A link's secret: nobody guesses it, so it needs no slow hash and no count of failures."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """What is kept of a link's secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def first_expiry() -> datetime:
    return timezone.now() + INVITATION_LIVES


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def waiting(self) -> "InvitationQuerySet":
        """Neither used nor withdrawn; some of these may have expired."""
        return self.filter(WAITING)

    def open(self) -> "InvitationQuerySet":
        """What a link can still be used for: of a programme that is not over."""
        return self.waiting().filter(
            expires_at__gt=timezone.now(), programme__ends_on__gte=timezone.localdate()
        )


class Invitation(models.Model):
    """Someone is asked to work with a programme. The mail holds the link, this row a hash of it.

    Name and address are here only while it waits: afterwards the enrolment says who it is.
    """

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="invitations", verbose_name=_("programme")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.TRAINER)
    first_name = models.CharField(_("first name"), max_length=150, blank=True)
    last_name = models.CharField(_("last name"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("invited by"),
    )
    sent_at = models.DateTimeField(_("sent at"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires at"), default=first_expiry)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    enrolment = models.OneToOneField(
        Enrolment,
        models.SET_NULL,
        related_name="invitation",
        verbose_name=_("enrolment"),
        null=True,
        blank=True,
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "role", "email"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="one_waiting_invitation_per_role",
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or str(self.get_role_display())

    @property
    def has_expired(self) -> bool:
        """Whether the link stopped working by itself; it can be sent again."""
        return self.expires_at <= timezone.now()
