"""The list as a file: what was filtered, of one's own programmes, and fit to be taken in again."""

import csv
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from learning.enrolment.importing.models import EmployeeNumber
from learning.enrolment.models import Enrolment
from learning.enrolment.services import enrol_person
from portal.accounts.models import AccessEvent, User
from tests.importing.conftest import checked, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(as_person: Callable[..., Client], fatma: User) -> Client:
    return as_person(fatma)


def export(client: Client, kind: str = "csv", **filters: str) -> Any:
    return client.get(reverse(f"office_imports:export_{kind}"), filters)


def rows_of(response: Any) -> list[list[str]]:
    text = response.content.decode("utf-8-sig")
    return list(csv.reader(StringIO(text, newline=""), delimiter=";"))


def names(rows: list[list[str]]) -> list[str]:
    return [" ".join(filter(None, row[1:4])) for row in rows[1:]]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_that_is_taken_in_again_changes_nothing(
    office: Client,
    programme: Any,
    departments: Any,
    anna: User,
    chantal: User,
    dirk: User,
    fatma: User,
    hugo: User,
    make_person: Any,
    kind: str,
) -> None:
    evil = make_person("=cmd '@evil")
    enrolment = enrol_person(person=evil, programme=programme, function="-2+3")
    Enrolment.objects.filter(pk=enrolment.pk).update(
        department=departments[0], ends_on=timezone.localdate() + timedelta(days=9)
    )
    enrol_person(person=make_person("Piet van der Berg"), programme=programme)
    EmployeeNumber.objects.create(person=anna, organisation=programme.organisation, number="0042")
    response = export(office, kind, status="all")
    assert response.headers["Cache-Control"] == "private, no-store"
    file = SimpleUploadedFile(f"lijst.{kind}", response.content)
    run = checked(programme, fatma, file)
    assert {outcome for _name, outcome in report(run)} == {"unchanged"}, [
        (row.name, row.says) for row in run.rows.exclude(outcome="unchanged")
    ]
    assert len(report(run)) == 7


def test_no_cell_can_be_calculated(office: Client, programme: Any, make_person: Any) -> None:
    for name in ("=1+1 Een", "+2 Twee", "-3 Drie", "@SUM(A1) Vier", "\t=5 Vijf"):
        enrol_person(person=make_person(name), programme=programme, function=name[:2])
    rows = rows_of(export(office))
    dangerous = ("=", "+", "-", "@", "\t", "\r", "\n")
    assert len(rows) == 7
    assert not [cell for row in rows for cell in row if cell.startswith(dangerous)]
    sheet = load_workbook(BytesIO(export(office, "xlsx").content)).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}
    assert not [
        cell.value
        for row in sheet.iter_rows()
        for cell in row
        if str(cell.value or "").startswith(dangerous)
    ]


def test_the_filters_of_the_list_hold(
    office: Client, anna: User, bram: User, chantal: User, hugo: User, other_cohort: Any
) -> None:
    assert names(rows_of(export(office, role="participant"))) == [
        "Anna Aalbers",
        "Bram Bakker",
        "Chantal Claes",
    ]
    assert names(rows_of(export(office, cohort=str(other_cohort.pk)))) == ["Chantal Claes"]
    assert names(rows_of(export(office, q="bak"))) == ["Bram Bakker"]
    assert names(rows_of(export(office, status="ended"))) == ["Hugo Hendriks"]
    assert export(office, status="onzin").status_code == 404


def test_only_own_programmes_and_only_coordinators(
    as_person: Any,
    office: Client,
    programme: Any,
    anna: User,
    bram: User,
    guus: User,
    gerda: User,
    dirk: User,
) -> None:
    assert "Guus Geel" not in names(rows_of(export(office)))
    mine = rows_of(export(as_person(gerda)))
    assert names(mine) == ["Guus Geel", "Gerda Groen"]
    assert export(as_person(gerda), programme=str(programme.pk)).status_code == 404
    for person in (dirk, anna, None):
        response = export(as_person(person))
        assert response.status_code in {302, 404}
        assert b"Bakker" not in response.content


def test_an_export_is_noted_without_names(
    office: Client, programme: Any, anna: User, fatma: User
) -> None:
    export(office)
    noted = AccessEvent.objects.get(kind="export")
    assert (noted.by, noted.detail) == (fatma, f"{programme.title}: 2")


@pytest.mark.parametrize("people", [1, 3])
def test_an_export_costs_the_same_for_one_and_for_three(
    office: Client, programme: Any, make_person: Any, django_assert_num_queries: Any, people: int
) -> None:
    for number in range(people):
        enrol_person(person=make_person(f"Persoon Nummer{number}"), programme=programme)
    export(office)
    with django_assert_num_queries(10):
        export(office)


def test_half_a_cell_is_no_formula_either(office: Client, programme: Any, make_person: Any) -> None:
    """Somebody who opens the file with commas between the cells, would have one that begins with =."""
    enrol_person(person=make_person("Evi Evers"), programme=programme, function="Chef,=1+1")
    text = export(office).content.decode("utf-8-sig")
    assert '"Chef,=1+1"' in text
    assert not any(cell.startswith("=") for cell in next(csv.reader([text.splitlines()[-1]])))
