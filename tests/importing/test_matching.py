"""Who a row is about: no two people are taken for one in silence, and nobody of others is told of."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone
from django.utils.formats import date_format

from learning.enrolment.importing.errors import ImportRefused
from learning.enrolment.importing.models import EmployeeNumber, ImportRun
from learning.enrolment.importing.services import enrol_again, enter_list
from learning.enrolment.models import Enrolment, Role
from learning.enrolment.services import end_enrolment, enrol_person
from learning.programmes.models import Programme
from portal.accounts.models import User
from tests.conftest import make_programme
from tests.importing.conftest import as_csv, checked, report

pytestmark = pytest.mark.django_db
Check = Callable[..., ImportRun]
WITHOUT_GROUP = "Personeelsnummer;Voornaam;Achternaam;E-mail;Afdeling;Rol"


@pytest.fixture
def lines(programme: Any, fatma: User) -> Callable[..., list[tuple[str, str]]]:
    """What comes of rows, each with the first thing that is said of it."""

    def check(*rows: str) -> list[tuple[str, str]]:
        run = checked(programme, fatma, as_csv(*rows, headings=WITHOUT_GROUP))
        found = run.rows.exclude(outcome="gone")
        return [(row.outcome, row.says[0] if row.says else "") for row in found]

    return check


@pytest.fixture
def numbered(anna: User, programme: Programme) -> User:
    EmployeeNumber.objects.create(person=anna, organisation=programme.organisation, number="A-100")
    User.objects.filter(pk=anna.pk).update(email="Anna@veldermeer.example")
    return anna


def test_by_number_whatever_its_capitals(lines: Any, numbered: User) -> None:
    assert lines("a-100;Anna;Aalbers;;;") == [("unchanged", "")]
    assert lines("a100;Anna;Smit;;;") == [("new", "")]


def test_by_address_whatever_its_capitals(lines: Any, numbered: User) -> None:
    assert lines(";Anna;Aalbers;anna@VELDERMEER.example;;") == [("unchanged", "")]


def test_by_name_and_department_and_that_is_said(lines: Any, bram: User, departments: Any) -> None:
    Enrolment.objects.filter(person=bram).update(department=departments[0])
    assert lines(";Bram;Bakker;;Beleid;") == [("unchanged", "Herkend aan naam en afdeling.")]
    ((outcome, says),) = lines("77;Bram;Bakker;;Beleid;")
    assert (outcome, says) == ("changed", "Herkend aan naam en afdeling.")
    ((outcome, says),) = lines(";Bram;Bakker;;Burgerzaken;")
    assert (outcome, says) == ("new", "Er is hier al iemand met deze naam, op een andere afdeling.")
    ((outcome, says),) = lines(";Bram;Bakker;;;")
    assert outcome == "wrong"
    assert "al iemand met deze naam" in says


def test_a_number_of_somebody_with_another_name(lines: Any, numbered: User) -> None:
    ((outcome, says),) = lines("A-100;Bert;Bos;;;")
    assert (outcome, "Anna Aalbers" in says) == ("wrong", True)
    ((outcome, _says),) = lines("A-100;Anna;Bos;;;")
    assert outcome == "changed"


def test_an_address_of_somebody_with_another_name(lines: Any, numbered: User) -> None:
    ((outcome, says),) = lines(";Piet;Aalbers;anna@veldermeer.example;;")
    assert (outcome, "Anna Aalbers" in says) == ("wrong", True)
    ((outcome, says),) = lines("200;Anna;Aalbers;anna@veldermeer.example;;")
    assert (outcome, "A-100" in says) == ("wrong", True)


def test_a_number_and_an_address_of_two_people(lines: Any, numbered: User, bram: User) -> None:
    User.objects.filter(pk=bram.pk).update(email="bram@veldermeer.example")
    ((outcome, says),) = lines("A-100;Anna;Aalbers;bram@veldermeer.example;;")
    assert outcome == "wrong"
    assert "Bram Bakker" in says


def test_two_of_one_name_are_asked_to_be_told_apart(
    lines: Any, programme: Any, make_person: Any
) -> None:
    for _number in range(2):
        enrol_person(person=make_person("Jan Jansen"), programme=programme)
    assert [outcome for outcome, _says in lines(";Jan;Jansen;;;")] == ["wrong"]


@pytest.mark.parametrize(
    ("rows", "outcomes"),
    [
        (("1;Jan;Jansen;;;", "1;Jan;Jansen;;;"), ["new", "wrong"]),
        ((";Jan;Jansen;j@a.example;;", ";Jo;Jansen;J@a.example;;"), ["new", "wrong"]),
        ((";Jan;Jansen;;;", ";jan;jansen;;;"), ["wrong", "wrong"]),
        (("1;Jan;Jansen;;;", "2;Jan;Jansen;;;"), ["new", "new"]),
        (("1;Jan;Jansen;;;", ";Jan;Jansen;;;"), ["new", "wrong"]),
        ((";Jan;Jansen;;Beleid;", ";Jan;Jansen;;Burgerzaken;"), ["new", "new"]),
    ],
)
def test_twice_in_one_file(
    lines: Any, departments: Any, rows: tuple[str, ...], outcomes: list[str]
) -> None:
    assert [outcome for outcome, _says in lines(*rows)] == outcomes


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (("1;Jan;Jansen;;;", "1;Piet;Smit;;;"), "Rij 2 heeft hetzelfde personeelsnummer"),
        ((";Jan;Jansen;j@a.example;;", ";Els;Smit;J@a.example;;"), "Delen twee mensen het?"),
        (("1;Jan;Jansen;;;", "2;Jan;Jansen;;;"), ""),
    ],
)
def test_what_two_rows_have_in_common_is_said(lines: Any, rows: tuple[str, str], says: str) -> None:
    assert says in lines(*rows)[1][1]


def test_two_rows_about_one_known_person(lines: Any, numbered: User) -> None:
    rows = ("A-100;Anna;Aalbers;;;", ";Anna;Aalbers;anna@veldermeer.example;;")
    assert [outcome for outcome, _says in lines(*rows)] == ["unchanged", "wrong"]
    second_role = ("A-100;Anna;Aalbers;;;", "A-100;Anna;Aalbers;;;klankbordgroep")
    assert [outcome for outcome, _says in lines(*second_role)] == ["unchanged", "asks"]
    other_name = ("A-100;Anna;Smit;;;", "A-100;Anna;Bos;;;gast")
    assert [outcome for outcome, _says in lines(*other_name)] == ["changed", "wrong"]


@pytest.mark.parametrize("role", ["trainer", "Coach", "coördinator", "Coordinator"])
def test_staff_are_not_made_by_a_list(lines: Any, role: str) -> None:
    ((outcome, says),) = lines(f"1;Jan;Jansen;;;{role}")
    assert (outcome, "tweede stap" in says) == ("wrong", True)


def test_staff_of_the_programme_stay_as_they_are(lines: Any, dirk: User, fatma: User) -> None:
    assert lines(";Dirk;de Trainer;;;trainer") == [("unchanged", "Herkend aan naam en afdeling.")]
    ((outcome, _says),) = lines("12;Dirk;de Trainer;;;trainer")
    assert outcome == "wrong"
    ((outcome, says),) = lines(";Dirk;de Trainer;;;deelnemer")
    assert (outcome, "werkt hier" in says) == ("wrong", True)


def test_the_address_that_someone_chose_stays(lines: Any, numbered: User) -> None:
    EmailAddress.objects.create(user=numbered, email="thuis@anna.example", verified=True)
    ((outcome, says),) = lines("A-100;Anna;Aalbers;werk@veldermeer.example;;")
    assert (outcome, "zelf heeft gekozen" in says) == ("unchanged", True)


def test_initials_do_not_replace_a_first_name(lines: Any, numbered: User) -> None:
    assert lines("A-100;A.;Aalbers;;;") == [("unchanged", "")]


def test_nothing_is_told_of_people_elsewhere(
    programme: Any, fatma: User, bea: User, guus: User, make_person: Any
) -> None:
    """A number in the same organisation, and an address in another: one answer, and no name."""
    later = make_programme(programme.organisation, "Later traject", "later-traject")
    zoe = make_person("Zoë Zeldzaam")
    enrol_person(person=zoe, programme=later)
    EmployeeNumber.objects.create(person=zoe, organisation=programme.organisation, number="900")
    User.objects.filter(pk=guus.pk).update(email="guus@elders.example")
    file = as_csv(
        "900;Zoë;Zeldzaam;;;",
        ";Guus;Geel;GUUS@elders.example;;",
        headings=WITHOUT_GROUP,
    )
    run = checked(programme, fatma, file)
    first, second = run.rows.all()
    assert [first.outcome, second.outcome] == ["wrong", "wrong"]
    assert first.says == second.says
    assert "beheerder" in first.says[0]
    by_name = checked(programme, fatma, as_csv(";Zoë;Zeldzaam;;;", headings=WITHOUT_GROUP))
    assert [(row.outcome, row.says) for row in by_name.rows.all()] == [("new", [])]

    file.seek(0)
    by_administrator = checked(programme, bea, file)
    assert [o for _n, o in report(by_administrator)] == ["new", "new"]


def test_people_of_another_own_programme_are_not_doubled(
    programme: Any, fatma: User, numbered: User, guus: User, make_person: Any
) -> None:
    later = make_programme(programme.organisation, "Later traject", "later-traject")
    enrol_person(person=fatma, programme=later, role=Role.COORDINATOR)
    file = as_csv("A-100;Anna;Aalbers;;;", headings=WITHOUT_GROUP)
    run = checked(later, fatma, file)
    assert run.rows.get().says == ["Deze persoon is al bekend en komt er niet dubbel in."]
    enter_list(run=run, seen=run.digest, by=fatma)
    assert {e.programme for e in Enrolment.objects.filter(person=numbered)} == {programme, later}


def test_an_enrolment_that_ended_is_not_begun_again_by_its_own_row(
    check: Check, programme: Any, hugo: User
) -> None:
    enrolment = Enrolment.objects.get(person=hugo)
    first, last = enrolment.starts_on, timezone.localdate(enrolment.ended_at)
    headings = "Voornaam;Achternaam;Vanaf;Tot en met"
    row = f"Hugo;Hendriks;{first:%d-%m-%Y};{last:%d-%m-%Y}"
    assert report(check(row, headings=headings)) == [("Hugo Hendriks", "unchanged")]
    assert report(check("Hugo;Hendriks;;", headings=headings)) == [("Hugo Hendriks", "asks")]


def test_who_left_is_enrolled_again_only_after_a_yes(
    check: Check, fatma: User, hugo: User, anna: User
) -> None:
    rows = ("1;Hugo;Hendriks;", ";Anna;Aalbers;gast", "5;Nieuw;Iemand;")
    run = check(*rows, headings="Persnr;Voornaam;Achternaam;Rol")
    assert run.counts == {"asks": 2, "new": 1, "gone": 1}
    left, second, _new = run.rows.exclude(line=None).order_by("line")
    today = date_format(timezone.localdate(), "j F Y")
    assert left.says[0] == f"Weer inschrijven: de inschrijving is beëindigd op {today}."
    assert second.says[0] == "Doet hier al mee als Deelnemer, en zou ook Gast worden."
    enrol_again(run=run, lines=[left.line, 4, 99])
    run.refresh_from_db()
    assert run.counts == {"new": 2, "asks": 1, "gone": 1}
    enter_list(run=run, seen=run.digest, by=fatma)
    assert Enrolment.objects.filter(person=hugo, ended_at=None).exists()
    assert Enrolment.objects.filter(person=anna).count() == 1
    assert [str(each.person) for each in EmployeeNumber.objects.order_by("number")] == [
        "Hugo Hendriks",
        "Nieuw Iemand",
    ]


def test_a_list_of_who_left_alone_has_nothing_to_enter(
    check: Check, fatma: User, hugo: User
) -> None:
    run = check("1;Hugo;Hendriks", headings="Persnr;Voornaam;Achternaam")
    assert run.counts == {"asks": 1}
    with pytest.raises(ImportRefused):
        enter_list(run=run, seen=run.digest, by=fatma)
    assert not EmployeeNumber.objects.exists()


@pytest.mark.parametrize(
    ("starts", "ends", "wrong"),
    [(0, 10, False), (10, 0, True), (-20, -10, True), (400, None, True), (None, None, False)],
)
def test_days_that_cannot_be(
    check: Check, starts: int | None, ends: int | None, wrong: bool
) -> None:
    today = timezone.localdate()
    days = [
        "" if shift is None else f"{today + timedelta(days=shift):%d-%m-%Y}"
        for shift in (starts, ends)
    ]
    run = check(f"Jan;Jansen;{';'.join(days)}", headings="Voornaam;Achternaam;Vanaf;Tot")
    assert (run.counts == {"wrong": 1}) is wrong


@pytest.mark.parametrize(
    "row",
    [
        ";Jansen;;;;",
        "Jan;;;;;",
        "Jan;Jansen;geen adres;;;",
        "Jan;Jansen;;31-02-2026;;",
        "Jan;Jansen;;;tovenaar;",
        "Jan;Jansen;;;;Ander programma",
        f"{'J' * 151};Jansen;;;;",
    ],
)
def test_a_row_that_cannot_be(check: Check, row: str) -> None:
    run = check(row, headings="Voornaam;Achternaam;E-mail;Vanaf;Rol;Programma")
    assert run.counts == {"wrong": 1}
    assert run.rows.get().says[0]


def test_a_person_who_left_and_came_back(check: Check, programme: Any, anna: User) -> None:
    end_enrolment(enrolment=Enrolment.objects.get(person=anna))
    enrol_person(person=anna, programme=programme)
    run = check("Anna;Aalbers", headings="Voornaam;Achternaam")
    assert report(run) == [("Anna Aalbers", "unchanged")]
