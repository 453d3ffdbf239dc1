"""Handing a mail to the mail server, and knowing for sure how that ended.

There are three endings. The server took it; the server did not, and nothing was sent; or the line
broke after the text had begun to go out, and nobody can know. Django's backend raises the same error
for the last two, so ours remembers how far it came.
"""

import re
import smtplib
import ssl
from contextlib import suppress
from types import TracebackType
from typing import Any, NamedTuple, Self

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend

from learning.enrolment.mailing.models import MailState, Why

LONGEST_ANSWER = 300
_ENHANCED = re.compile(r"\b[45]\.(\d{1,3}\.\d{1,3})\b")
_UNKNOWN = {"1.0", "1.1", "1.2", "1.3", "1.6", "1.10"}
_FULL = {"2.2", "2.3"}


class Outcome(NamedTuple):
    """How handing over one mail ended, in the words of the log."""

    state: MailState
    why: Why | str = ""
    answer: str = ""

    @property
    def is_about_the_server(self) -> bool:
        """Whether the next mail would end the same way, whoever it is for."""
        return self.why in {Why.AWAY, Why.SENDER}


class _Remembers:
    """A connection that knows whether the text of a mail was under way when the line broke."""

    text_is_under_way = False

    def data(self, message: Any) -> tuple[int, bytes]:
        self.text_is_under_way = True
        answer: tuple[int, bytes] = super().data(message)  # type: ignore[misc]
        self.text_is_under_way = False
        return answer


class _Plain(_Remembers, smtplib.SMTP):
    """Without encryption, or with STARTTLS."""


class _Encrypted(_Remembers, smtplib.SMTP_SSL):
    """Encrypted from the first byte."""


class RememberingBackend(EmailBackend):
    """Django's backend for SMTP, on connections that remember."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _Encrypted if self.use_ssl else _Plain


class MailServer:
    """An open line to the mail server of the settings, for one mail or for many.

    A line that broke between two mails is opened again, once.
    """

    def __init__(self) -> None:
        is_smtp = settings.EMAIL_BACKEND.endswith("smtp.EmailBackend")
        self._backend = RememberingBackend() if is_smtp else get_connection()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._hang_up()

    def hand_over(self, message: EmailMessage) -> Outcome:
        """Give one mail to the server; every ending is an outcome, none an error."""
        was_open = getattr(self._backend, "connection", None) is not None
        outcome = self._try(message)
        return self._try(message) if was_open and outcome.why == Why.AWAY else outcome

    def _try(self, message: EmailMessage) -> Outcome:
        try:
            self._backend.open()
            self._backend.send_messages([message])
        except (smtplib.SMTPException, OSError) as error:
            line = getattr(self._backend, "connection", None)
            outcome = _ending(error, is_under_way=getattr(line, "text_is_under_way", False))
            self._hang_up()
            return outcome
        return Outcome(MailState.SENT)

    def _hang_up(self) -> None:
        with suppress(smtplib.SMTPException, OSError):
            self._backend.close()


def _ending(error: Exception, *, is_under_way: bool) -> Outcome:
    """What an error means. The order matters: many of them are subclasses of each other."""
    if is_under_way and not isinstance(error, smtplib.SMTPResponseException):
        return Outcome(MailState.UNCERTAIN, Why.LINE_LOST, _plain(str(error)))
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
        return _refusal(code, text)
    if isinstance(error, smtplib.SMTPAuthenticationError | smtplib.SMTPSenderRefused):
        is_passing = 400 <= error.smtp_code < 500
        why = Why.AWAY if is_passing else Why.SENDER
        return Outcome(MailState.FAILED, why, _said(error.smtp_code, error.smtp_error))
    if isinstance(error, smtplib.SMTPNotSupportedError | ssl.SSLError):
        return Outcome(MailState.FAILED, Why.SENDER, _plain(str(error)))
    if isinstance(error, smtplib.SMTPConnectError | smtplib.SMTPHeloError):
        return Outcome(MailState.FAILED, Why.AWAY, _said(error.smtp_code, error.smtp_error))
    if isinstance(error, smtplib.SMTPResponseException):
        return _refusal(error.smtp_code, error.smtp_error)
    return Outcome(MailState.FAILED, Why.AWAY, _plain(str(error)))


def _refusal(code: int, text: bytes | str) -> Outcome:
    """What the server's answer to a recipient or to a text means."""
    said = _said(code, text)
    enhanced = found[1] if (found := _ENHANCED.search(said)) else ""
    if enhanced in _FULL or code == 552:
        why = Why.FULL
    elif code < 500:
        why = Why.LATER
    elif enhanced in _UNKNOWN or (not enhanced and code in {550, 551, 553}):
        why = Why.UNKNOWN_ADDRESS
    else:
        why = Why.REFUSED
    return Outcome(MailState.FAILED, why, said)


def _said(code: int, text: bytes | str) -> str:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
    return _plain(f"{code} {words}")


def _plain(text: str) -> str:
    """An answer on one line, as long as the log has room for."""
    words = "".join(c if c.isprintable() else " " for c in text).split()
    return " ".join(words)[:LONGEST_ANSWER]
