"""What the worker does with a run: take it up, give its people their codes, end it."""

from django.db import transaction
from django.utils import timezone

from learning.enrolment import codes
from learning.enrolment.handout.models import Handout, HandoutFile, Recipient
from learning.enrolment.handout.queries import why_left_out
from learning.enrolment.models import AccessCode, Enrolment
from learning.enrolment.reach import beyond_reach
from learning.enrolment.services import IssuedCode, issue_code, replace_code
from portal.accounts.encryption import encrypt_bytes


class HandoutStopped(Exception):
    """Somebody started the run anew, or it has ended: the worker that hears this leaves it alone."""


@transaction.atomic
def begin(*, handout_pk: int) -> Handout | None:
    """Take up a run that waits; None where it does not, so that nobody does it twice."""
    waiting = Handout.objects.select_for_update(of=("self",)).filter(
        pk=handout_pk, state=Handout.State.WAITING
    )
    handout = waiting.select_related("programme__organisation", "by").first()
    if handout:
        handout.state, handout.seen_at = Handout.State.WORKING, timezone.now()
        handout.save(update_fields=["state", "seen_at"])
    return handout


@transaction.atomic
def give_code(*, recipient: Recipient, prepared: codes.Prepared) -> IssuedCode | None:
    """Give someone in a run a code, in place of one that they have; None for who is left out.

    How things stand is looked at again: a code that was used since the run was asked for stays.
    Raises HandoutStopped where the run is no longer to be carried on.
    """
    handout = recipient.handout
    say_working(handout)
    people = Enrolment.objects.select_related("person", "programme__organisation", "department")
    enrolment = people.get(pk=recipient.enrolment_id)
    living = AccessCode.objects.filter(enrolment=enrolment, revoked_at=None)
    code = living.select_for_update().first()
    reason = why_left_out(
        enrolment,
        kind=handout.kind,
        is_in_use=bool(code and code.first_used_at),
        replaces_used=handout.replaces_used,
        beyond_reach=beyond_reach([enrolment.person_id], handout.by),
    )
    if reason:
        leave_out(recipient=recipient, reason=reason)
        return None
    if code:
        issued = replace_code(code=code, by=handout.by, prepared=prepared)
    else:
        issued = issue_code(enrolment=enrolment, by=handout.by, prepared=prepared)
    issued.code.enrolment = recipient.enrolment = enrolment
    recipient.code = issued.code
    recipient.save(update_fields=["code"])
    return issued


def say_working(handout: Handout) -> None:
    """Let the worker's sign of life be seen; raises HandoutStopped where it should not go on."""
    working = Handout.objects.filter(pk=handout.pk, state=Handout.State.WORKING)
    if not working.update(seen_at=timezone.now()):
        raise HandoutStopped


def leave_out(*, recipient: Recipient, reason: Recipient.Reason) -> None:
    """Say why someone in a run got nothing."""
    recipient.state, recipient.reason = Recipient.State.LEFT_OUT, reason
    recipient.save(update_fields=["state", "reason"])


def keep_waiting(*, recipient: Recipient) -> None:
    """Say that someone in a run still waits, for a next run."""
    recipient.state, recipient.reason = Recipient.State.WAITING, ""
    recipient.save(update_fields=["state", "reason"])


def mark_done(*, recipient: Recipient) -> None:
    """Say that someone has what the run was for."""
    recipient.state, recipient.reason = Recipient.State.DONE, ""
    recipient.save(update_fields=["state", "reason"])


@transaction.atomic
def finish(*, handout: Handout, content: bytes | None = None) -> None:
    """The run is ready. With a file, everyone who is in it has been served.

    Raises HandoutStopped where somebody started it anew meanwhile.
    """
    say_working(handout)
    if content is not None:
        HandoutFile.objects.create(handout=handout, content=encrypt_bytes(content))
        made = handout.recipients.filter(code__isnull=False)
        made.update(state=Recipient.State.DONE)
    end(handout, Handout.State.READY)


@transaction.atomic
def break_off(*, handout: Handout, state: Handout.State, why: str = "") -> None:
    """The run did not come to its end; what it did is kept and told."""
    still = Handout.objects.select_for_update().filter(pk=handout.pk, state=Handout.State.WORKING)
    if still.exists():
        handout.why = why
        end(handout, state)


def end(handout: Handout, state: Handout.State) -> None:
    """Keep how and when a run ended."""
    handout.state, handout.finished_at = state, timezone.now()
    handout.save(update_fields=["state", "finished_at", "why"])
