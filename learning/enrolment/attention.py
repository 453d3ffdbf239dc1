"""What asks for a coordinator's attention in each programme, in numbers of people."""

from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from learning.enrolment.models import CODE_ROLES, EnrolmentQuerySet
from learning.enrolment.queries import CodeState, expiring, with_code_state
from learning.programmes.models import Phase, PhaseKind

BEFORE_KICK_OFF = timedelta(days=7)
"""From then on a code that nobody has used is somebody who may stand outside on the first day."""


class Attention(NamedTuple):
    """How many people of one programme cannot come in, have not done so, or soon no longer can."""

    programme_id: int
    kick_off: date
    frozen: int
    without_code: int
    spent: int
    unused: int
    expiring: int

    @property
    def is_time(self) -> bool:
        """Whether the kick-off is within a week, or has been."""
        return self.kick_off - BEFORE_KICK_OFF <= timezone.localdate()


def attention(enrolments: EnrolmentQuerySet) -> dict[int, Attention]:
    """Count per programme who of these enrolments needs help with coming in: one query.

    Programmes that are over ask for nothing. Without a kick-off on its timeline, a programme is
    kicked off on its first day.
    """
    kick_offs = Phase.objects.filter(programme=OuterRef("programme"), kind=PhaseKind.KICK_OFF)
    coming_in = with_code_state(
        enrolments.lasting().filter(
            role__in=CODE_ROLES, programme__ends_on__gte=timezone.localdate()
        )
    )
    waiting = Q(code_state__in=[CodeState.NONE, CodeState.REVOKED, CodeState.EXPIRED])
    rows = (
        coming_in.annotate(
            kick_off=Coalesce(
                Subquery(kick_offs.order_by("starts_on").values("starts_on")[:1]),
                F("programme__starts_on"),
            )
        )
        .order_by()
        .values("programme_id", "kick_off")
        .annotate(
            frozen=Count("pk", filter=Q(code_state=CodeState.FROZEN)),
            without_code=Count("pk", filter=waiting),
            spent=Count("pk", filter=Q(code_state=CodeState.SPENT)),
            unused=Count("pk", filter=Q(code_state=CodeState.UNUSED)),
            expiring=Count("pk", filter=expiring()),
        )
    )
    return {row["programme_id"]: Attention(**row) for row in rows}
