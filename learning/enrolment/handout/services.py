"""Start a run of letters, cards or mails, hand over its file once, and throw away what is old."""

from collections.abc import Iterable

from cryptography.fernet import InvalidToken
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.enrolment.handout import tasks
from learning.enrolment.handout.models import FILE_LIVES, Handout, HandoutFile, Recipient
from learning.enrolment.handout.working import end
from learning.enrolment.models import Enrolment
from learning.enrolment.services import EnrolmentError
from learning.programmes.models import Programme
from portal.accounts.access_log import Kind, note_access
from portal.accounts.encryption import decrypt_bytes
from portal.accounts.models import User


class HandoutError(EnrolmentError):
    """A run cannot do what was asked; the message says why."""


@transaction.atomic
def start_handout(
    *,
    kind: Handout.Kind,
    programme: Programme,
    enrolments: Iterable[Enrolment],
    by: User | None = None,
    replaces_used: bool = False,
) -> Handout:
    """Ask the worker for letters, cards or mails for these people of a programme.

    Who gets nothing is decided when it is made; the run then says who and why. Raises HandoutError
    where nobody was chosen, or somebody of another programme.
    """
    people = list(enrolments)
    if not people:
        raise HandoutError(_("Choose the people first."))
    if any(each.programme_id != programme.pk for each in people):
        raise HandoutError(_("These people are in several programmes. Choose one programme."))
    handout = Handout.objects.create(
        kind=kind, programme=programme, by=by, replaces_used=replaces_used
    )
    Recipient.objects.bulk_create(Recipient(handout=handout, enrolment=each) for each in people)
    transaction.on_commit(lambda: tasks.run_handout.enqueue(handout.pk))
    return handout


@transaction.atomic
def start_again(*, handout: Handout, by: User | None = None) -> Handout:
    """Make a new run for those whom the old one did not serve, or for all where it served them.

    Codes that the old run made are replaced. Raises HandoutError while it is still under way, and
    where there is nobody to make it for.
    """
    old = Handout.objects.select_for_update().get(pk=handout.pk)
    if old.is_under_way:
        raise HandoutError(_("This is still being made. Wait until it is ready."))
    if old.state in {Handout.State.WAITING, Handout.State.WORKING}:
        end(old, Handout.State.STOPPED)
    return start_handout(
        kind=Handout.Kind(old.kind),
        programme=old.programme,
        enrolments=to_serve_again(old),
        by=by,
        replaces_used=will_replace_used(old),
    )


def to_serve_again(handout: Handout) -> "QuerySet[Enrolment]":
    """Who is still waiting for what the run was to give them; where nobody is, who got it."""
    waiting = handout.recipients.filter(state=Recipient.State.WAITING)
    done = handout.recipients.filter(state=Recipient.State.DONE)
    whose = waiting if waiting.exists() else done
    return Enrolment.objects.filter(pk__in=whose.values("enrolment"))


def will_replace_used(handout: Handout) -> bool:
    """Whether making it again may replace codes in use: only where that was asked and did not end.

    After a run that ended, a code in use is most often the one that the run gave.
    """
    return handout.replaces_used and handout.state != Handout.State.READY


@transaction.atomic
def collect_file(*, handout: Handout, by: User) -> bytes:
    """The letters or cards, this one time: the file is gone after it.

    Raises HandoutError where it was downloaded before, is too old or cannot be read any more.
    """
    locked = Handout.objects.select_for_update().get(pk=handout.pk)
    kept = HandoutFile.objects.filter(handout=locked).first()
    if kept is None or locked.is_past:
        raise HandoutError(_("This file is gone. It can be downloaded once, within 24 hours."))
    try:
        content = decrypt_bytes(bytes(kept.content))
    except InvalidToken as error:
        raise HandoutError(_("This file can no longer be read.")) from error
    kept.delete()
    locked.collected_at, locked.collected_by = timezone.now(), by
    locked.save(update_fields=["collected_at", "collected_by"])
    detail = f"{locked.get_kind_display()}, {locked.programme}"
    note_access(kind=Kind.LETTERS_DOWNLOADED, by=by, detail=detail)
    return content


@transaction.atomic
def remove_old_handouts() -> int:
    """Throw away files that nobody came for in time, and mark the runs that stand still.

    For the daily housekeeping; says how many files those were.
    """
    for handout in Handout.objects.filter(
        state__in=[Handout.State.WAITING, Handout.State.WORKING]
    ).select_for_update():
        if handout.is_stalled:
            end(handout, Handout.State.STOPPED)
    old = HandoutFile.objects.filter(handout__finished_at__lte=timezone.now() - FILE_LIVES)
    return old.delete()[0]
