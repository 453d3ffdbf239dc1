"""Organisations and programmes are set up through services that refuse what cannot be."""

from datetime import date
from typing import Any

import pytest

from learning.organisation.models import Organisation
from learning.organisation.queries import departments_by_name, house_colours
from learning.organisation.services import OrganisationError, create_organisation
from learning.programmes.models import PhaseKind, Programme, Route
from learning.programmes.queries import find_programme, next_phases, timeline
from learning.programmes.services import (
    ProgrammeError,
    add_cohort,
    add_phase,
    add_route,
    create_programme,
)

MONDAY, TUESDAY = date(2026, 3, 9), date(2026, 3, 10)


def test_an_organisation_comes_with_its_departments(db: None) -> None:
    organisation = create_organisation(name="Elders", slug="elders", departments=["Wonen", "Zorg"])
    assert set(departments_by_name(organisation)) == {"Wonen", "Zorg"}


@pytest.mark.parametrize("colour", ["groen", "#12345", "#123456;}"])
def test_a_colour_is_a_colour(db: None, colour: str) -> None:
    with pytest.raises(OrganisationError) as refused:
        create_organisation(name="Elders", slug="elders", brand_colour=colour)
    assert set(refused.value.message_dict) == {"brand_colour"}
    assert not Organisation.objects.exists()


def test_house_colours_are_told_once(db: None) -> None:
    for name in ("een", "twee"):
        create_organisation(name=name, slug=name)
    create_organisation(name="drie", slug="drie", brand_colour="#112233")
    assert sorted(brand for brand, _accent, _third in house_colours()) == ["#0f5f50", "#112233"]


def test_a_programme_is_found_by_its_address(organisation: Organisation) -> None:
    made = create_programme(
        organisation=organisation, title="Proef", slug="proef", starts_on=MONDAY, ends_on=TUESDAY
    )
    assert find_programme("proef") == made
    assert find_programme("bestaat-niet") is None


@pytest.mark.parametrize(
    "wrong", [{"ends_on": date(2026, 3, 8)}, {"slug": "stevig-aan-tafel"}, {"title": ""}]
)
def test_a_programme_that_cannot_be_is_refused(programme: Programme, wrong: dict[str, Any]) -> None:
    fields = {"title": "Proef", "slug": "proef", "starts_on": MONDAY, "ends_on": TUESDAY} | wrong
    with pytest.raises(ProgrammeError):
        create_programme(organisation=programme.organisation, **fields)


def test_names_are_given_once_in_a_programme(
    programme: Programme, other_programme: Programme
) -> None:
    add_cohort(programme=programme, name="Groep Den")
    add_cohort(programme=other_programme, name="Groep Den")
    add_route(programme=programme, title="Leergang")
    with pytest.raises(ProgrammeError):
        add_cohort(programme=programme, name="Groep Den")
    with pytest.raises(ProgrammeError):
        add_route(programme=programme, title="Leergang")


def test_a_phase_of_one_day_ends_on_that_day(programme: Programme) -> None:
    phase = add_phase(
        programme=programme, kind=PhaseKind.KICK_OFF, title="Aftrap", starts_on=MONDAY
    )
    assert phase.ends_on == MONDAY


def test_a_phase_stays_in_its_programme_and_in_order(
    route: Route, programme: Programme, other_programme: Programme
) -> None:
    with pytest.raises(ProgrammeError) as refused:
        add_phase(
            programme=other_programme,
            route=route,
            kind=PhaseKind.WORKSHOP,
            title="Workshop",
            starts_on=MONDAY,
        )
    assert set(refused.value.message_dict) == {"route"}
    with pytest.raises(ProgrammeError):
        add_phase(
            programme=programme,
            kind=PhaseKind.WORKSHOP,
            title="Workshop",
            starts_on=TUESDAY,
            ends_on=MONDAY,
        )


def test_the_timeline_of_a_route_has_its_own_steps_and_everyones(
    programme: Programme, route: Route
) -> None:
    other = add_route(programme=programme, title="Ruimte geven")
    for title, of, day in (
        ("Samen", None, TUESDAY),
        ("Mijn", route, MONDAY),
        ("Hun", other, MONDAY),
    ):
        add_phase(
            programme=programme, route=of, kind=PhaseKind.WORKSHOP, title=title, starts_on=day
        )
    assert [phase.title for phase in timeline(programme, route)] == ["Mijn", "Samen"]
    assert len(timeline(programme, None)) == 3


def test_the_first_step_to_come_is_told_per_programme(
    programme: Programme, other_programme: Programme
) -> None:
    for title, day in (("Gisteren", MONDAY), ("Straks", date(2026, 3, 12)), ("Nu", TUESDAY)):
        add_phase(programme=programme, kind=PhaseKind.WORKSHOP, title=title, starts_on=day)
    first = next_phases([programme.pk, other_programme.pk], TUESDAY)
    assert {pk: phase.title for pk, phase in first.items()} == {programme.pk: "Nu"}
