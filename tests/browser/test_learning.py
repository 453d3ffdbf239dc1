"""A trainer builds a lesson of blocks to do something in; a participant does them all."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from learning.modules.models import LessonPage
from portal.accounts.models import User
from tests.browser.steps import check_screen, follow, sign_in_as_staff, sign_in_with_code
from tests.browser.test_library import add_block
from tests.world import World

TITLE = "Alles om te doen"


def test_a_lesson_of_every_kind_of_practice(
    visit: Callable[..., Page],
    world: World,
    anna: User,
    dirk: User,
    equip: Callable[[User], tuple[str, str, str]],
    code_of: Callable[[User], str],
) -> None:
    page = visit("desktop")
    sign_in_as_staff(page, *equip(dirk))
    page.goto(f"/beheer/pages/add/learning/lessonpage/{world.module.pk}/")
    page.locator("[name=title]").fill(TITLE)
    build(page)
    page.get_by_role("button", name="Meer acties").last.click()
    follow(page, page.locator("[name=action-publish]"))
    expect(page.locator(".messages")).to_contain_text(TITLE)
    lesson = LessonPage.objects.get(title=TITLE)

    code = code_of(anna)
    plain = visit("phone", java_script_enabled=False)
    sign_in_with_code(plain, code)
    plain.goto(lesson.portal_path)
    do_without_script(plain)
    check_on(plain, visit, lesson.portal_path, code)


def build(page: Page) -> None:
    """One of each, as a trainer makes them."""
    add_block(page, "Opdracht")
    fill(page, 0, text="Bel iemand op.", minutes="5")
    add_block(page, "Reflectie")
    fill(page, 1, title="Terugkijken")
    fill(page, 1, **{"questions-0-value": "Wat deed je?"})
    add_block(page, "Poll in de groep")
    fill(page, 2, question="Wat is lastig?")
    fill(page, 2, **{"options-0-value": "Stilte", "options-1-value": "Boosheid"})
    add_block(page, "Vraag voor het forum")
    fill(page, 3, title="Jouw zin", text="Met welke zin begin jij?")


def fill(page: Page, number: int, **fields: str) -> None:
    for name, text in fields.items():
        page.locator(f"[name=body-{number}-value-{name}]").fill(text)


def do_without_script(page: Page) -> None:
    """Each press is a page, and what was done stands there again."""
    part = page.locator("[data-part]")
    part.nth(0).locator("textarea").fill("Het viel mee.")
    follow(page, part.nth(0).get_by_role("button", name="Gedaan"))
    expect(part.nth(0)).to_contain_text("Het viel mee.")
    part.nth(1).locator("textarea").fill("Ik bleef stil.")
    follow(page, part.nth(1).get_by_role("button", name="Opslaan", exact=True))
    expect(part.nth(1).locator("textarea")).to_have_value("Ik bleef stil.")
    follow(page, part.nth(2).get_by_role("button", name="Stem"))
    expect(part.nth(2).get_by_role("alert")).to_contain_text("Kies eerst een antwoord")
    part.nth(2).get_by_label("Stilte").check()
    follow(page, part.nth(2).get_by_role("button", name="Stem"))
    expect(part.nth(2)).to_contain_text("zodra 5 mensen")


def check_on(plain: Page, visit: Callable[..., Page], address: str, code: str) -> None:
    """On another device all of it is there, by keyboard too; nothing of it is a fault to axe."""
    page = visit("desktop")
    sign_in_with_code(page, code)
    page.goto(address)
    expect(page.locator("[data-part]").nth(1).locator("textarea")).to_have_value("Ik bleef stil.")
    page.get_by_role("button", name="Opnieuw stemmen").press("Enter")
    expect(page.locator("legend[data-focus]")).to_be_focused()
    page.get_by_label("Boosheid").press("Space")
    page.get_by_role("button", name="Stem", exact=True).press("Enter")
    expect(page.get_by_text("zodra 5 mensen")).to_be_visible()
    check_screen(page)
    page.goto("/logboek/")
    expect(page.locator("main")).to_contain_text("Ik bleef stil.")
    check_screen(page)
    plain.goto("/woordenlijst/")
    expect(plain.locator("h1")).to_have_text("Woordenlijst")
