"""The main job: in with a personal code, through a module, into the forum, and an answer back."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from portal.accounts.models import User
from tests.browser.steps import check_screen, follow, sign_in_with_code, sign_out, wait_for_home
from tests.world import World

QUESTION = "Hoe begin je zo'n gesprek?"
ANSWER = "Met de boodschap zelf, in één zin."
VARIANTS = {
    "phone": {"device": "phone"},
    "narrow": {"device": "narrow"},
    "dark": {"device": "desktop", "color_scheme": "dark"},
    "without scripts": {"device": "phone", "java_script_enabled": False},
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_from_the_code_to_an_answer_in_the_forum(
    variant: str,
    visit: Callable[..., Page],
    world: World,
    anna: User,
    bram: User,
    code_of: Callable[[User], str],
) -> None:
    def look(page: Page) -> None:
        if variant != "without scripts":  # axe is one
            check_screen(page)

    annas_code = code_of(anna)
    page = visit(**VARIANTS[variant])
    page.goto("/")
    expect(page.get_by_label("Persoonlijke code", exact=True)).to_be_visible()
    look(page)

    sign_in_with_code(page, annas_code)
    expect(page.locator("h1")).to_contain_text("Anna")
    look(page)

    follow(page, page.locator(f"main a[href='{world_path(world)}']").first)
    expect(page.locator("h1")).to_have_text("Slecht nieuws brengen")
    expect(page.locator("progress").first).to_have_attribute("value", "0")
    look(page)

    read_all_lessons(page, look)
    page.goto(world_path(world))
    lessons = page.locator("progress").first.get_attribute("max")
    expect(page.locator("progress").first).to_have_attribute("value", str(lessons))

    page.goto("/forum/")
    look(page)
    groups = page.locator("main").get_by_role("link", name="Groep Populier", exact=True)
    follow(page, groups.first)
    look(page)
    follow(page, page.get_by_role("link", name="Nieuw onderwerp"))
    look(page)
    page.get_by_label("Onderwerp", exact=True).fill(QUESTION)
    page.get_by_label("Je bericht", exact=True).fill("Ik stel het steeds **uit**.")
    page.get_by_role("button", name="Plaats onderwerp").click()
    expect(page.locator("h1")).to_contain_text(QUESTION)
    look(page)
    topic = page.url.partition("#")[0].partition("?")[0]
    sign_out(page)

    other = visit(**VARIANTS[variant])
    sign_in_with_code(other, code_of(bram))
    other.locator("main").get_by_role("link", name=QUESTION).first.click()
    expect(other.locator("article strong", has_text="uit")).to_be_visible()
    answer(other, topic)

    sign_in_with_code(page, annas_code)
    page.goto("/forum/")
    expect(page.locator("main")).to_contain_text("Nieuw")
    page.locator("main").get_by_role("link", name=QUESTION).first.click()
    expect(page.get_by_text(ANSWER)).to_be_visible()
    look(page)


def world_path(world: World) -> str:
    return f"/leren/{world.module.slug}/"


def read_all_lessons(page: Page, look: Callable[[Page], None]) -> None:
    """Open the first lesson, and tick off one after another until there is no next."""
    follow(page, page.locator("main").get_by_role("link", name="Begin met les 1", exact=True))
    total = 7
    for number in range(1, total + 1):
        expect(page.locator("h1")).to_be_visible()
        if number in {1, total}:
            look(page)
        title = page.locator("h1").inner_text()
        follow(page, page.locator("main form[action$='/klaar/'] button[type=submit]").first)
        if number < total and page.locator("h1").inner_text() == title:
            follow(page, page.locator("main a[rel=next]").first)


def answer(page: Page, topic: str) -> None:
    """Write under the topic that is on the screen."""
    page.locator("main textarea").first.fill(ANSWER)
    page.get_by_role("button", name="Plaats reactie").click()
    expect(page.get_by_text(ANSWER)).to_be_visible()
    assert page.url.startswith(topic)


def test_by_keyboard_alone(
    visit: Callable[..., Page],
    world: World,
    anna: User,
    code_of: Callable[[User], str],
) -> None:
    page = visit("desktop")
    page.goto("/inloggen/")
    tab_to(page, page.get_by_label("Persoonlijke code", exact=True))
    page.keyboard.type(code_of(anna))
    page.keyboard.press("Enter")
    wait_for_home(page)

    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Direct naar de inhoud")
    page.keyboard.press("Enter")
    tab_to(page, page.locator(f"main a[href='{world_path(world)}']").first)
    enter(page)
    tab_to(page, page.locator("main").get_by_role("link", name="Begin met les 1", exact=True))
    enter(page)
    expect(page.locator("h1")).to_have_text(world.lesson.title)
    tab_to(page, page.locator("main form[action$='/klaar/'] button[type=submit]").first)
    enter(page)

    page.goto(f"/forum/onderwerp/{world.topic_id}/")
    tab_to(page, page.locator("main textarea").first)
    page.keyboard.type(ANSWER)
    tab_to(page, page.get_by_role("button", name="Plaats reactie"))
    page.keyboard.press("Enter")
    expect(page.get_by_text(ANSWER)).to_be_visible()


def enter(page: Page) -> None:
    """Press Enter on what has the focus, and wait until the page that it leads to is there."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def tab_to(page: Page, target: Locator, most: int = 80) -> None:
    """Press Tab until the target has the focus, and see that the focus can be seen."""
    for _ in range(most):
        if target.evaluate("element => element === document.activeElement"):
            outline: dict[str, Any] = target.evaluate(
                "element => { const s = getComputedStyle(element);"
                " return {outline: s.outlineStyle, width: parseFloat(s.outlineWidth),"
                " shadow: s.boxShadow} }"
            )
            seen = outline["outline"] != "none" and outline["width"] >= 2
            assert seen or outline["shadow"] != "none", "the focus cannot be seen"
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {target}")
