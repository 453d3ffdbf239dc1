"""Enrolling, changing and ending: in one go, with clear refusals, and said before it is done."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from learning.enrolment.models import Enrolment, Role
from learning.enrolment.services import (
    EnrolmentError,
    end_enrolment,
    enrol_person,
    issue_code,
)
from portal.accounts.models import User
from portal.accounts.services import AccountError, rename_person


@pytest.fixture
def office(as_person: Callable[..., Client], fatma: User) -> Client:
    return as_person(fatma)


def address(name: str, *args: int) -> str:
    return reverse(f"office_enrolments:{name}", args=args)


def daan(**more: Any) -> dict[str, Any]:
    return {
        "first_name": "Daan",
        "last_name": "van der Berg",
        "role": "participant",
        "starts_on": timezone.localdate().strftime("%d-%m-%Y"),
        **more,
    }


ANNA = {"first_name": "Anna", "last_name": "Aalbers"}


def test_a_name_of_two_lines_is_refused_by_the_services_too(anna: User):
    with pytest.raises(AccountError, match="op één regel"):
        rename_person(person=anna, first_name="Anna\nBcc: x", last_name="Aalbers")


@pytest.mark.parametrize("name", ["add", "add_account"])
def test_sending_a_form_of_no_programme_finds_nothing(office: Client, name: str):
    assert office.post(address(name)).status_code == 404


def test_a_person_and_the_enrolment_are_made_in_one_go(
    office: Client, programme: Any, cohort: Any, route: Any, fatma: User
):
    form = daan(cohort=cohort.pk, route=route.pk, function="Jurist")
    response = office.post(address("add_in", programme.pk), form)
    made = Enrolment.objects.get(role=Role.PARTICIPANT)
    assert response.url == address("detail", made.pk)
    assert str(made.person) == "Daan van der Berg"
    assert (made.programme, made.cohort, made.route) == (programme, cohort, route)
    assert not made.person.has_usable_password()
    log = ModelLogEntry.objects.get(action="enrolment.enrolled", object_id=str(made.pk))
    assert (log.user, log.label) == (fatma, programme.title)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"first_name": ""}, "first_name"),
        ({"last_name": " "}, "last_name"),
        ({"last_name": "Berg\r\nBcc: x@evil.example"}, "last_name"),
        ({"email": "geen adres"}, "email"),
        ({"starts_on": "morgen"}, "starts_on"),
        ({"ends_on": "01-01-2001"}, "ends_on"),
        ({"cohort": "999999"}, "cohort"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(
    office: Client, programme: Any, wrong: dict[str, str], field: str
):
    response = office.post(address("add_in", programme.pk), daan(**wrong))
    assert list(response.context["form"].errors) == [field]
    assert not Enrolment.objects.filter(role=Role.PARTICIPANT).exists()


def test_a_cohort_of_another_programme_is_no_choice(
    office: Client, programme: Any, other_programme: Any, guus: User
):
    elsewhere = other_programme.cohorts.get()
    response = office.post(address("add_in", programme.pk), daan(cohort=elsewhere.pk))
    assert list(response.context["form"].errors) == ["cohort"]


def test_a_known_address_is_explained_without_telling_on_others(
    office: Client, programme: Any, anna: User, guus: User
):
    User.objects.filter(pk=anna.pk).update(email="anna@veldermeer.example")
    User.objects.filter(pk=guus.pk).update(email="guus@elders.example")
    page = address("add_in", programme.pk)
    mine = office.post(page, daan(email="ANNA@veldermeer.example")).context["form"].errors["email"]
    other = office.post(page, daan(email="guus@elders.example")).context["form"].errors["email"]
    assert "Anna Aalbers" in mine[0]
    assert "Guus" not in other[0]


def test_a_trainer_with_an_account_is_enrolled_once(
    office: Client, programme: Any, make_person: Any
):
    tess = make_person("Tess Trainer", username="tess", is_staff=True)
    coaching = enrol_person(person=tess, programme=programme, role=Role.COACH)
    end_enrolment(enrolment=coaching)
    form = {
        "account": "tess",
        "role": "trainer",
        "starts_on": timezone.localdate().strftime("%d-%m-%Y"),
    }
    page = address("add_account_in", programme.pk)
    office.post(page, form)
    made = Enrolment.objects.get(role=Role.TRAINER)
    assert (made.person.username, list(made.person.groups.values_list("name", flat=True))) == (
        "tess",
        ["Trainers"],
    )
    again = office.post(page, form)
    assert list(again.context["form"].errors) == ["role"]


@pytest.mark.parametrize(
    ("account", "role", "field"),
    [
        ("nobody", "trainer", "account"),
        ("anna@veldermeer.example", "trainer", "account"),
        ("fatma", "coordinator", "role"),
        ("fatma", "participant", "role"),
    ],
)
def test_a_coordinator_appoints_no_coordinator_and_finds_no_participant(
    office: Client, programme: Any, anna: User, account: str, role: str, field: str
):
    User.objects.filter(pk=anna.pk).update(email="anna@veldermeer.example")
    form = {
        "account": account,
        "role": role,
        "starts_on": timezone.localdate().strftime("%d-%m-%Y"),
    }
    response = office.post(address("add_account_in", programme.pk), form)
    assert list(response.context["form"].errors) == [field]


def test_nobody_gives_themselves_a_role(
    office: Client, programme: Any, fatma: User, bea: User, make_person: Any
):
    today = timezone.localdate().strftime("%d-%m-%Y")
    form = {"account": "fatma", "role": "trainer", "starts_on": today}
    page = address("add_account_in", programme.pk)
    assert "niemand geeft zichzelf" in office.post(page, form).content.decode().lower()
    assert [e.role for e in Enrolment.objects.filter(person=fatma)] == ["coordinator"]
    with pytest.raises(EnrolmentError):
        enrol_person(person=fatma, programme=programme, role=Role.COACH, by=fatma)
    assert enrol_person(person=fatma, programme=programme, by=fatma).role == Role.PARTICIPANT
    assert enrol_person(person=bea, programme=programme, role=Role.TRAINER, by=bea)
    colleague = make_person("Cees Collega", username="cees", is_staff=True)
    assert enrol_person(person=fatma, programme=programme, role=Role.TRAINER, by=colleague)


def test_moving_someone_is_shown_before_it_is_done(
    office: Client, anna: User, other_cohort: Any, route: Any, enrolment_of: Any, fatma: User
):
    enrolment = enrolment_of(anna)
    page = address("edit", enrolment.pk)
    form = {**ANNA, "cohort": other_cohort.pk, "route": route.pk, "function": "Jurist"}
    asked = office.post(page, form)
    consequences = asked.context["consequences"]
    assert "Groep Populier" in consequences[0]
    assert any("Groep Wilg" in each for each in consequences)
    enrolment.refresh_from_db()
    assert (enrolment.cohort.name, enrolment.function) == ("Groep Populier", "")

    office.post(page, {**form, "seen": consequences})
    enrolment.refresh_from_db()
    assert (enrolment.cohort, enrolment.function) == (other_cohort, "Jurist")
    log = ModelLogEntry.objects.get(action="enrolment.changed")
    assert (log.user, log.data["cohort"]) == (fatma, "Groep Wilg")


def test_what_was_not_shown_is_not_confirmed(
    office: Client, anna: User, other_cohort: Any, route: Any, enrolment_of: Any
):
    enrolment = enrolment_of(anna)
    form = {**ANNA, "cohort": other_cohort.pk, "route": route.pk, "seen": ["Er verandert niets."]}
    office.post(address("edit", enrolment.pk), form)
    enrolment.refresh_from_db()
    assert enrolment.cohort != other_cohort


def test_another_function_opens_nothing_and_is_saved_at_once(
    office: Client, anna: User, cohort: Any, route: Any, enrolment_of: Any
):
    enrolment = enrolment_of(anna)
    form = {**ANNA, "cohort": cohort.pk, "route": route.pk, "function": "Beleidsadviseur"}
    office.post(address("edit", enrolment.pk), form)
    enrolment.refresh_from_db()
    assert enrolment.function == "Beleidsadviseur"


def test_a_name_is_corrected_and_the_log_keeps_neither(
    office: Client, anna: User, cohort: Any, route: Any, enrolment_of: Any, fatma: User
):
    enrolment = enrolment_of(anna)
    form = {"cohort": cohort.pk, "route": route.pk, "first_name": "Anna", "last_name": "Aelbers"}
    office.post(address("edit", enrolment.pk), form)
    anna.refresh_from_db()
    assert str(anna) == "Anna Aelbers"
    log = ModelLogEntry.objects.get(action="person.renamed")
    assert log.user == fatma
    assert "lbers" not in f"{log.label} {log.data}"
    shown = office.get(address("detail", enrolment.pk)).context["history"]
    assert "Naam verbeterd" in [what for _at, what, _by in shown]


def test_a_name_of_who_works_here_is_for_administrators(
    office: Client, dirk: User, enrolment_of: Any
):
    form = {"first_name": "Ander", "last_name": "Mens", "function": "Jurist"}
    office.post(address("edit", enrolment_of(dirk).pk), form)
    dirk.refresh_from_db()
    assert (str(dirk), enrolment_of(dirk).function) == ("Dirk de Trainer", "Jurist")
    with pytest.raises(AccountError):
        rename_person(person=dirk, first_name="Ander", last_name="Mens")


def test_what_a_participant_misses_is_said(office: Client, programme: Any, cohort: Any, route: Any):
    page = address("add_in", programme.pk)
    missing = office.post(page, daan(), follow=True).content.decode()
    assert "heeft nog geen groep" in missing
    assert "heeft nog geen leergang" in missing
    complete = daan(cohort=cohort.pk, route=route.pk, email="daan@veldermeer.example")
    assert "heeft nog geen" not in office.post(page, complete, follow=True).content.decode()


def test_what_is_wrong_is_said_above_the_form_too(office: Client, programme: Any):
    shown = office.post(address("add_in", programme.pk), daan(last_name="")).content.decode()
    assert "Er is nog niets opgeslagen" in shown


def test_a_shorter_enrolment_shortens_its_code(
    office: Client, anna: User, cohort: Any, route: Any, enrolment_of: Any
):
    enrolment = enrolment_of(anna)
    code = issue_code(enrolment=enrolment).code
    last_day = timezone.localdate() + timedelta(days=3)
    form = {
        **ANNA,
        "cohort": cohort.pk,
        "route": route.pk,
        "ends_on": last_day.strftime("%d-%m-%Y"),
    }
    page = address("edit", enrolment.pk)
    office.post(page, {**form, "seen": office.post(page, form).context["consequences"]})
    code.refresh_from_db()
    assert timezone.localdate(code.expires_at) == last_day + timedelta(days=1)


def test_a_longer_programme_lengthens_the_codes_in_use(
    as_person: Any, fatma: User, anna: User, programme: Any, enrolment_of: Any
):
    code = issue_code(enrolment=enrolment_of(anna)).code
    code.first_used_at = timezone.now()
    code.save()
    later = programme.ends_on + timedelta(days=30)
    as_person(fatma).post(
        reverse("office_programmes:edit", args=[programme.pk]),
        {
            "title": programme.title,
            "slug": programme.slug,
            "starts_on": programme.starts_on.strftime("%d-%m-%Y"),
            "ends_on": later.strftime("%d-%m-%Y"),
            "code_mode": programme.code_mode,
        },
    )
    code.refresh_from_db()
    assert timezone.localdate(code.expires_at) == later + timedelta(days=1)


def test_ending_is_confirmed_and_counts_at_once(
    office: Client, anna: User, as_person: Any, enrolment_of: Any, fatma: User
):
    enrolment = enrolment_of(anna)
    page = address("end", enrolment.pk)
    office.get(page)
    enrolment.refresh_from_db()
    assert enrolment.ended_at is None
    office.post(page)
    enrolment.refresh_from_db()
    assert enrolment.ended_at is not None
    assert ModelLogEntry.objects.get(action="enrolment.ended").user == fatma
    assert "Anna Aalbers" not in office.get(address("index")).content.decode()
    assert "Anna Aalbers" in office.get(address("index"), {"status": "ended"}).content.decode()
