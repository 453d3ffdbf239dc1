"""People to hand codes to, and how a file of letters or cards is read."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from learning.enrolment import codes
from learning.enrolment.handout.models import Handout, HandoutFile
from learning.enrolment.handout.services import start_handout
from learning.enrolment.models import Enrolment
from learning.enrolment.services import enrol_person, issue_code, redeem_code
from learning.programmes.models import Programme
from portal.accounts.encryption import decrypt_bytes
from portal.accounts.models import User
from tests.office.conftest import bea, gerda, rik  # noqa: F401 - the same cast

PRINTED = re.compile(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}")

Make = Callable[..., Handout]
Enrol = Callable[..., list[Enrolment]]


@pytest.fixture(autouse=True)
def receivers_run_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked on commit is done, although a test never commits."""
    monkeypatch.setattr(transaction, "on_commit", lambda run, **options: run())


@pytest.fixture
def enrol(make_person: Any, programme: Programme) -> Enrol:
    """Participants of the programme, by name."""

    def enrol(*names: str, **fields: Any) -> list[Enrolment]:
        return [
            enrol_person(person=make_person(name), programme=programme, **fields) for name in names
        ]

    return enrol


@pytest.fixture
def make(programme: Programme, fatma: User) -> Make:
    """A run for people, as the worker leaves it."""

    def make(
        enrolments: list[Enrolment], kind: Handout.Kind = Handout.Kind.LETTERS, **fields: Any
    ) -> Handout:
        handout = start_handout(
            kind=kind, programme=programme, enrolments=enrolments, by=fatma, **fields
        )
        return Handout.objects.with_progress().get(pk=handout.pk)

    return make


@pytest.fixture
def office(as_person: Callable[..., Client], fatma: User) -> Client:
    return as_person(fatma)


def file_of(handout: Handout) -> bytes:
    """What would be downloaded, without downloading it."""
    return decrypt_bytes(bytes(HandoutFile.objects.get(handout=handout).content))


def pages(content: bytes) -> list[str]:
    """The text of each page, with single spaces."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages]


def codes_in(content: bytes) -> list[str]:
    return [code for page in pages(content) for code in PRINTED.findall(page)]


def address(name: str, handout: Handout) -> str:
    return reverse(f"office_handouts:{name}", args=[handout.pk])


def works(code: str) -> bool:
    return redeem_code(code=codes.parse(code)) is not None


def use(enrolment: Enrolment) -> str:
    """A code that its holder came in with."""
    code = issue_code(enrolment=enrolment).text
    assert works(code)
    return code


def again(handout: Handout) -> Handout:
    """How a run stands now."""
    return Handout.objects.with_progress().get(pk=handout.pk)
