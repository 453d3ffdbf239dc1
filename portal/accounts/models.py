"""Who a person is. What someone may do follows from their enrolments, in ``learning.enrolment``."""

import secrets
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A person, known by name; participants may have no e-mail address and no password at all.

    ``username`` is an internal identifier: staff choose one to sign in with, a participant's is
    random and shown to nobody. ``is_staff`` marks who works with other people's data: the
    enrolment services set it for every role but participant.
    """

    language = models.CharField(
        _("language"), max_length=5, choices=[("nl", "Nederlands"), ("en", "English")], default="nl"
    )

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise PeopleAreKept(gettext("People are not deleted. Deactivate them or erase their data."))

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
