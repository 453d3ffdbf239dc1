"""What the enrolment tells subjects above it. Sent on commit, so that receivers see the row."""

from django.dispatch import Signal

participant_enrolled = Signal()
"""Someone is in a programme, in any role. Arguments: ``enrolment``."""

enrolment_ended = Signal()
"""An enrolment has ended. Arguments: ``enrolment``."""

enrolment_changed = Signal()
"""Someone moved to another cohort or route. Arguments: ``enrolment``, ``previous_cohort``."""
