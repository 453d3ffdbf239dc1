"""Send a mail and keep how that ended.

A mail is claimed before it is handed over and settled after it, each in a short transaction of its
own: nothing waits for a mail server while it holds the database. What a worker that was killed had
claimed is never sent by itself again; the log says that it is uncertain.
"""

import json

from cryptography.fernet import InvalidToken
from django.db import transaction
from django.utils import timezone

from learning.enrolment.mailing import tasks
from learning.enrolment.mailing.compose import Content, build
from learning.enrolment.mailing.models import Mail, MailKind, MailState, Why
from learning.enrolment.mailing.smtp import LONGEST_ANSWER, MailServer, Outcome
from learning.enrolment.models import Enrolment
from learning.programmes.models import Programme
from portal.accounts.access_log import Kind, note_access
from portal.accounts.encryption import decrypt, encrypt
from portal.accounts.models import User


@transaction.atomic
def send_mail_to(
    *,
    to: str,
    kind: MailKind,
    content: Content,
    programme: Programme | None = None,
    enrolment: Enrolment | None = None,
    by: User | None = None,
) -> Mail:
    """Ask the worker to send a mail; ``compose`` makes its content.

    The content is kept encrypted until the mail is sent, and gone after it. Raises TextError where
    ``to`` is no address.
    """
    build(content, to)
    mail = Mail.objects.create(
        kind=kind,
        to=to,
        programme=programme,
        enrolment=enrolment,
        by=by,
        sealed=encrypt(json.dumps(content)),
    )
    transaction.on_commit(lambda: tasks.deliver_mail.enqueue(mail.pk))
    return mail


def send_test_mail(*, content: Content, programme: Programme, by: User) -> Mail:
    """Send somebody a mail with example values, at once: how it ended is in what is returned.

    Raises TextError where this person has no address.
    """
    message = build(content, by.email)
    mail = Mail.objects.create(
        kind=MailKind.TEST, to=by.email, programme=programme, by=by, state=MailState.SENDING
    )
    with MailServer() as server:
        settle(mail=mail, outcome=server.hand_over(message))
    return mail


def deliver(*, mail_pk: int) -> None:
    """Hand over a mail that waits; one that does not is left alone, so that nobody gets it twice."""
    mail = _claim(mail_pk)
    if mail is None:
        return
    try:
        content = Content(*json.loads(decrypt(mail.sealed)))
    except InvalidToken:
        settle(mail=mail, outcome=Outcome(MailState.FAILED, Why.BROKEN))
        return
    with MailServer() as server:
        settle(mail=mail, outcome=server.hand_over(build(content, mail.to)))


def _claim(mail_pk: int) -> Mail | None:
    waiting = Mail.objects.filter(pk=mail_pk, state=MailState.WAITING)
    if not waiting.update(state=MailState.SENDING, at=timezone.now()):
        return None
    return Mail.objects.get(pk=mail_pk)


@transaction.atomic
def settle(*, mail: Mail, outcome: Outcome) -> None:
    """Keep how a mail ended, and forget what was in it."""
    mail.state, mail.why = outcome.state, outcome.why
    mail.answer, mail.sealed = outcome.answer[:LONGEST_ANSWER], ""
    mail.at = timezone.now()
    mail.save(update_fields=["state", "why", "answer", "sealed", "at"])
    if outcome.state != MailState.FAILED:
        person = mail.enrolment.person if mail.enrolment else None
        note_access(
            kind=Kind.MAIL_SENT, about=person, by=mail.by, detail=str(mail.get_kind_display())
        )
