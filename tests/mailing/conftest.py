"""A mail server, and people with an address."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from learning.enrolment.models import Enrolment
from portal.accounts.models import User
from tests.mailing.server import LocalServer, MailBox, start
from tests.office.conftest import bea, gerda, rik  # noqa: F401 - the same cast


@pytest.fixture(autouse=True)
def receivers_run_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked on commit is done, although a test never commits."""
    monkeypatch.setattr(transaction, "on_commit", lambda run, **options: run())


@pytest.fixture
def mailbox() -> MailBox:
    return MailBox()


@pytest.fixture
def mail_server(mailbox: MailBox, settings: Any) -> Iterator[LocalServer]:
    server = start(mailbox)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.hostname, server.port
    settings.EMAIL_TIMEOUT = 5
    yield server
    server.stop(no_assert=True)


@pytest.fixture
def mailed() -> Callable[..., Enrolment]:
    """The enrolment of somebody, who gets an e-mail address."""

    def give(person: User, **fields: Any) -> Enrolment:
        person.email = fields.pop("email", f"{person.first_name.lower()}@veldermeer.example")
        for name, value in fields.items():
            setattr(person, name, value)
        person.save()
        return Enrolment.objects.select_related("person", "programme").get(person=person)

    return give


@pytest.fixture
def office(as_person: Any, fatma: User) -> Client:
    """The coordinator of Anna's programme, who has an address."""
    fatma.email = "fatma@veldermeer.example"
    fatma.save()
    return as_person(fatma)
