"""How long a password is at least, said in the language of the page."""

from typing import Any

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import ngettext


class LongEnough(MinimumLengthValidator):
    """Django's own, whose message has no Dutch."""

    min_length: int

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) < self.min_length:
            raise ValidationError(
                ngettext(
                    "This password is too short: it needs at least %(count)d character.",
                    "This password is too short: it needs at least %(count)d characters.",
                    self.min_length,
                )
                % {"count": self.min_length},
                code="password_too_short",
            )
