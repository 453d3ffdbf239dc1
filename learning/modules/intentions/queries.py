"""Reads of what comes back to someone."""

from learning.enrolment.access import Entitlements
from learning.modules.intentions.models import Nudge


def due_nudges(who: Entitlements) -> list[Nudge]:
    """What asks for an answer of someone today, longest waiting first, each with its intention
    (``nudge.answer``): one query."""
    if not who.attended_programme_ids:
        return []
    mine = Nudge.objects.due().filter(
        answer__person=who.person_id, answer__programme__in=who.attended_programme_ids
    )
    return list(mine.select_related("answer").order_by("due_on", "pk"))
