"""Plan what comes back of an intention, mail that it is there, and keep the answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from learning.enrolment.handout.texts import Text
from learning.enrolment.mailing import tasks
from learning.enrolment.mailing.compose import compose
from learning.enrolment.mailing.models import Mail, MailKind, MailState
from learning.enrolment.mailing.services import send_mail_to
from learning.enrolment.models import Enrolment, Role
from learning.modules.answers.models import Answer
from learning.modules.answers.words import text_of
from learning.modules.intentions.models import Nudge, Outcome
from portal.accounts.notices import addresses_of

LONGEST_NOTE = 2000
STUCK = timedelta(minutes=15)
"""A mail that still waits after this long lost its task, and is handed to the worker again."""


class NudgeError(ValidationError):
    """An answer to a question about an intention cannot be kept; the message says why."""


class Ask(NamedTuple):
    """What a block asks back, and when."""

    after_days: int
    text: str


@transaction.atomic
def plan_nudges(*, answer: Answer, asks: Iterable[Ask], by_mail: bool) -> None:
    """Plan the questions about an intention from the day on which it was made, each once.

    What was answered stays, and what was planned keeps its day; the choice for mail holds for what
    is still to come.
    """
    made_on = timezone.localdate(answer.made_at)
    Nudge.objects.bulk_create(
        [
            Nudge(
                answer=answer,
                after_days=ask.after_days,
                text=ask.text,
                due_on=made_on + timedelta(days=ask.after_days),
            )
            for ask in asks
        ],
        ignore_conflicts=True,
    )
    answer.nudges.filter(mailed_at=None, answered_at=None).update(by_mail=by_mail)
    _note_words(answer)


@transaction.atomic
def answer_nudge(*, nudge: Nudge, outcome: str, note: str = "") -> None:
    """Keep how it went; it goes into the logbook with the intention. Raises NudgeError, by field."""
    if outcome not in Outcome.values:
        raise NudgeError({"outcome": _("Choose how it went.")})
    if outcome == Outcome.OTHER and not note.strip():
        raise NudgeError({"note": _("Write in a few words how it went.")})
    if len(note) > LONGEST_NOTE:
        raise NudgeError({"note": _("Use %(limit)d characters at most.") % {"limit": LONGEST_NOTE}})
    answer = Answer.objects.select_for_update(of=("self",)).get(pk=nudge.answer_id)
    kept = Nudge.objects.get(pk=nudge.pk)
    kept.outcome, kept.note = outcome, note.strip()
    kept.answered_at = kept.answered_at or timezone.now()
    kept.save(update_fields=["outcome", "note", "answered_at"])
    answer.changed_at = timezone.now()
    answer.save(update_fields=["changed_at"])
    _note_words(answer)


def _note_words(answer: Answer) -> None:
    """What someone noted about an intention is found with it."""
    answer.text = text_of(answer.content, list(answer.nudges.values_list("note", flat=True)))
    answer.save(update_fields=["text"])


def mail_due_nudges() -> int:
    """Mail who asked for it that a question is there; says how many mails that were.

    Claiming a question and putting its mail in the outbox is one transaction for each: a worker
    that is killed in between leaves neither or both. What lost its task is handed over again; the
    outbox itself sends nothing twice.
    """
    _hand_over_again()
    due = Nudge.objects.due().filter(by_mail=True, mailed_at=None)
    return sum(_mail(pk) for pk in due.order_by("pk").values_list("pk", flat=True))


def _hand_over_again() -> None:
    stuck = Nudge.objects.filter(
        mail__state=MailState.WAITING, mail__created_at__lt=timezone.now() - STUCK
    )
    for mail in stuck.values_list("mail", flat=True):
        tasks.deliver_mail.enqueue(mail)


@transaction.atomic
def _mail(pk: int) -> bool:
    nudge = (
        Nudge.objects.select_for_update(of=("self",))
        .select_related("answer__person")
        .filter(pk=pk, mailed_at=None, answered_at=None)
        .first()
    )
    if nudge is None:
        return False
    nudge.mailed_at = timezone.now()
    nudge.mail = _notice(nudge)
    nudge.save(update_fields=["mailed_at", "mail"])
    return nudge.mail is not None


def _notice(nudge: Nudge) -> Mail | None:
    """A mail without a word of the intention; None for who is gone, or has no checked address."""
    person = nudge.answer.person
    there = Enrolment.objects.active().filter(
        person=person, programme=nudge.answer.programme_id, role=Role.PARTICIPANT
    )
    mine = there.select_related("programme__organisation").first()
    address = next(iter(addresses_of(person)), "")
    if not (mine and address):
        return None
    with override(person.language):
        text = Text(
            _("How did it go?"),
            _(
                "Hello {voornaam},\n\nSome time ago you made an if-then intention in the portal. "
                "How did it go? Answering takes a minute.\n\n{link}\n\n"
                "You asked for this mail. You can change that at your intention, in the lesson."
            ),
        )
    return send_mail_to(
        to=address,
        kind=MailKind.NOTICE,
        content=compose(
            text=text,
            values={
                "voornaam": person.get_short_name(),
                "link": settings.BASE_URL.rstrip("/") + nudge.url,
            },
            organisation=mine.programme.organisation,
            language=person.language,
        ),
        programme=mine.programme,
        enrolment=mine,
    )
