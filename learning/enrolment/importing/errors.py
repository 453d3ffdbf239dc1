"""The one error of an import. It is a module of its own because reading and services both raise it."""

from django.core.exceptions import ValidationError


class ImportRefused(ValidationError):
    """A list cannot be read, compared or entered as asked; the message says why, for the coordinator."""
