"""What the forum tells others."""

from django.dispatch import Signal

text_written = Signal()
"""Words were written in the forum, or changed. Arguments: ``text``."""
