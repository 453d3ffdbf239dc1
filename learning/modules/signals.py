"""What the modules tell subjects above them. Sent on commit, so that receivers see the row."""

from django.dispatch import Signal

module_picked = Signal()
"""A programme has picked a module, or has changed the pick. Arguments: ``programme_module``."""
