"""The one way to an entry of a logbook and to what comes back of it: one's own. All else is a 404."""

from __future__ import annotations

from django.http import Http404

from learning.enrolment.access import Entitlements
from learning.modules.answers.models import Answer
from learning.modules.intentions.models import Nudge


def get_own_entry(who: Entitlements, pk: int) -> Answer:
    """What someone wrote themselves, also after the enrolment ended. Raises Http404."""
    mine = Answer.objects.of(who.person_id).in_words() if who.person_id else Answer.objects.none()
    entry = mine.filter(pk=pk).first()
    if entry is None:
        raise Http404
    return entry


def get_own_nudge(who: Entitlements, pk: int) -> Nudge:
    """A question about one's own intention. Raises Http404."""
    mine = Nudge.objects.filter(answer__person=who.person_id, pk=pk) if who.person_id else None
    nudge = mine.select_related("answer").first() if mine is not None else None
    if nudge is None:
        raise Http404
    return nudge
