"""Who asks, and what they are in the programme of a case."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest

from learning.enrolment.access import Entitlements
from learning.enrolment.models import Enrolment, Role
from portal.accounts.models import User


def signed_in(request: HttpRequest) -> User:
    """The person behind a request; views here are for who is signed in."""
    return cast(User, request.user)


def attended(who: Entitlements, programme_id: int) -> Enrolment:
    """Someone's place as a participant in a programme. Raises Http404 where they have none today."""
    for enrolment in who.with_role(Role.PARTICIPANT):
        if enrolment.programme_id == programme_id:
            return enrolment
    raise Http404
