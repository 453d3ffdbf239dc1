"""Lists of people, and the people who take them in."""

from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from openpyxl import Workbook

from learning.enrolment.importing.models import ImportRun
from learning.enrolment.importing.services import choose_columns, start_import
from learning.enrolment.models import Role
from learning.enrolment.services import enrol_person
from learning.organisation.models import Department
from learning.programmes.models import Programme
from portal.accounts.models import User

HEADINGS = "Personeelsnummer;Voornaam;Tussenvoegsel;Achternaam;E-mail;Afdeling;Functie;Groep"


@pytest.fixture(autouse=True)
def receivers_run_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is sent on commit is sent, although a test never commits."""
    monkeypatch.setattr(transaction, "on_commit", lambda run, **options: run())


@pytest.fixture
def gerda(make_person: Any, other_programme: Programme) -> User:
    """Coordinates another organisation's programme."""
    person = make_person("Gerda Groen", username="gerda")
    enrol_person(person=person, programme=other_programme, role=Role.COORDINATOR)
    return person


@pytest.fixture
def bea(make_person: Any) -> User:
    """An administrator."""
    return make_person("Bea Beheer", username="bea", is_superuser=True, is_staff=True)


@pytest.fixture
def departments(programme: Programme) -> list[Department]:
    names = ("Beleid", "Burgerzaken")
    return [Department.objects.create(organisation=programme.organisation, name=n) for n in names]


def as_csv(*rows: str, headings: str = HEADINGS, encoding: str = "utf-8") -> SimpleUploadedFile:
    content = "\r\n".join([headings, *rows, ""]).encode(encoding)
    return SimpleUploadedFile("deelnemers.csv", content, content_type="text/csv")


def as_workbook(rows: Iterable[Sequence[Any]]) -> SimpleUploadedFile:
    book, content = Workbook(), BytesIO()
    for row in rows:
        book.worksheets[0].append(list(row))
    book.save(content)
    return SimpleUploadedFile("deelnemers.xlsx", content.getvalue())


def checked(programme: Programme, by: User, file: SimpleUploadedFile) -> ImportRun:
    """A list that was taken in and checked, with the columns that were guessed."""
    run = start_import(programme=programme, file=file, by=by)
    choose_columns(run=run, columns=run.columns)
    run.refresh_from_db()
    return run


@pytest.fixture
def check(programme: Programme, fatma: User) -> Callable[..., ImportRun]:
    """Take in rows under the usual headings."""
    return lambda *rows, **options: checked(programme, fatma, as_csv(*rows, **options))


def report(run: ImportRun) -> list[tuple[str, str]]:
    """Who, and what comes of it."""
    return [(row.name, row.outcome) for row in run.rows.all()]
