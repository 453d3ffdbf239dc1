"""What a programme tells subjects above it."""

from django.dispatch import Signal

programme_rescheduled = Signal()
"""A programme ends on another day, in the same transaction. Arguments: ``programme``."""
