"""What practice cases tell subjects above them. Sent on commit, so that receivers see the rows."""

from django.dispatch import Signal

case_sent = Signal()
"""Someone sent a case, or a change of it, to trainers. Arguments: ``case``, ``version``."""

case_accepted = Signal()
"""A trainer accepted a case. Arguments: ``case``, ``version``, ``by``."""
