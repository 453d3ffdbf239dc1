"""Whose code may be issued by whom: a code opens everything that its holder takes part in.

So a coordinator hands out codes only of people who take part in nothing beyond the organisations that
the coordinator works for. Anybody else's code is for administrators: it would open what others keep.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from learning.enrolment.access import entitlements_of
from learning.enrolment.models import Enrolment, Role
from portal.accounts.models import User

BATCH = 500


def beyond_reach(person_ids: Iterable[int], by: User | None) -> set[int]:
    """Those of these people who also take part, now or later, where ``by`` coordinates nothing.

    Nobody is beyond the reach of an administrator, nor of the portal itself (None).
    """
    if by is None or by.is_superuser:
        return set()
    coordinated = entitlements_of(by).with_role(Role.COORDINATOR)
    elsewhere = Enrolment.objects.lasting().exclude(
        programme__organisation__in={each.programme.organisation_id for each in coordinated}
    )
    wanted = sorted(set(person_ids))
    found: set[int] = set()
    for start in range(0, len(wanted), BATCH):
        some = elsewhere.filter(person__in=wanted[start : start + BATCH])
        found.update(some.values_list("person_id", flat=True))
    return found


def say_beyond_reach(person: User) -> str:
    """Why there is no code from this coordinator, and what can be done; never where else it is."""
    return _(
        "%(name)s also takes part somewhere that you do not coordinate, and the code would open that"
        " too. Ask an administrator for a code. Or let %(name)s add an e-mail address or a passkey"
        " under My account, to come in without one."
    ) % {"name": person}
