"""Each way in which handing over a mail can end, at a real mail server."""

import socket
from typing import Any

import pytest
from django.core.mail import EmailMessage

from learning.enrolment.mailing.models import MailState, Why
from learning.enrolment.mailing.smtp import MailServer, Outcome
from tests.mailing.server import LocalServer, MailBox

TO = "anna@veldermeer.example"


def hand_over(to: str = TO) -> Outcome:
    with MailServer() as server:
        return server.hand_over(EmailMessage("Dag", "Tekst", "portaal@veldermeer.example", [to]))


def test_the_server_takes_it(mail_server: LocalServer, mailbox: MailBox):
    assert hand_over() == Outcome(MailState.SENT)
    assert mailbox.recipients == [TO]


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("550 5.1.1 No such user", Why.UNKNOWN_ADDRESS),
        ("550 No such user here", Why.UNKNOWN_ADDRESS),
        ("552 5.2.2 Mailbox is full", Why.FULL),
        ("452 4.2.2 Mailbox is full", Why.FULL),
        ("450 4.7.1 Greylisted, come back later", Why.LATER),
        ("550 5.7.1 Looks like spam", Why.REFUSED),
    ],
)
def test_the_server_refuses_a_recipient(
    mail_server: LocalServer, mailbox: MailBox, answer: str, why: Why
):
    mailbox.refuses[TO] = answer

    assert hand_over() == Outcome(MailState.FAILED, why, answer)
    assert mailbox.arrived == []


def test_the_server_refuses_the_text(mail_server: LocalServer, mailbox: MailBox):
    mailbox.answer = "554 5.7.1 Not wanted here"

    assert hand_over() == Outcome(MailState.FAILED, Why.REFUSED, mailbox.answer)


def test_nobody_is_there(settings: Any):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = taken.getsockname()
        outcome = hand_over()

    assert (outcome.state, outcome.why) == (MailState.FAILED, Why.AWAY)
    assert outcome.is_about_the_server


def test_a_line_that_breaks_after_the_text_is_uncertain(mail_server: LocalServer, mailbox: MailBox):
    mailbox.hangs_up_after_text = True

    outcome = hand_over()

    assert (outcome.state, outcome.why) == (MailState.UNCERTAIN, Why.LINE_LOST)
    assert len(mailbox.arrived) == 1


def test_a_server_that_is_too_slow_to_say_that_it_took_it_is_uncertain(
    mail_server: LocalServer, mailbox: MailBox, settings: Any
):
    settings.EMAIL_TIMEOUT = 0.2
    mailbox.seconds = 0.6

    outcome = hand_over()

    assert (outcome.state, outcome.why) == (MailState.UNCERTAIN, Why.LINE_LOST)


def test_a_server_that_says_nothing_at_all_is_away(settings: Any):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = silent.getsockname()
        settings.EMAIL_TIMEOUT = 0.2
        outcome = hand_over()

    assert (outcome.state, outcome.why) == (MailState.FAILED, Why.AWAY)


def test_without_the_encryption_that_was_asked_for_nothing_is_sent(
    mail_server: LocalServer, mailbox: MailBox, settings: Any
):
    settings.EMAIL_USE_TLS = True

    outcome = hand_over()

    assert (outcome.state, outcome.why) == (MailState.FAILED, Why.SENDER)
    assert mailbox.arrived == []


def test_a_line_that_broke_between_two_mails_is_opened_again(
    mail_server: LocalServer, mailbox: MailBox
):
    mail = EmailMessage("Dag", "Tekst", "portaal@veldermeer.example", [TO])
    with MailServer() as server:
        server.hand_over(mail)
        server._backend.connection.sock.shutdown(socket.SHUT_RDWR)
        outcome = server.hand_over(mail)

    assert outcome == Outcome(MailState.SENT)
    assert mailbox.recipients == [TO, TO]
    assert mailbox.connections == 2


def test_many_mails_go_over_one_line(mail_server: LocalServer, mailbox: MailBox):
    mail = EmailMessage("Dag", "Tekst", "portaal@veldermeer.example", [TO])
    with MailServer() as server:
        for _each in range(3):
            server.hand_over(mail)

    assert (len(mailbox.arrived), mailbox.connections) == (3, 1)
