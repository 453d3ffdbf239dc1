"""What someone writes in a lesson, on a phone without scripts and by keyboard: kept, shared, taken back."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from learning.modules.models import LessonPage, ModulePage
from portal.accounts.models import User
from tests.browser.steps import check_screen, follow, sign_in_with_code
from tests.writing.conftest import QUESTIONS, lesson, module  # noqa: F401 - fixtures


def press(page: Page, name: str, within: str) -> None:
    """Send a form by keyboard: the button gets the focus, and Enter presses it."""
    button = page.locator(within).get_by_role("button", name=name, exact=True)
    button.focus()
    with page.expect_navigation():
        button.press("Enter")


def test_on_a_phone_without_scripts_and_by_keyboard(
    visit: Callable[..., Page],
    module: ModulePage,  # noqa: F811
    lesson: LessonPage,  # noqa: F811
    anna: User,
    bram: User,
    code_of: Callable[[User], str],
) -> None:
    phone: Any = visit("phone", java_script_enabled=False)
    sign_in_with_code(phone, code_of(anna))
    phone.goto(lesson.portal_path)
    own = "section:has(h2:text-is('Mijn moment'))"
    press(phone, "Opslaan", own)
    expect(phone.locator(own)).to_contain_text("Schrijf eerst iets.")
    phone.get_by_label(QUESTIONS[0]).focus()
    phone.keyboard.type("Het werd stil.")
    press(phone, "Opslaan", own)
    expect(phone.locator(own)).to_contain_text("Alleen jij")

    follow(phone, phone.locator(own).get_by_role("link", name="Kies wie dit leest"))
    phone.get_by_label("Met je hele groep: Groep Populier").focus()
    phone.keyboard.press("Space")
    press(phone, "Bewaar deze keuze", "main")
    expect(phone.locator(own)).to_contain_text("Jij en je groep Groep Populier (Bram Bakker)")

    phone.goto("/logboek/")
    expect(phone.locator("main")).to_contain_text(QUESTIONS[0])

    desk = visit("desktop")
    sign_in_with_code(desk, code_of(bram))
    desk.goto(lesson.portal_path)
    check_screen(desk)
    desk.get_by_label("Als …").fill("het spannend wordt")
    desk.get_by_label("dan …").fill("tel ik tot drie")
    intention = desk.locator("section:has(h2:text-is('Mijn als-dan-voornemen'))")
    intention.get_by_role("button", name="Opslaan").press("Enter")
    expect(intention.locator("[data-focus]")).to_be_focused()
    desk.goto("/logboek/")
    check_screen(desk)
    desk.goto("/logboek/gedeeld/")
    follow(desk, desk.get_by_role("link", name="Anna Aalbers: Mijn moment"))
    expect(desk.locator("main")).to_contain_text("Het werd stil.")
    check_screen(desk)
