"""A coordinator makes a whole programme from a template, by keyboard, with a mistake and a way back."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from learning.modules.services import create_library, create_module, pick_module
from learning.organisation.models import Organisation
from learning.programmes.models import PhaseKind, Programme
from learning.programmes.services import (
    add_cohort,
    add_phase,
    add_route,
    copy_programme,
    create_programme,
)
from portal.accounts.models import User
from portal.demo import sources
from portal.pages.services import set_up_site
from tests.browser.steps import check_screen, sign_in_as_staff

TODAY = timezone.localdate()
MONDAY = TODAY - timedelta(days=TODAY.weekday())


@pytest.fixture
def template(organisation: Organisation) -> Programme:
    """Two routes, a training day on a Thursday and a module that prepares it."""
    source = create_programme(
        organisation=organisation,
        title="Sterk in gesprek",
        slug="bron",
        starts_on=MONDAY,
        ends_on=MONDAY + timedelta(days=60),
    )
    route = add_route(programme=source, title="Adviseren", audience="Medewerkers")
    add_route(programme=source, title="Ruimte geven", audience="Leiding", order=1)
    add_cohort(programme=source, name="Groep Eik")
    day = add_phase(
        programme=source,
        kind=PhaseKind.TRAINING_DAY,
        title="Trainingsdag",
        starts_on=MONDAY + timedelta(days=24),
    )
    library = create_library(parent=set_up_site(), title="Bibliotheek", slug="bibliotheek")
    module = create_module(index=library, data=sources.read("modules/04-slecht-nieuws"))
    pick_module(programme=source, module=module, route=route, opens_on=MONDAY, phase=day)
    return copy_programme(source=source, title="Sterk in gesprek", as_template=True)


def press(page: Page, button: Locator) -> None:
    """Press a button with the keyboard, and wait for what comes."""
    button.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def expect_step(page: Page, heading: str) -> None:
    """The step is there, and is as accessible as all screens."""
    expect(page.get_by_role("heading", level=2).first).to_have_text(heading)
    check_screen(page)


@pytest.mark.parametrize("scripts", [True, False])
def test_from_template_to_programme_by_keyboard(
    visit: Callable[..., Page],
    template: Programme,
    fatma: User,
    equip: Callable[[User], tuple[str, str, str]],
    scripts: bool,
) -> None:
    page = visit("desktop", java_script_enabled=scripts)
    sign_in_as_staff(page, *equip(fatma))
    page.goto("/beheer/programmas/maken/")
    if scripts:
        expect_step(page, "Stap 1 van 7: Begin met")
    chosen = page.get_by_role("radio", name="Sterk in gesprek")
    expect(chosen).to_be_checked()
    chosen.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")  # as in any form: the first button, which goes on

    page.get_by_label("Titel").fill("")
    press(page, button(page, "Verder"))
    expect(page.get_by_text("Dit is een verplicht veld.").first).to_be_visible()
    page.get_by_label("Titel").fill("Sterk in gesprek, najaar")
    page.get_by_label("Eerste dag").fill((MONDAY + timedelta(days=72)).isoformat())
    if scripts:
        check_screen(page)
    press(page, button(page, "Verder"))

    if scripts:
        expect_step(page, "Stap 3 van 7: Leergangen")
    page.get_by_label("Leergang").first.fill("Adviseren met lef")
    press(page, button(page, "Terug"))
    expect(page.get_by_label("Titel")).to_have_value("Sterk in gesprek, najaar")
    press(page, button(page, "Verder"))
    expect(page.get_by_label("Leergang").first).to_have_value("Adviseren met lef")
    press(page, button(page, "Nog een leergang"))
    page.get_by_label("Leergang").last.fill("Nieuwkomers")
    press(page, button(page, "Verder"))

    if scripts:
        expect_step(page, "Stap 4 van 7: Modules")
    expect(page.get_by_label("Opent op").first).to_have_value(
        (MONDAY + timedelta(days=70)).isoformat()
    )
    press(page, button(page, "Verder"))
    if scripts:
        expect_step(page, "Stap 5 van 7: Groepen")
    page.get_by_label("Hoeveel groepen?").fill("2")
    press(page, button(page, "Verder"))
    if scripts:
        expect_step(page, "Stap 6 van 7: Wie doet wat")
    press(page, button(page, "Verder"))

    if scripts:
        expect_step(page, "Stap 7 van 7: Overzicht")
    assert not Programme.objects.filter(title="Sterk in gesprek, najaar").exists()
    press(page, button(page, "Maak het programma"))
    expect(page.locator(".messages")).to_contain_text("“Sterk in gesprek, najaar” is gemaakt")

    made = Programme.objects.get(title="Sterk in gesprek, najaar")
    assert made.starts_on == MONDAY + timedelta(days=70)
    assert made.phases.get().starts_on == MONDAY + timedelta(days=94)
    titles = list(made.routes.values_list("title", flat=True))
    assert titles == ["Adviseren met lef", "Ruimte geven", "Nieuwkomers"]
    assert made.enrolments.get().person == fatma


def test_what_was_typed_at_a_desk_is_there_on_a_phone(
    visit: Callable[..., Page],
    template: Programme,
    fatma: User,
    equip: Callable[[User], tuple[str, str, str]],
) -> None:
    keys = equip(fatma)
    desk = visit("desktop")
    sign_in_as_staff(desk, *keys)
    desk.goto(f"/beheer/programmas/maken/?van={template.pk}")
    press(desk, button(desk, "Verder"))
    desk.get_by_label("Titel").fill("Halverwege")
    press(desk, button(desk, "Terug"))

    phone = visit("phone")
    phone.context.add_cookies(desk.context.cookies())
    phone.goto("/beheer/programmas/maken/")
    expect(phone.get_by_text("Je was al een programma aan het maken")).to_be_visible()
    check_screen(phone)
    press(phone, button(phone, "Verder"))
    expect(phone.get_by_label("Titel")).to_have_value("Halverwege")
    check_screen(phone)


def test_moving_all_dates_is_shown_before_it_is_done(
    visit: Callable[..., Page],
    template: Programme,
    programme: Programme,
    fatma: User,
    equip: Callable[[User], tuple[str, str, str]],
) -> None:
    page = visit("desktop")
    sign_in_as_staff(page, *equip(fatma))
    page.goto(f"/beheer/programmas/{programme.pk}/verschuiven/")
    check_screen(page)
    later = programme.starts_on + timedelta(days=14)
    page.get_by_label("Nieuwe eerste dag").fill(later.isoformat())
    press(page, button(page, "Laat zien wat er gebeurt"))
    expect(page.get_by_text("Alles verschuift: 2 weken later.")).to_be_visible()
    check_screen(page)
    press(page, button(page, "Ja, verschuif alle datums"))
    expect(page.locator(".messages")).to_contain_text("Alle datums zijn verschoven")
    programme.refresh_from_db()
    assert programme.starts_on == later
