"""A list becomes people and enrolments: all of it or nothing, and once."""

import time
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from wagtail.models import ModelLogEntry

from learning.enrolment.importing.comparing import compare
from learning.enrolment.importing.entries import Entry
from learning.enrolment.importing.errors import ImportRefused
from learning.enrolment.importing.known import Facts, Known
from learning.enrolment.importing.models import EmployeeNumber, ImportRun, Outcome
from learning.enrolment.importing.queries import waiting_imports
from learning.enrolment.importing.services import enter_list, make_unknown
from learning.enrolment.models import AccessCode, Enrolment, Role
from learning.enrolment.services import issue_code
from portal.accounts.models import AccessEvent, User
from tests.importing.conftest import as_csv, as_workbook, checked, report

pytestmark = pytest.mark.django_db
Check = Callable[..., ImportRun]
State = ImportRun.State


def people(programme: Any) -> dict[str, tuple[Any, ...]]:
    rows = Enrolment.objects.filter(programme=programme, role=Role.PARTICIPANT)
    return {
        str(e.person): (str(e.department or ""), e.function, str(e.cohort or ""), e.person.email)
        for e in rows.select_related("person", "department", "cohort")
    }


def entered(run: ImportRun, by: User) -> ImportRun:
    enter_list(run=run, seen=run.digest, by=by)
    run.refresh_from_db()
    return run


ROWS = (
    "100;Anna;van der;Berg;anna.berg@veldermeer.example;Beleid;Jurist;Groep Populier",
    "101;Bo;;Bos;;Burgerzaken;;",
    ";C.;de;Cock;;Beleid;Adviseur;Groep Populier",
)


def test_a_list_is_shown_and_then_entered(
    check: Check, programme: Any, cohort: Any, departments: Any, fatma: User
) -> None:
    run = check(*ROWS)
    assert report(run) == [
        ("Anna van der Berg", "new"),
        ("Bo Bos", "new"),
        ("C. de Cock", "new"),
    ]
    assert people(programme) == {}

    assert entered(run, fatma).state == State.DONE
    assert people(programme) == {
        "Anna van der Berg": (
            "Beleid",
            "Jurist",
            "Groep Populier",
            "anna.berg@veldermeer.example",
        ),
        "Bo Bos": ("Burgerzaken", "", "", ""),
        "C. de Cock": ("Beleid", "Adviseur", "Groep Populier", ""),
    }
    assert sorted(EmployeeNumber.objects.values_list("number", flat=True)) == ["100", "101"]
    assert not AccessCode.objects.exists()
    assert not any(person.has_usable_password() for person in User.objects.filter(email__gt=""))
    log = ModelLogEntry.objects.filter(action="enrolment.enrolled", user=fatma)
    assert set(log.values_list("label", flat=True)) == {programme.title}
    assert log.count() == 3
    noted = AccessEvent.objects.get(kind="import")
    assert (noted.by, noted.detail) == (fatma, f"{programme.title}: 3 nieuw, 0 gewijzigd")


def test_the_same_file_twice_changes_nothing(
    check: Check, programme: Any, cohort: Any, departments: Any, fatma: User
) -> None:
    entered(check(*ROWS), fatma)
    before = people(programme)
    again = check(*ROWS)
    assert again.counts == {"unchanged": 3}
    with pytest.raises(ImportRefused):
        enter_list(run=again, seen=again.digest, by=fatma)
    assert people(programme) == before


def test_what_differs_is_changed_and_said(
    check: Check, programme: Any, cohort: Any, other_cohort: Any, departments: Any, fatma: User
) -> None:
    entered(check(*ROWS), fatma)
    run = check(
        "100;Anna;van der;Bergh;anna@veldermeer.example;Burgerzaken;Jurist;Groep Wilg",
        "101;Bo;;Bos;;;;",
        ";C.;de;Cock;;Beleid;Adviseur;Groep Populier",
    )
    assert run.counts == {"changed": 1, "unchanged": 2}
    assert run.consequences[0].startswith(
        "1 persoon kan niet meer lezen en schrijven in de forumruimte"
    )
    assert any("Groep Wilg" in line for line in run.consequences)
    says = run.rows.get(outcome=Outcome.CHANGED).says
    assert "Groep: Groep Populier → Groep Wilg" in says
    assert "Achternaam: van der Berg → van der Bergh" in says
    entered(run, fatma)
    assert people(programme)["Anna van der Bergh"] == (
        "Burgerzaken",
        "Jurist",
        "Groep Wilg",
        "anna@veldermeer.example",
    )
    changed = ModelLogEntry.objects.get(action="enrolment.changed")
    assert (changed.user, changed.data["cohort"]) == (fatma, "Groep Wilg")


def test_whoever_is_gone_is_listed_and_stays(
    check: Check, programme: Any, cohort: Any, departments: Any, fatma: User
) -> None:
    entered(check(*ROWS), fatma)
    run = check(ROWS[0], "102;Dana;;Dijk;;Beleid;;")
    assert [name for name, outcome in report(run) if outcome == "gone"] == ["Bo Bos", "C. de Cock"]
    entered(run, fatma)
    assert len(people(programme)) == 4
    assert not Enrolment.objects.exclude(ended_at=None).exists()


