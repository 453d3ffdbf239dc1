"""Codes between their issue and their end: more time for one, and the freeze of one that is tried.

Frozen means: it failed so often in a few minutes that allauth's limit refuses the next attempts. The
refusal ends by itself; that it happened stays with the code until it is used, or until a coordinator
lets it go or replaces it. A typing error never counts, so who freezes a code holds another one's
letter, an old one, or is guessing.
"""

from datetime import date, datetime

from allauth.account.adapter import get_adapter
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from learning.enrolment.backends import login_of
from learning.enrolment.lifetimes import end_of_day, end_of_enrolment, last_day
from learning.enrolment.models import AccessCode, CodeEvent
from learning.enrolment.services import EnrolmentError, refuse_beyond_reach
from portal.accounts.models import User


@transaction.atomic
def extend_code(*, code: AccessCode, until: date, by: User | None = None) -> AccessCode:
    """Let a code that nobody has used work up to and including a later day, also if it has expired.

    It never works longer than its enrolment. Raises EnrolmentError where it was used or revoked, where
    the enrolment has ended, where it would not get any more time, or where the person is beyond the
    reach of ``by``.
    """
    locked = (
        AccessCode.objects.select_for_update(of=("self",))
        .select_related("enrolment__programme")
        .get(pk=code.pk)
    )
    refuse_beyond_reach(locked.enrolment, by)
    if reason := why_not_extended(locked, until):
        raise EnrolmentError(reason)
    locked.expires_at = extended_end(locked, until)
    locked.save(update_fields=["expires_at"])
    CodeEvent.objects.create(code=locked, kind=CodeEvent.Kind.EXTENDED, by=by)
    return locked


def extended_end(code: AccessCode, until: date) -> datetime:
    """When a code would end that may work up to and including this day."""
    end = end_of_enrolment(code.enrolment)
    if until >= timezone.localdate(end):
        return end  # also for the last day that there is, which has no day after it
    return min(end_of_day(until), end)


def why_not_extended(code: AccessCode, until: date) -> str:
    """Why a code gets no more time, in words; empty where it does."""
    if code.revoked_at or code.enrolment.ended_at:
        return _("The code was replaced or revoked, or the enrolment has ended.")
    if code.first_used_at:
        return _("The code is used already; it ends with the enrolment.")
    end = extended_end(code, until)
    if end <= timezone.now():
        return _("The last day has passed already.")
    if end <= code.expires_at:
        return _("The code works until %(day)s already.") % {
            "day": date_format(last_day(code.expires_at), "j F Y"),
        }
    return ""


@transaction.atomic
def freeze_code(*, selector: str) -> None:
    """Note that a code was tried too often; once, however long it goes on."""
    living = AccessCode.objects.filter(selector=selector, revoked_at=None, frozen_at=None)
    if living.update(frozen_at=timezone.now()):
        code = AccessCode.objects.get(selector=selector)
        CodeEvent.objects.create(code=code, kind=CodeEvent.Kind.FROZEN)


@transaction.atomic
def unfreeze_code(*, code: AccessCode, by: User | None = None) -> None:
    """Let a code be tried again at once, and forget that it was frozen.

    Raises EnrolmentError where it is not frozen.
    """
    locked = AccessCode.objects.select_for_update().get(pk=code.pk)
    if locked.revoked_at or not locked.frozen_at:
        raise EnrolmentError(_("This code is not frozen."))
    locked.frozen_at = None
    locked.save(update_fields=["frozen_at"])
    CodeEvent.objects.create(code=locked, kind=CodeEvent.Kind.UNFROZEN, by=by)
    login = login_of(locked.selector)
    transaction.on_commit(lambda: get_adapter().forget_failures(login=login))
