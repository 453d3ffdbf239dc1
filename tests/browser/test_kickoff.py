"""The kick-off in the training room, and an invitation from the mail to the first page."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from learning.enrolment.inviting.services import invite
from learning.enrolment.models import Enrolment, Role
from learning.enrolment.services import issue_code
from learning.programmes.models import Cohort, Programme
from portal.accounts.models import User
from tests.browser.steps import (
    check_screen,
    follow,
    one_time_password,
    sign_in_as_staff,
    sign_in_with_code,
)

Visit = Callable[..., Page]
PASSWORD = "een heel lang wachtwoord"
BEAMERS = ({"width": 1280, "height": 720}, {"width": 1920, "height": 1080})


@pytest.fixture
def link(programme: Programme, fatma: User, address: str) -> str:
    """What the mail to someone who was invited leads to."""
    invite(
        programme=programme,
        role=Role.TRAINER,
        first_name="Nora",
        last_name="Nieuw",
        email="nora@veldermeer.example",
        by=fatma,
    )
    found = re.search(r"https?://\S+/uitnodiging/\?sleutel=[\w-]+", str(mail.outbox[-1].body))
    assert found
    assert found[0].startswith(address)
    return found[0]


class TestTheScreen:
    def test_it_fits_a_beamer_and_counts_who_comes_in(
        self,
        visit: Visit,
        dirk: User,
        anna: User,
        bram: User,
        cohort: Cohort,
        equip: Callable[[User], tuple[str, str, str]],
        code_of: Callable[[User], str],
    ) -> None:
        screen = visit("desktop")
        sign_in_as_staff(screen, *equip(dirk))
        follow(screen, screen.get_by_role("link", name="Aftrap op het scherm"))
        follow(screen, screen.get_by_role("link", name="Groep Populier"))
        said = screen.get_by_role("status")
        expect(said).to_have_text("0 van de 2 zijn binnen")
        for size in BEAMERS:
            screen.set_viewport_size(size)
            check_screen(screen)
            height = screen.evaluate("document.documentElement.scrollHeight")
            assert height <= size["height"], "everything is on the screen at once"
            smallest = screen.locator(".p-beamer__steps").evaluate(
                "steps => parseFloat(getComputedStyle(steps).fontSize)"
            )
            assert smallest >= size["height"] / 25, "it can be read in the last row"
            picture = screen.get_by_role("img").bounding_box()
            assert picture
            assert picture["width"] >= size["height"] / 2.5
        participant = visit("phone")
        sign_in_with_code(participant, code_of(anna))
        expect(said).to_have_text("1 van de 2 is binnen")
        sign_in_with_code(visit("phone"), code_of(bram))
        expect(said).to_have_text("Iedereen is binnen")
        assert "Aalbers" not in screen.content()

    def test_it_goes_on_without_scripts(
        self,
        visit: Visit,
        dirk: User,
        anna: User,
        equip: Callable[[User], tuple[str, str, str]],
    ) -> None:
        screen = visit("desktop", java_script_enabled=False)
        sign_in_as_staff(screen, *equip(dirk))
        screen.goto("/aftrap/stevig-aan-tafel/")
        expect(screen.get_by_role("status")).to_have_text("0 van de 1 zijn binnen")
        refresh = screen.locator("meta[http-equiv=refresh]")
        assert refresh.get_attribute("content") == "10"
        sign_in_with_code(
            visit("phone"), issue_code(enrolment=Enrolment.objects.get(person=anna)).text
        )
        screen.reload()
        expect(screen.get_by_role("status")).to_have_text("Iedereen is binnen")

    @pytest.mark.parametrize("device", ["phone", "narrow"])
    def test_on_a_small_screen_nothing_falls_off(
        self,
        visit: Visit,
        dirk: User,
        anna: User,
        equip: Callable[[User], tuple[str, str, str]],
        device: str,
    ) -> None:
        page = visit(device)
        sign_in_as_staff(page, *equip(dirk))
        page.goto("/aftrap/stevig-aan-tafel/")
        check_screen(page)


class TestAnInvitation:
    @pytest.mark.parametrize("device", ["phone", "desktop", "narrow"])
    def test_from_the_mail_to_the_first_page(
        self, visit: Visit, link: str, device: str, programme: Programme
    ) -> None:
        page = visit(device)
        page.goto(link)
        assert page.url.endswith("/uitnodiging/")
        expect(page.locator("h1")).to_have_text(
            "Je bent uitgenodigd om mee te werken aan Stevig aan tafel"
        )
        check_screen(page)
        accept = page.get_by_role("button", name="Aannemen en account maken")
        page.get_by_label("Gebruikersnaam").fill("nora")
        page.get_by_label("Wachtwoord", exact=True).fill("kort")
        follow(page, accept)
        expect(page.get_by_role("alert")).to_be_focused()
        check_screen(page)
        page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
        page.get_by_label("Nog een keer hetzelfde wachtwoord").fill(PASSWORD)
        follow(page, accept)
        expect(page.locator("h1")).to_have_text("Je tweede stap")
        follow(page, page.get_by_role("link", name="Stel de app in"))
        secret = page.locator("form .p-code").inner_text()
        page.locator("input[name=code]").fill(one_time_password(secret))
        follow(page, page.get_by_role("button", name="Klaar"))
        follow(page, page.get_by_role("link", name="Ik heb ze bewaard. Verder"))
        expect(page.locator("main")).to_contain_text("Stevig aan tafel")
        expect(page.locator("main")).to_contain_text("Trainer")
        again = visit("phone")
        again.watch.allow("404")
        again.goto(link)
        expect(again.locator("h1")).to_have_text("Deze uitnodiging werkt niet (meer)")
        check_screen(again)

    def test_who_has_an_account_accepts_with_one_press(
        self,
        visit: Visit,
        link: str,
        els: User,
        equip: Callable[[User], tuple[str, str, str]],
    ) -> None:
        page = visit("phone", java_script_enabled=False)
        page.goto(link)
        username, password, secret = equip(els)
        follow(page, page.get_by_role("link", name="Ik heb al een account: inloggen"))
        page.locator("input[name=login]").fill(username)
        page.locator("input[name=password]").fill(password)
        follow(page, page.locator("main form button[type=submit]").first)
        page.locator("input[name=code]").fill(one_time_password(secret))
        follow(page, page.locator("main form button[type=submit]").first)
        expect(page.locator("main")).to_contain_text("Je bent ingelogd als Els Evers")
        follow(page, page.get_by_role("button", name="Uitnodiging aannemen"))
        expect(page.locator("main")).to_contain_text(
            "Je werkt nu mee aan Stevig aan tafel: Trainer"
        )
        assert els.enrolments.filter(role=Role.TRAINER).exists()


@pytest.mark.parametrize("device", ["phone", "desktop", "narrow"])
def test_the_home_page_of_a_guest_is_accessible(
    visit: Visit, device: str, leo: User, code_of: Callable[[User], str]
) -> None:
    page = visit(device)
    sign_in_with_code(page, code_of(leo))
    expect(page.locator("main")).to_contain_text("Je bent gast")
    check_screen(page)
