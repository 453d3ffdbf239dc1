"""The one way to one's own certificate; the office has its policy, and a visitor has the code."""

from __future__ import annotations

from django.http import Http404

from learning.certificates.models import Certificate
from learning.enrolment.access import Entitlements
from learning.enrolment.models import Enrolment, Role


def get_own_enrolment(who: Entitlements, pk: int) -> Enrolment:
    """An enrolment in which someone takes part today. Raises Http404."""
    for enrolment in who.with_role(Role.PARTICIPANT):
        if enrolment.pk == pk:
            return enrolment
    raise Http404


def get_own_certificate(who: Entitlements, enrolment_pk: int) -> Certificate:
    """The valid certificate of such an enrolment. Raises Http404."""
    enrolment = get_own_enrolment(who, enrolment_pk)
    found = enrolment.certificates.filter(withdrawn_at=None).first()
    if found is None:
        raise Http404
    return found
