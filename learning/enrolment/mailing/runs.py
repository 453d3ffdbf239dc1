"""The run that mails people their codes.

A code is made when its mail is, handed to the mail server, and only then kept: whoever the server
refuses has no new code, and keeps the old one. The order for one person is: rehearse (everything
that could be refused is, and nothing is kept), claim, hand over, keep. No transaction is open while
the mail server answers.
"""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from learning.enrolment import codes
from learning.enrolment.handout import working
from learning.enrolment.handout.executors import executes
from learning.enrolment.handout.models import Handout, Recipient
from learning.enrolment.handout.text_models import TextKind
from learning.enrolment.handout.texts import Text, TextError, check_text, text_for, values_of
from learning.enrolment.mailing.compose import build, compose
from learning.enrolment.mailing.models import Mail, MailKind, MailState, Why
from learning.enrolment.mailing.services import settle
from learning.enrolment.mailing.smtp import MailServer, Outcome
from learning.enrolment.models import Enrolment
from learning.enrolment.services import EnrolmentError, IssuedCode


class MailServerGone(ValidationError):
    """The mail server takes nothing from us now; the message says why."""


@executes(Handout.Kind.MAIL)
def mail_codes(handout: Handout) -> None:
    """Mail everyone who waits in a run their code.

    Raises TextError where a text cannot be sent, before anything is, and MailServerGone where the
    mail server stops taking mail: who has had none yet still waits then.
    """
    texts = _texts_of(handout)
    with MailServer() as server:
        for recipient in _waiting_in(handout):
            _mail_code(recipient, server, texts)
    working.finish(handout=handout)


def _texts_of(handout: Handout) -> dict[str, Text]:
    """The text of the code mail in each language that somebody in the run reads, checked."""
    languages = handout.recipients.order_by().values_list("enrolment__person__language", flat=True)
    texts = {
        language: text_for(handout.programme, TextKind.MAIL, language)
        for language in languages.distinct()
    }
    for text in texts.values():
        check_text(TextKind.MAIL, text)
    return texts


def _waiting_in(handout: Handout) -> Iterator[Recipient]:
    """Everyone who waits, by name, each as they are when it is their turn."""
    waiting = handout.recipients.filter(state=Recipient.State.WAITING)
    by_name = ["enrolment__person__last_name", "enrolment__person__first_name", "pk"]
    for pk in list(waiting.order_by(*by_name).values_list("pk", flat=True)):
        recipient = Recipient.objects.get(pk=pk)
        recipient.handout = handout
        yield recipient


def _mail_code(recipient: Recipient, server: MailServer, texts: dict[str, Text]) -> None:
    prepared = codes.prepare(codes.generate())
    try:
        issued = _rehearse(recipient, prepared)
    except EnrolmentError as error:
        _refuse(recipient, Why.NOT_ALLOWED, error)
        return
    if issued is None:
        return
    enrolment = issued.code.enrolment
    try:
        content = compose(
            text=texts[enrolment.person.language],
            values=values_of(enrolment, issued),
            organisation=enrolment.programme.organisation,
            language=enrolment.person.language,
        )
        message = build(content, enrolment.person.email)
    except TextError as error:
        _refuse(recipient, Why.UNKNOWN_ADDRESS, error)
        return
    mail = _claim(recipient, enrolment)
    if mail is None:
        return
    outcome = server.hand_over(message)
    if outcome.state == MailState.FAILED:
        _give_up(recipient, mail, outcome)
    else:
        _keep(recipient, mail, prepared, outcome)
    if outcome.is_about_the_server:
        raise MailServerGone(f"{Why(outcome.why).label} ({outcome.answer})")


def _rehearse(recipient: Recipient, prepared: codes.Prepared) -> IssuedCode | None:
    """Make the code and take it back: None, which is kept, for who is left out."""
    with transaction.atomic():
        issued = working.give_code(recipient=recipient, prepared=prepared)
        if issued:
            transaction.set_rollback(True)
    return issued


def _claim(recipient: Recipient, enrolment: Enrolment) -> Mail | None:
    """Take this mail upon us: nobody else sends it, and if we die over it, it is uncertain."""
    try:
        with transaction.atomic():
            working.leave_out(recipient=recipient, reason=Recipient.Reason.UNCERTAIN)
            return Mail.objects.create(
                kind=MailKind.CODE,
                programme_id=enrolment.programme_id,
                enrolment=enrolment,
                handout=recipient.handout,
                to=enrolment.person.email,
                by=recipient.handout.by,
                state=MailState.SENDING,
            )
    except IntegrityError:
        return None


@transaction.atomic
def _keep(recipient: Recipient, mail: Mail, prepared: codes.Prepared, outcome: Outcome) -> None:
    """Keep the code that is in a mail that was sent, or perhaps was."""
    try:
        with transaction.atomic():
            issued = working.give_code(recipient=recipient, prepared=prepared)
    except (EnrolmentError, working.HandoutStopped):
        issued = None
    if issued is None or issued.text != str(prepared.code):
        outcome = Outcome(MailState.FAILED, Why.OVERTAKEN)
        working.leave_out(recipient=recipient, reason=Recipient.Reason.NOT_SENT)
    elif outcome.state == MailState.SENT:
        working.mark_done(recipient=recipient)
    settle(mail=mail, outcome=outcome)


@transaction.atomic
def _give_up(recipient: Recipient, mail: Mail, outcome: Outcome) -> None:
    """The server refused this person; where it refuses everything, they wait for a next run."""
    settle(mail=mail, outcome=outcome)
    if outcome.is_about_the_server:
        working.keep_waiting(recipient=recipient)
    else:
        working.leave_out(recipient=recipient, reason=Recipient.Reason.NOT_SENT)


@transaction.atomic
def _refuse(recipient: Recipient, why: Why, error: ValidationError) -> None:
    mail = _claim(recipient, recipient.enrolment)
    if mail:
        outcome = Outcome(MailState.FAILED, why, " ".join(error.messages))
        _give_up(recipient, mail, outcome)