def test_one_wrong_row_refuses_the_whole_list(
    check: Check, programme: Any, cohort: Any, departments: Any, fatma: User
) -> None:
    run = check(*ROWS, "103;Eva;;;;;;")
    assert run.counts == {"new": 3, "wrong": 1}
    with pytest.raises(ImportRefused):
        enter_list(run=run, seen=run.digest, by=fatma)
    assert people(programme) == {}


def test_unknown_departments_and_cohorts_are_made_when_that_is_asked(
    check: Check, programme: Any, fatma: User
) -> None:
    run = check(
        "100;Anna;van der;Berg;;Groen;;Groep Es",
        "101;Bo;;Bos;;groen;;Groep Es",
    )
    assert run.counts == {"wrong": 2}
    assert run.unknown == {"department": {"Groen": 2}, "cohort": {"Groep Es": 2}}
    make_unknown(run=run, names={"department": ["Groen", "Nooit gevraagd"], "cohort": ["Groep Es"]})
    run.refresh_from_db()
    assert run.counts == {"new": 2}
    assert not programme.cohorts.exists()
    entered(run, fatma)
    assert [d.name for d in programme.organisation.departments.all()] == ["Groen"]
    assert people(programme)["Bo Bos"][:3] == ("Groen", "", "Groep Es")


def test_many_unknown_departments_cost_no_more_than_as_many_rows(programme: Any) -> None:
    """Each name was looked for among all the unknown ones before it: 3,000 of them took 46 s."""
    entries = [Entry(line, "Jan", f"Jansen {line}", department=f"D{line}") for line in range(3_000)]
    facts = Facts((), (), frozenset(), (), (), (), (), ("", date.min, date.max), date.today())
    began = time.process_time()
    comparison = compare(entries, Known(facts, programme), {})
    assert time.process_time() - began < 5
    assert len(comparison.unknown["department"]) == 3_000


def test_formulas_are_row_errors_and_only_where_they_are_used(
    programme: Any, departments: Any, fatma: User
) -> None:
    headings = "Voornaam;Achternaam;Functie;Opmerking"
    file = as_csv(
        "Anna;Berg;Jurist;=A1", "Bo;Bos;=1+1;", "Cis;;;", "Dana;Dijk;=2;", headings=headings
    )
    run = checked(programme, fatma, file)
    assert [outcome for _name, outcome in report(run)] == ["new", "wrong", "wrong", "wrong"]
    said = [row.says[0] for row in run.rows.all()[1:]]
    assert (
        said[0]
        == "Cel C3: dit is een formule. Plak in plaats daarvan de uitkomst als gewone tekst."
    )
    assert "achternaam" in said[1]
    assert said[2].startswith("Cel C5")


def test_what_changed_since_is_shown_again(
    check: Check, programme: Any, cohort: Any, departments: Any, fatma: User
) -> None:
    run = check(*ROWS)
    entered(check(ROWS[1]), fatma)
    run = entered(run, fatma)
    assert run.state == State.CHECKED
    assert "niets ingevoerd" in run.why
    assert run.counts == {"new": 2, "unchanged": 1}
    assert list(people(programme)) == ["Bo Bos"]
    assert entered(run, fatma).state == State.DONE
    assert len(people(programme)) == 3


def test_a_code_ends_with_the_enrolment_that_a_list_shortens(
    check: Check, programme: Any, anna: User, fatma: User
) -> None:
    code = issue_code(enrolment=Enrolment.objects.get(person=anna)).code
    code.first_used_at = code.issued_at
    code.save()
    last_day = programme.ends_on.replace(day=1)
    run = check(f"Anna;Aalbers;{last_day:%d-%m-%Y}", headings="Voornaam;Achternaam;Tot en met")
    entered(run, fatma)
    code.refresh_from_db()
    assert code.expires_at.astimezone().date() > last_day
    assert (code.expires_at.astimezone().date() - last_day).days == 1


def test_a_workbook_does_the_same(programme: Any, departments: Any, fatma: User) -> None:
    file = as_workbook([["Persnr", "Naam", "Afdeling"], [42, "Berg, A. van der", "Beleid"]])
    run = checked(programme, fatma, file)
    entered(run, fatma)
    assert people(programme) == {"A. van der Berg": ("Beleid", "", "", "")}
    assert EmployeeNumber.objects.get().number == "42"


def test_the_file_is_private_and_gone_once_it_was_entered(
    check: Check, departments: Any, cohort: Any, fatma: User, settings: Any
) -> None:
    run = check(*ROWS)
    kept = settings.DATA_DIR / "imports" / run.file.name
    assert kept.parent == settings.DATA_DIR / "imports"
    assert settings.MEDIA_ROOT not in kept.parents
    assert (kept.stat().st_mode & 0o777, kept.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    entered(run, fatma)
    assert not kept.exists()


def test_a_list_waits_as_long_as_something_is_to_be_done_with_it(
    check: Check, programme: Any, departments: Any, cohort: Any, fatma: User
) -> None:
    run, wrong = check(ROWS[0]), check("7;;;;;;;")
    assert list(waiting_imports([programme.pk])) == [wrong]  # taken in after the other
    wrong.delete()
    assert list(waiting_imports([programme.pk])) == [run]
    entered(run, fatma)
    known = check(ROWS[0])
    assert known.counts == {"unchanged": 1}
    assert not waiting_imports([programme.pk]).exists()
    assert not waiting_imports([]).exists()
