"""What the enrolment tells subjects above it. Sent on commit, so that receivers see the row."""

from django.dispatch import Signal

participant_enrolled = Signal()
"""People are in a programme, in any role; one or thousands. Arguments: ``enrolments``."""

enrolment_ended = Signal()
"""Enrolments have ended. Arguments: ``enrolments``."""

enrolment_changed = Signal()
"""People moved to another cohort or route. Arguments: ``enrolments``, and ``previous_cohorts`` in the
same order, None for who had no cohort."""
