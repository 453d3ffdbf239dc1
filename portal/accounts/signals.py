"""What accounts tell the subjects above them."""

from django.dispatch import Signal

sign_in_frozen = Signal()
"""Somebody failed so often that the next attempt is refused for a while. Arguments: ``login``, the
username, e-mail address or ``code:<selector>`` that was tried."""
