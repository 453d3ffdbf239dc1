"""A mail server of our own, in a thread: a real one, that can be told to misbehave."""

import asyncio
import email
import email.policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class MailBox:
    """What arrived, and how the server behaves."""

    def __init__(self) -> None:
        self.arrived: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.refuses: dict[str, str] = {}
        """The answer to a recipient, by address."""
        self.answer = "250 2.0.0 Taken"
        self.hangs_up_after_text = False
        self.seconds = 0.0
        self.connections = 0
        self.before_answer: Any = None
        """Called when a text has come in, before the server says that it took it."""

    async def handle_EHLO(  # noqa: N802 - the server looks for these names
        self, server: SMTP, session: Session, envelope: Envelope, name: str, said: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = name
        return said

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if refusal := self.refuses.get(address):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Fine"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        await asyncio.sleep(self.seconds)
        if self.answer.startswith("250"):
            content = email.message_from_bytes(envelope.content, policy=email.policy.default)
            self.arrived.append(content)  # type: ignore[arg-type]
            self.recipients += envelope.rcpt_tos
        if self.before_answer:
            self.before_answer()
        if self.hangs_up_after_text:
            server.transport.abort()
        return self.answer

    def text_to(self, address: str) -> str:
        """The plain text of the one mail that this address got."""
        (found,) = [
            mail for mail, to in zip(self.arrived, self.recipients, strict=True) if to == address
        ]
        return str(found.get_body(("plain",)).get_content())  # type: ignore[union-attr]


class LocalServer(Controller):
    """Listens on a port that the system chooses."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


def start(mailbox: MailBox) -> LocalServer:
    server = LocalServer(mailbox, hostname="127.0.0.1", port=0)
    server.start()
    return server
