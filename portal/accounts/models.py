"""Who a person is. What someone may do follows from their enrolments, in ``learning.enrolment``."""

import secrets
import unicodedata
from datetime import datetime
from functools import cache
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


def check_is_a_name(text: str) -> None:
    """Raise ValidationError for what is no name: it stands beside everything that someone writes."""
    if not text[:1].isalpha() or not all(sign.isalpha() or sign in " .'’-" for sign in text):
        raise ValidationError(_("A name has only letters, spaces, dots, dashes and apostrophes."))


def check_is_one_line(text: str) -> None:
    """Raise ValidationError for a name with line breaks and the like: it stands in letters and mails."""
    if any(unicodedata.category(sign) in {"Cc", "Zl", "Zp"} for sign in text):
        raise ValidationError(_("Write this on one line, without tabs or line breaks."))


def photo_stored_under(person: "User", filename: str) -> str:
    """Where a photo lies: under a random name, which says nothing and cannot be guessed."""
    key = secrets.token_urlsafe(18)
    return f"photos/{key[:2]}/{key}.webp"


def photo_url(stored: str) -> str:
    """The address of a photo by the name that it is stored under; empty for none."""
    return f"{_photo_folder()}{stored.rpartition('/')[2]}" if stored else ""


@cache
def _photo_folder() -> str:
    """Asked once: a page has many photos. Who may see one is decided in ``learning.enrolment``."""
    return reverse("photo", args=["x"]).removesuffix("x.webp")


class User(AbstractUser):
    """A person, known by name; participants may have no e-mail address and no password at all.

    ``username`` is an internal identifier: staff choose one to sign in with, a participant's is
    random and shown to nobody. ``is_staff`` marks who works with other people's data: the
    enrolment services set it for every role that does not come in with a code.
    """

    language = models.CharField(
        _("language"), max_length=5, choices=[("nl", "Nederlands"), ("en", "English")], default="nl"
    )

    goes_by = models.CharField(
        _("first name that this person goes by"),
        max_length=60,
        blank=True,
        validators=[check_is_a_name],
    )
    photo = models.FileField(
        _("photo"),
        upload_to=photo_stored_under,
        max_length=80,
        blank=True,
        editable=False,
        db_index=True,
    )
    reachable = models.CharField(_("how to be reached"), max_length=120, blank=True)
    mail_on_new_device = models.BooleanField(_("mail when signing in somewhere new"), default=True)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise PeopleAreKept(gettext("People are not deleted. Deactivate them or erase their data."))

    def get_full_name(self) -> str:
        """The name that others see."""
        return f"{self.get_short_name()} {self.last_name}".strip()

    def get_short_name(self) -> str:
        """What others call this person."""
        return self.goes_by or self.first_name

    @property
    def photo_url(self) -> str:
        """Where the photo is, for who may see it; empty without one."""
        return photo_url(self.photo.name or "")

    @property
    def needs_second_factor(self) -> bool:
        """Whether this person comes in with a password and a second factor, never with a code."""
        return self.is_staff or self.is_superuser

    @staticmethod
    def random_username() -> str:
        """An identifier for someone who never types it."""
        return f"p-{secrets.token_hex(8)}"


class PeopleAreKept(PermissionDenied):
    """A person cannot be deleted: others' conversations would go with them."""


@receiver(pre_delete, sender=User)
def keep_people(sender: type[User], instance: User, **kwargs: Any) -> None:
    """Refuse it for many at once too, where ``delete()`` is not called: erasure anonymises."""
    instance.delete()


class AccessEventQuerySet(models.QuerySet["AccessEvent"]):
    """Lines are added; only their retention takes them away again."""

    def update(self, **values: Any) -> int:
        raise LogIsKept

    def delete(self) -> tuple[int, dict[str, int]]:
        raise LogIsKept

    def forget_before(self, moment: datetime) -> int:
        """Take away the lines from before a moment: what the retention service calls."""
        return self.filter(at__lt=moment)._raw_delete(self.db)


class AccessEvent(models.Model):
    """A line of the access log: who came in, or touched personal data, when. Never the data itself.

    The issue, use and end of personal codes are ``CodeEvent``; the screens show both in one list.
    """

    class Kind(models.TextChoices):
        SIGN_IN = "sign_in", _("Signed in")
        IMPORT = "import", _("List of people imported")
        EXPORT = "export", _("List of people exported")
        PERSON_OPENED = "person_opened", _("Person's page opened")
        LETTERS_MADE = "letters_made", _("Letters or cards made")
        LETTERS_DOWNLOADED = "letters_downloaded", _("Letters or cards downloaded")
        MAIL_SENT = "mail_sent", _("Mail sent")
        DATA_DOWNLOADED = "data_downloaded", _("Own data downloaded")
        ACCOUNT_CHANGED = "account_changed", _("Account changed")

    kind = models.CharField(_("what"), max_length=20, choices=Kind)
    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    about = models.ForeignKey(
        "User",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_index=False,
        verbose_name=_("about"),
    )
    by = models.ForeignKey(
        "User",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_index=False,
        verbose_name=_("by"),
    )
    detail = models.CharField(_("detail"), max_length=200, blank=True)

    objects = AccessEventQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("line of the access log")
        verbose_name_plural = _("access log")
        default_permissions = ()
        indexes = [
            models.Index(fields=["about", "at"], name="access_event_about"),
            models.Index(fields=["by", "at"], name="access_event_by"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise LogIsKept
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise LogIsKept


class LogIsKept(TypeError):
    """The access log is only added to: a line is never changed or taken away by hand."""

    def __init__(self) -> None:
        super().__init__("The access log is append-only.")


class Draft(models.Model):
    """What someone typed in a form and did not send yet; theirs alone, read by nobody else.

    A row outlives its text: emptied when the form was sent, it tells a save that comes late, from
    that very window, that there is nothing left to keep.
    """

    person = models.ForeignKey(
        "User", models.CASCADE, related_name="drafts", db_index=False, verbose_name=_("person")
    )
    key = models.CharField(_("form"), max_length=100)
    fields = models.JSONField(_("what was typed"), default=dict)
    version = models.PositiveIntegerField(_("version"), default=0)
    hand = models.CharField(_("window that wrote it"), max_length=32, blank=True)
    sent_by = models.CharField(_("window that sent the form"), max_length=32, blank=True)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="draft_one_per_form"),
        ]

    def __str__(self) -> str:
        return self.key
