"""The wizard: nothing is made until the end, nothing typed is lost, and only who may is let in."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from learning.enrolment.models import Enrolment, Role
from learning.enrolment.services import enrol_person
from learning.programmes.models import Programme
from learning.programmes.services import copy_programme
from learning.setup.models import ProgrammeDraft
from portal.accounts.models import User
from tests.setup.conftest import FIRST, LAST, THURSDAY, day, outline

LATER = FIRST + timedelta(weeks=20)


def address(step: str) -> str:
    return reverse("office_setup:step", args=[step])


def typed(client: Client, step: str) -> dict[str, Any]:
    """What a browser would send of a step as it is shown."""
    form = client.get(address(step)).context["step"]
    if not hasattr(form, "forms"):
        return {field.html_name: shown(field) for field in form if shown(field) is not None}
    rows = [field for row in (form.management_form, *form) for field in row]
    return {field.html_name: shown(field) for field in rows if shown(field) is not None}


def shown(field: Any) -> Any:
    value = field.value()
    if value is None and getattr(field.field, "empty_label", "") is None:
        value = field.field.queryset[0].pk  # a browser sends the first of a list
    if value is True:
        return "on"
    return None if value is None or value is False else getattr(value, "isoformat", lambda: value)()


def press(client: Client, step: str, go: str = "next", **changes: Any) -> Any:
    """Fill in a step, and press a button."""
    response = client.post(address(step), typed(client, step) | changes | {"go": go})
    return getattr(response, "url", response)


def walk(client: Client, source: object, **changes: dict[str, Any]) -> None:
    """Through all steps up to the summary, changing only what is named."""
    about = {"title": "Samen verder", "starts_on": LATER.isoformat()} | changes.pop("gegevens", {})
    steps = ["begin", "gegevens", "leergangen", "modules", "groepen", "rollen"]
    wanted = {"begin": {"source": source}, "gegevens": about} | changes
    for step, following in zip(steps, [*steps[1:], "overzicht"], strict=True):
        assert press(client, step, **wanted.get(step, {})) == address(following), step


@pytest.fixture
def template(full: Programme) -> Programme:
    return copy_programme(source=full, title="Samen sterk", with_cohorts=True, as_template=True)


@pytest.fixture
def client_of(as_person: Any, carla: User) -> Client:
    return as_person(carla)


def test_from_a_template_to_a_whole_programme(
    client_of: Client, template: Programme, full: Programme, carla: User
) -> None:
    walk(client_of, template.pk)
    summary = client_of.get(address("overzicht")).content.decode()
    for said in ("Samen verder", "Medewerkers", "Invloed", "Groep Eik", "Trainingsdag"):
        assert said in summary
    assert Programme.objects.count() == 3  # the full one, the template, and another organisation's

    response = client_of.post(address("overzicht"))
    made = Programme.objects.get(title="Samen verder")
    assert response.url == reverse("office_programmes:edit", args=[made.pk])
    assert outline(made) == outline(full)
    assert not made.is_template
    assert (made.starts_on, made.ends_on) == (LATER, LAST + timedelta(weeks=20))
    assert made.phases.get(title="Trainingsdag").starts_on == THURSDAY + timedelta(weeks=20)
    assert set(made.modules.values_list("opens_on", flat=True)) == {None, day(168), day(203)}
    assert [each.name for each in made.cohorts.all()] == ["Groep Eik", "Groep Es"]
    assert [(each.person, each.role) for each in made.enrolments.all()] == [
        (carla, Role.COORDINATOR)
    ]
    assert not ProgrammeDraft.objects.exists()
    assert client_of.get(response.url).status_code == 200


def test_a_second_press_makes_no_second_programme(client_of: Client, template: Programme) -> None:
    walk(client_of, template.pk)
    client_of.post(address("overzicht"))
    client_of.post(address("overzicht"))
    assert Programme.objects.filter(title="Samen verder").count() == 1


def test_what_was_changed_is_what_is_made(
    client_of: Client, full: Programme, carla: User, make_person: Any
) -> None:
    trainer = make_person("Tom Trainer", username="tom")
    enrol_person(person=trainer, programme=full, role=Role.TRAINER)
    walk(
        client_of,
        full.pk,
        leergangen={
            "row-0-title": "Collega's",
            "row-1-DELETE": "on",
            "row-TOTAL_FORMS": "3",
            "row-2-title": "Nieuwkomers",
        },
        modules={"row-1-route": "n2", "row-1-kind": "elective", "row-2-DELETE": "on"},
        groepen={"number": "3", "names": "Vroege vogels\n\nLate uilen "},
        rollen={"trainers": [str(trainer.pk)]},
    )
    client_of.post(address("overzicht"))
    made = Programme.objects.get(title="Samen verder")
    assert list(made.routes.values_list("title", "order")) == [("Collega's", 0), ("Nieuwkomers", 1)]
    assert list(made.modules.values_list("module__slug", "route__title", "elective")) == [
        ("belangen", None, False),
        ("invloed", "Nieuwkomers", True),
    ]
    # A step of a route that is gone is gone too.
    assert set(made.phases.values_list("title", flat=True)) == {"Aftrap", "Slot"}
    assert {each.name for each in made.cohorts.all()} == {"Vroege vogels", "Late uilen", "Groep 1"}
    assert set(made.enrolments.values_list("person", "role")) == {
        (carla.pk, Role.COORDINATOR),
        (trainer.pk, Role.TRAINER),
    }


def test_an_empty_programme_asks_for_its_last_day(client_of: Client, template: Programme) -> None:
    last = (LATER + timedelta(days=30)).isoformat()
    walk(client_of, "leeg", gegevens={"ends_on": last})
    client_of.post(address("overzicht"))
    made = Programme.objects.get(title="Samen verder")
    assert (made.starts_on, made.ends_on.isoformat()) == (LATER, last)
    assert not made.phases.exists()
    assert [each.name for each in made.cohorts.all()] == ["Groep 1"]


def test_back_keeps_what_was_typed_right_or_wrong(client_of: Client, template: Programme) -> None:
    press(client_of, "begin", source=template.pk)
    assert press(client_of, "gegevens", "back", title="Half af") == address("begin")
    shown = client_of.get(address("gegevens")).content.decode()
    assert 'value="Half af"' in shown


def test_a_draft_outlives_the_session_and_is_ones_own(
    as_person: Any, carla: User, bea: User, template: Programme
) -> None:
    press(as_person(carla), "begin", source=template.pk)
    press(as_person(carla), "gegevens", title="Samen verder", starts_on=LATER.isoformat())
    later = as_person(carla)
    assert "Samen verder" in later.get(address("gegevens")).content.decode()
    assert as_person(bea).get(address("gegevens")).url == address("begin")
    later.post(reverse("office_setup:start"))
    assert later.get(address("gegevens")).url == address("begin")


def test_no_step_is_skipped(client_of: Client, template: Programme) -> None:
    for step in ("gegevens", "modules", "overzicht"):
        assert client_of.get(address(step)).url == address("begin")
        assert client_of.post(address(step), {"go": "next"}).url == address("begin")
    assert client_of.get(address("bestaat-niet")).status_code == 404


@pytest.mark.parametrize(
    ("step", "changes", "where"),
    [
        ("gegevens", {"title": ""}, "title"),
        ("gegevens", {"starts_on": "morgen"}, "starts_on"),
        ("gegevens", {"starts_on": "9999-01-01"}, "starts_on"),
        ("groepen", {"number": "1", "names": "Een\nTwee"}, "names"),
        ("groepen", {"number": "2", "names": "Een\neen"}, "names"),
        ("groepen", {"number": "61"}, "number"),
        ("rollen", {"trainers": ["999999"]}, "trainers"),
    ],
)
def test_what_is_wrong_stands_beside_the_field(
    client_of: Client, full: Programme, make_person: Any, step: str, changes: Any, where: str
) -> None:
    enrol_person(person=make_person("Tom T", username="t"), programme=full, role=Role.TRAINER)
    walk(client_of, full.pk)
    response = press(client_of, step, **changes)
    assert list(response.context["step"].errors) == [where]
    assert "error-message" in response.content.decode()
    assert client_of.post(address("overzicht")).url == address(step)


@pytest.mark.parametrize(
    ("step", "changes", "row", "where"),
    [
        ("leergangen", {"row-1-title": "medewerkers"}, 1, "title"),
        ("leergangen", {"row-0-title": ""}, 0, "title"),
        ("modules", {"row-0-module": "999999"}, 0, "module"),
        ("modules", {"row-1-route": "van-een-ander"}, 1, "route"),
        ("modules", {"row-1-route": ""}, 2, "module"),
        ("modules", {"row-3-opens_on": "ooit"}, 3, "opens_on"),
    ],
)
def test_what_is_wrong_in_a_list_stands_in_its_row(
    client_of: Client, full: Programme, step: str, changes: Any, row: int, where: str
) -> None:
    walk(client_of, full.pk)
    response = press(client_of, step, **changes)
    found = {at: list(each.errors) for at, each in enumerate(response.context["step"].forms)}
    assert {at: names for at, names in found.items() if names} == {row: [where]}


def test_one_more_row_keeps_the_others(client_of: Client, template: Programme) -> None:
    walk(client_of, template.pk)
    press(client_of, "leergangen", "more", **{"row-0-title": "Anders"})
    form = client_of.get(address("leergangen")).context["step"]
    assert [row["title"].value() for row in form] == ["Anders", "Leiding", None]
    assert form.is_valid()


def test_opening_days_move_along_with_another_first_day(
    client_of: Client, template: Programme
) -> None:
    walk(client_of, template.pk, modules={"row-3-opens_on": day(300).isoformat()})
    press(client_of, "gegevens", starts_on=(LATER + timedelta(weeks=1)).isoformat())
    rows = typed(client_of, "modules")
    assert rows["row-3-opens_on"] == day(307).isoformat()
    assert rows["row-1-opens_on"] == day(175).isoformat()


def test_another_source_brings_its_own_routes(
    client_of: Client, template: Programme, full: Programme
) -> None:
    walk(client_of, template.pk, leergangen={"row-0-title": "Van het sjabloon"})
    press(client_of, "begin", source="leeg")
    press(client_of, "gegevens", ends_on=(LATER + timedelta(days=9)).isoformat())
    assert "row-0-title" not in typed(client_of, "leergangen")


def test_by_days_the_summary_marks_what_would_be_in_a_weekend(
    client_of: Client, template: Programme
) -> None:
    sunday = LATER + timedelta(days=6)
    walk(client_of, template.pk, gegevens={"starts_on": sunday.isoformat(), "keep_weekdays": ""})
    page = client_of.get(address("overzicht"))
    moved = {line.what: line.moved for line in page.context["lines"]}
    assert moved == {"Aftrap": True, "Trainingsdag (Leiding)": False, "Slot": False}
    assert "Zou in het weekend vallen" in page.content.decode()


@pytest.mark.parametrize(
    ("who", "status"), [("anna", 404), ("dirk", 302), ("els", 404), ("carla", 200), ("bea", 200)]
)
def test_who_may_make_a_programme(
    request: Any, as_person: Any, full: Programme, who: str, status: int
) -> None:
    client = as_person(request.getfixturevalue(who))
    response = client.get(address("begin"))
    assert response.status_code == status
    if status != 200:
        client.post(address("begin"), {"source": full.pk, "go": "next"})
        client.post(address("overzicht"))
        assert not ProgrammeDraft.objects.exists()


def test_a_coordinator_of_another_organisation_knows_nothing_of_it(
    as_person: Any,
    gerda: User,
    other_programme: Programme,
    template: Programme,
    full: Programme,
    carla: User,
) -> None:
    client = as_person(gerda)
    page = client.get(address("begin")).content.decode()
    assert full.title not in page
    assert "Ruimte maken" in page
    for source in (template.pk, full.pk):
        assert list(press(client, "begin", source=source).context["step"].errors) == ["source"]
    press(client, "begin", source="leeg")
    last = (LATER + timedelta(days=9)).isoformat()
    wrong = {"title": "Ingeslopen", "starts_on": LATER.isoformat(), "ends_on": last}
    refused = press(client, "gegevens", organisation=full.organisation_id, **wrong)
    assert list(refused.context["step"].errors) == ["organisation"]
    walk(
        client, "leeg", gegevens={"ends_on": last, "organisation": other_programme.organisation_id}
    )
    assert "Carla Coster" not in client.get(address("rollen")).content.decode()


def test_an_administrator_appoints_coordinators_and_is_none(
    as_person: Any, bea: User, carla: User, template: Programme
) -> None:
    client = as_person(bea)
    walk(client, template.pk, rollen={"coordinators": [str(carla.pk)]})
    client.post(address("overzicht"))
    made = Programme.objects.get(title="Samen verder")
    found = Enrolment.objects.filter(programme=made).values_list("person", "role")
    assert list(found) == [(carla.pk, Role.COORDINATOR)]


def test_a_coordinator_appoints_no_other(
    client_of: Client, template: Programme, carla: User, full: Programme, make_person: Any
) -> None:
    other = make_person("Tom T", username="t")
    enrol_person(person=other, programme=full, role=Role.TRAINER)
    walk(client_of, template.pk, rollen={"coordinators": [str(other.pk)]})
    client_of.post(address("overzicht"))
    made = Programme.objects.get(title="Samen verder")
    assert [each.person for each in made.enrolments.all()] == [carla]
