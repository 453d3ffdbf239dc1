"""What a programme tells subjects above it, in the same transaction: all of it happens, or nothing."""

from django.dispatch import Signal

programme_rescheduled = Signal()
"""A programme ends on another day. Arguments: ``programme``."""

programme_shifted = Signal()
"""A programme and its phases moved. Arguments: ``programme``, as it is now; ``was``, the period that
it had; ``days``, how far it moved."""

programme_copied = Signal()
"""A programme was made after another. Arguments: ``source``, ``target``; ``days``, how far its days
moved; ``routes`` and ``phases``, what stands in the target for the source's, by number."""
