"""The screens of an import, as a coordinator goes through them; and who does not."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from learning.enrolment.importing.files import MAX_BYTES
from learning.enrolment.importing.models import ImportMapping, ImportRun
from learning.enrolment.importing.queries import waiting_imports
from learning.enrolment.models import Enrolment, Role
from learning.enrolment.services import enrol_person
from portal.accounts.models import User
from tests.importing.conftest import as_csv

pytestmark = pytest.mark.django_db
State = ImportRun.State


def address(name: str, *args: int) -> str:
    return reverse(f"office_imports:{name}", args=args)


@pytest.fixture
def office(as_person: Callable[..., Client], fatma: User) -> Client:
    return as_person(fatma)


def upload(client: Client, programme: Any, file: SimpleUploadedFile) -> ImportRun:
    response = client.post(address("add_in", programme.pk), {"file": file})
    run = ImportRun.objects.latest("pk")
    assert response.url == address("columns", run.pk)
    return run


def choose(client: Client, run: ImportRun, columns: list[str]) -> Any:
    form = {f"column_{number}": column for number, column in enumerate(columns)}
    return client.post(address("columns", run.pk), form, follow=True)


def test_from_upload_to_entered(office: Client, programme: Any, departments: Any) -> None:
    assert office.get(address("add")).url == address("add_in", programme.pk)
    file = as_csv("12;Berg, A. van der;Beleid", headings="Stamnr.;Wie;Waar")
    run = upload(office, programme, file)
    asked = office.get(address("columns", run.pk)).content.decode()
    assert "Berg, A. van der" in asked
    assert office.get(address("detail", run.pk)).url == address("columns", run.pk)

    page = choose(office, run, ["number", "full_name", "department"]).content.decode()
    assert "A. van der Berg" in page
    run.refresh_from_db()
    office.post(address("enter", run.pk), {"seen": run.digest})
    enrolment = Enrolment.objects.get(role=Role.PARTICIPANT)
    assert str(enrolment.person) == "A. van der Berg"
    assert office.get(address("detail", run.pk)).status_code == 200

    known = ImportMapping.objects.get(organisation=programme.organisation)
    assert known.columns == {"stamnr": "number", "wie": "full_name", "waar": "department"}
    file.seek(0)
    assert upload(office, programme, file).columns == ["number", "full_name", "department"]


@pytest.mark.parametrize(
    "columns", [["number", "", ""], ["number", "full_name", "full_name"], ["", "last_name", ""]]
)
def test_columns_of_which_no_name_can_be_made(
    office: Client, programme: Any, columns: list[str]
) -> None:
    run = upload(office, programme, as_csv("12;Anna;Berg", headings="a;b;c"))
    response = choose(office, run, columns)
    assert response.context["form"].non_field_errors()
    run.refresh_from_db()
    assert run.state == State.COLUMNS


def test_what_was_not_shown_is_not_entered(office: Client, programme: Any) -> None:
    run = upload(office, programme, as_csv("Anna;Berg", headings="Voornaam;Achternaam"))
    choose(office, run, ["first_name", "last_name"])
    office.post(address("enter", run.pk), {"seen": "iets anders"})
    assert not Enrolment.objects.filter(role=Role.PARTICIPANT).exists()


def test_who_left_is_asked_about_without_a_tick(office: Client, programme: Any, hugo: User) -> None:
    run = upload(office, programme, as_csv("Hugo;Hendriks", headings="Voornaam;Achternaam"))
    choose(office, run, ["first_name", "last_name"])
    page = office.get(address("detail", run.pk)).content.decode()
    assert '<input type="checkbox" name="line" value="2">' in page
    assert address("enter", run.pk) not in page
    office.post(address("enrol_again", run.pk), {"line": ["2", "x", "9" * 30]})
    assert "Weer inschrijven" in office.get(address("detail", run.pk)).content.decode()
    run.refresh_from_db()
    office.post(address("enter", run.pk), {"seen": run.digest})
    assert Enrolment.objects.filter(person=hugo, ended_at=None).exists()


def test_the_report_is_filtered_paged_and_downloaded(office: Client, programme: Any) -> None:
    rows = [f"Nr{number};Persoon{number}" for number in range(60)]
    file = as_csv(*rows, "Zonder;", headings="Voornaam;Achternaam")
    run = upload(office, programme, file)
    choose(office, run, ["first_name", "last_name"])
    page = address("detail", run.pk)
    assert "Nr59 Persoon59" not in office.get(page).content.decode()
    assert "Nr59 Persoon59" in office.get(page, {"p": 2}).content.decode()
    wrong = office.get(page, {"uitkomst": "wrong"}).content.decode()
    assert "Zonder" in wrong
    assert "Nr1 Persoon1" not in wrong
    assert office.get(page, {"uitkomst": "anders"}).status_code == 404
    report = office.get(address("report_csv", run.pk))
    assert len(report.content.decode("utf-8-sig").splitlines()) == 62
    assert office.get(address("report_xlsx", run.pk)).content.startswith(b"PK")


def test_a_file_that_is_too_large_is_not_kept(
    office: Client, programme: Any, settings: Any
) -> None:
    folder = settings.DATA_DIR / "imports"
    before = set(folder.glob("*"))
    large = SimpleUploadedFile("groot.csv", b"a" * (MAX_BYTES + 1))
    response = office.post(address("add_in", programme.pk), {"file": large}, follow=True)
    assert "10 MB" in response.content.decode()
    assert set(folder.glob("*")) == before
    assert not ImportRun.objects.exists()


def test_an_upload_without_a_token_is_refused(as_person: Any, fatma: User, programme: Any) -> None:
    client = as_person(fatma)
    client.handler.enforce_csrf_checks = True
    response = client.post(address("add_in", programme.pk), {"file": as_csv("12;Anna")})
    assert response.status_code == 403
    assert not ImportRun.objects.exists()


def test_a_list_is_thrown_away(office: Client, programme: Any, settings: Any) -> None:
    run = upload(office, programme, as_csv("Anna;Berg", headings="Voornaam;Achternaam"))
    kept = settings.DATA_DIR / "imports" / run.file.name
    assert list(waiting_imports([programme.pk])) == [run]
    assert office.get(address("discard", run.pk)).url == address("detail", run.pk)
    assert kept.exists()
    office.post(address("discard", run.pk))
    assert not kept.exists()
    assert not waiting_imports([programme.pk]).exists()


def test_progress_is_shown_without_script(office: Client, programme: Any) -> None:
    run = upload(office, programme, as_csv("Anna;Berg", headings="Voornaam;Achternaam"))
    ImportRun.objects.filter(pk=run.pk).update(state=State.WORKING, done=3, total=10)
    page = office.get(address("detail", run.pk)).content.decode()
    assert '<noscript><meta http-equiv="refresh"' in page
    assert 'value="3"' in page
    ImportRun.objects.filter(pk=run.pk).update(state=State.CHECKED)
    assert 'http-equiv="refresh"' not in office.get(address("detail", run.pk)).content.decode()


SCREENS = ["detail", "columns", "report_csv", "report_xlsx"]
ACTIONS = ["make", "enter", "again", "discard", "columns"]


@pytest.mark.parametrize("who", ["gerda", "dirk", "els", "anna"])
def test_an_import_is_there_for_its_own_coordinators_alone(
    request: pytest.FixtureRequest, as_person: Any, office: Client, programme: Any, who: str
) -> None:
    run = upload(office, programme, as_csv("Zelda;Geheim", headings="Voornaam;Achternaam"))
    choose(office, run, ["first_name", "last_name"])
    client = as_person(request.getfixturevalue(who))
    for name in SCREENS:
        response = client.get(address(name, run.pk))
        assert response.status_code in {302, 404}, name
        assert b"Zelda" not in client.get(address(name, run.pk), follow=True).content
    for name in ACTIONS:
        assert client.post(address(name, run.pk), {"seen": run.digest}).status_code in {302, 404}
    for name in ("add_in",):
        file = as_csv("1;2", headings="a;b")
        assert client.post(address(name, programme.pk), {"file": file}).status_code in {302, 404}
    assert [(each.pk, each.state) for each in ImportRun.objects.all()] == [(run.pk, State.CHECKED)]
    assert b"Zelda" not in client.get(address("index"), follow=True).content
    assert not Enrolment.objects.filter(person__first_name="Zelda").exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_screens_cost_the_same_for_one_and_for_three(
    office: Client, programme: Any, django_assert_num_queries: Any, rows: int
) -> None:
    for _number in range(rows):
        people = [f"Nr{number};Persoon{number};Groep{number}" for number in range(rows)]
        run = upload(office, programme, as_csv(*people, headings="Voornaam;Achternaam;Groep"))
        choose(office, run, ["first_name", "last_name", "cohort"])
    office.get(address("index"))
    for name, args, queries in (
        ("index", (), 12),
        ("detail", (run.pk,), 13),
        ("columns", (run.pk,), 11),
        ("report_csv", (run.pk,), 9),
    ):
        with django_assert_num_queries(queries):
            office.get(address(name, *args))


def test_a_former_coordinator_cannot_have_it_entered(
    office: Client, programme: Any, fatma: User, make_person: Any
) -> None:
    run = upload(office, programme, as_csv("Anna;Berg", headings="Voornaam;Achternaam"))
    choose(office, run, ["first_name", "last_name"])
    run.refresh_from_db()
    Enrolment.objects.filter(person=fatma).update(ended_at=run.created_at)
    enrol_person(person=make_person("Nieuwe Baas"), programme=programme, role=Role.COORDINATOR)
    assert office.post(address("enter", run.pk), {"seen": run.digest}).status_code in {302, 404}
    assert not Enrolment.objects.filter(role=Role.PARTICIPANT).exists()
