"""The one error of the forum's services."""

from django.core.exceptions import ValidationError


class ForumError(ValidationError):
    """The forum cannot do what was asked; the message says why."""
