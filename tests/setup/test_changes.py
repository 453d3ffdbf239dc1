"""Copying, moving and making templates on the screen: shown first, done once, and only by who may."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from learning.enrolment.handout.models import Handout
from learning.enrolment.handout.own_texts import keep_text
from learning.enrolment.handout.text_models import TextKind
from learning.enrolment.handout.texts import Text
from learning.enrolment.models import Role
from learning.programmes.dates import Shift
from learning.programmes.models import Programme, ProgrammeTemplate
from learning.programmes.services import copy_programme, shift_programme
from portal.accounts.models import User
from tests.setup.conftest import FIRST, day, outline


def address(name: str, programme: Programme) -> str:
    return reverse(f"office_setup:{name}", args=[programme.pk])


def confirm(client: Client, url: str, fields: dict[str, Any]) -> Any:
    """Fill in the form, look at what happens, and say yes."""
    shown = client.post(url, fields)
    assert "seen" in shown.context, shown.context["form"].errors
    return client.post(url, fields | {"seen": shown.context["seen"]})


def test_moving_shows_every_day_and_then_does_it(
    as_person: Any, carla: User, full: Programme
) -> None:
    client, url = as_person(carla), address("shift", full)
    fields = {"starts_on": day(17).isoformat(), "keep_weekdays": "on"}
    page = client.post(url, fields)
    lines = {line.what: (line.was.first, line.becomes.first) for line in page.context["lines"]}
    assert lines == {
        "Samen sterk": (FIRST, day(14)),
        "Aftrap": (FIRST, day(14)),
        "Trainingsdag (Leiding)": (day(38), day(52)),
        "Slot": (day(116), day(130)),
        "Invloed (Medewerkers)": (day(28), day(42)),
        "Weerstand": (day(63), day(77)),
    }
    assert "Alles verschuift: 2 weken later." in page.content.decode()
    full.refresh_from_db()
    assert full.starts_on == FIRST

    confirm(client, url, fields)
    full.refresh_from_db()
    assert full.starts_on == day(14)


def test_what_changed_meanwhile_is_shown_again(
    as_person: Any, carla: User, full: Programme
) -> None:
    client, url = as_person(carla), address("shift", full)
    fields = {"starts_on": day(14).isoformat(), "keep_weekdays": "on"}
    seen = client.post(url, fields).context["seen"]
    shift_programme(programme=full, shift=Shift(7))
    again = client.post(url, fields | {"seen": seen})
    assert again.context["seen"] != seen
    full.refresh_from_db()
    assert full.starts_on == day(7)


def test_by_days_it_says_what_moves_to_a_monday(
    as_person: Any, carla: User, full: Programme
) -> None:
    page = as_person(carla).post(address("shift", full), {"starts_on": day(2).isoformat()})
    moved = {line.what for line in page.context["lines"] if line.moved}
    assert moved == {"Samen sterk", "Trainingsdag (Leiding)", "Slot"}
    assert page.content.decode().count("Zou in het weekend vallen") == 3


@pytest.mark.parametrize("starts_on", [FIRST.isoformat(), day(3).isoformat(), "", "morgen"])
def test_a_day_with_which_nothing_moves_is_refused(
    as_person: Any, carla: User, full: Programme, starts_on: str
) -> None:
    fields = {"starts_on": starts_on, "keep_weekdays": "on"}
    page = as_person(carla).post(address("shift", full), fields)
    assert list(page.context["form"].errors) == ["starts_on"]


def test_enrolments_that_do_not_go_along_are_told(
    as_person: Any, carla: User, full: Programme
) -> None:
    enrolment = full.enrolments.get(role=Role.PARTICIPANT)
    enrolment.ends_on = day(60)
    enrolment.save()
    fields = {"starts_on": day(70).isoformat(), "keep_weekdays": "on"}
    said = as_person(carla).post(address("shift", full), fields).context["consequences"]
    assert "1 inschrijving heeft een eigen laatste dag, en houdt die." in said
    assert "Kijk deze na: 1 daarvan eindigt voordat het programma begint." in said


def test_who_copies_a_programme_coordinates_the_copy(
    as_person: Any, carla: User, full: Programme
) -> None:
    fields = {
        "title": "Samen verder",
        "organisation": full.organisation_id,
        "starts_on": day(182).isoformat(),
        "keep_weekdays": "on",
        "with_cohorts": "on",
    }
    client = as_person(carla)
    response = confirm(client, address("copy", full), fields)
    copy = Programme.objects.get(title="Samen verder")
    assert response.url == reverse("office_programmes:edit", args=[copy.pk])
    assert outline(copy) == outline(full)
    assert copy.starts_on == FIRST + timedelta(days=182)
    assert [(each.person, each.role) for each in copy.enrolments.all()] == [
        (carla, Role.COORDINATOR)
    ]
    assert client.get(response.url).status_code == 200


def test_a_copy_stays_in_ones_own_organisation(
    as_person: Any, carla: User, full: Programme, other_programme: Programme
) -> None:
    fields = {
        "title": "Ingeslopen",
        "organisation": other_programme.organisation_id,
        "starts_on": day(182).isoformat(),
    }
    page = as_person(carla).post(address("copy", full), fields)
    assert list(page.context["form"].errors) == ["organisation"]
    assert not Programme.objects.filter(title="Ingeslopen").exists()


def test_an_administrator_makes_a_template_and_copies_it_elsewhere(
    as_person: Any, bea: User, full: Programme, other_programme: Programme
) -> None:
    client = as_person(bea)
    confirm(client, address("template", full), {"title": "Sjabloon"})
    template = ProgrammeTemplate.objects.get()
    assert (template.starts_on, outline(template)) == (FIRST, outline(full))
    page = client.get(reverse("office_templates:edit", args=[template.pk]))
    assert address("copy", template) in page.content.decode()

    elsewhere = other_programme.organisation
    fields = {"title": "Daar ook", "organisation": elsewhere.pk, "starts_on": FIRST.isoformat()}
    confirm(client, address("copy", template), fields)
    copy = ProgrammeTemplate.objects.get(title="Daar ook")
    assert (copy.organisation, outline(copy)) == (elsewhere, outline(full))
    assert not copy.enrolments.exists()


@pytest.mark.parametrize("who", ["anna", "dirk", "gerda"])
@pytest.mark.parametrize("name", ["copy", "shift", "template"])
def test_posting_past_the_screens_does_nothing(
    request: Any, as_person: Any, full: Programme, who: str, name: str
) -> None:
    client = as_person(request.getfixturevalue(who))
    before = Programme.objects.count()
    fields = {
        "title": "Ingeslopen",
        "organisation": full.organisation_id,
        "starts_on": day(70).isoformat(),
        "seen": "x",
    }
    assert client.post(address(name, full), fields).status_code in {302, 404}
    full.refresh_from_db()
    assert (Programme.objects.count(), full.starts_on) == (before, FIRST)


def test_a_coordinator_makes_no_template_and_changes_none(
    as_person: Any, carla: User, full: Programme
) -> None:
    client = as_person(carla)
    client.post(address("template", full), {"title": "Ingeslopen", "seen": "x"})
    assert not ProgrammeTemplate.objects.exists()
    template = copy_programme(source=full, title="Sjabloon", as_template=True)
    assert client.get(address("copy", template)).status_code == 404
    for name in ("office_templates:edit", "office_templates:delete"):
        assert client.get(reverse(name, args=[template.pk])).status_code in {302, 404}
    assert "Sjabloon" in client.get(reverse("office_templates:index")).content.decode()


def test_templates_are_listed_apart(
    as_person: Any, bea: User, gerda: User, full: Programme
) -> None:
    copy_programme(source=full, title="Alleen als sjabloon", as_template=True)
    client = as_person(bea)
    for name in (
        "office_programmes:index",
        "office_enrolments:index",
        "office_enrolments:add_choose",
    ):
        assert "Alleen als sjabloon" not in client.get(reverse(name)).content.decode()
    index = reverse("office_templates:index")
    assert "Alleen als sjabloon" in client.get(index).content.decode()
    assert "Alleen als sjabloon" not in as_person(gerda).get(index).content.decode()


def test_an_administrator_changes_the_parts_of_a_template(
    as_person: Any, bea: User, full: Programme
) -> None:
    template = copy_programme(source=full, title="Sjabloon", as_template=True)
    client, phase = as_person(bea), template.phases.get(title="Slot")
    page = client.get(reverse("office_phases:index"), {"programme": template.pk}).content.decode()
    assert page.count("Sjabloon (sjabloon)") >= template.phases.count()
    fields = {
        "programme": template.pk,
        "kind": phase.kind,
        "title": "Afsluiting",
        "starts_on": phase.starts_on.strftime("%d-%m-%Y"),
        "ends_on": phase.ends_on.strftime("%d-%m-%Y"),
    }
    client.post(reverse("office_phases:edit", args=[phase.pk]), fields)
    client.post(reverse("office_cohorts:add"), {"programme": template.pk, "name": "Groep Els"})
    phase.refresh_from_db()
    assert phase.title == "Afsluiting"
    assert template.cohorts.get().name == "Groep Els"


def test_words_of_letters_go_along_and_runs_do_not(full: Programme, carla: User) -> None:
    words = Text("Welkom bij ons", "Dag {voornaam}, je code is {code}. Ga naar {adres}.")
    keep_text(programme=full, kind=TextKind.CARD, language="nl", text=words, by=carla)
    copy = copy_programme(source=full, title="Nog eens")
    assert [each.subject for each in copy.handout_texts.all()] == ["Welkom bij ons"]
    assert not Handout.objects.filter(programme=copy).exists()


@pytest.mark.parametrize(
    ("name", "queries"), [("office_templates:index", 13), ("office_setup:step", 13)]
)
def test_lists_cost_the_same_for_one_and_for_three(
    as_person: Any, carla: User, full: Programme, name: str, queries: int
) -> None:
    client = as_person(carla)
    url = reverse(name, args=["begin"] if name.endswith("step") else [])
    for number in (1, 3):
        while ProgrammeTemplate.objects.count() < number:
            copy_programme(source=full, title="Sjabloon", as_template=True)
        client.get(url)
        with CaptureQueriesContext(connection) as found:
            client.get(url)
        assert len(found) == queries, number
