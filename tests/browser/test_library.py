"""A trainer adds a lesson, looks at it, publishes it and moves it up; a participant finds it there."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from portal.accounts.models import User
from tests.browser.steps import insist, sign_in_as_staff, sign_in_with_code
from tests.world import World

TITLE = "Oefenen met een maatje"
HEADING = "Zo spreek je af"
TEXT = "Kies iemand die je vertrouwt."


def test_a_new_lesson_finds_its_place_in_the_programme(
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
    add_block(page, "Tussenkop")
    page.locator("[name=body-0-value]").fill(HEADING)
    add_block(page, "Valkuil")
    page.locator("[name=body-1-value]").fill(TEXT)

    page.get_by_role("button", name="Toon/verberg voorvertoning").click()
    preview = page.frame_locator("#w-preview-iframe")
    expect(preview.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(preview.get_by_role("heading", name=HEADING)).to_be_visible()
    expect(preview.get_by_text(TEXT)).to_be_visible()

    page.get_by_role("button", name="Meer acties").last.click()
    page.locator("[name=action-publish]").click()
    expect(page.locator(".messages")).to_contain_text(TITLE)

    reader = visit("phone")
    sign_in_with_code(reader, code_of(anna))
    reader.goto(f"/leren/{world.module.slug}/")
    titles = reader.locator(".p-lesson__title")
    expect(titles.last).to_have_text(TITLE)

    move_to_top(page, world.module.pk, TITLE)
    reader.reload()
    expect(titles.first).to_have_text(TITLE)
    titles.first.get_by_role("link").click()
    expect(reader.get_by_text("Les 1 van 8")).to_be_visible()
    expect(reader.get_by_text(TEXT)).to_be_visible()


def add_block(page: Page, kind: str) -> None:
    """Choose a kind of block below the last one."""
    option = page.get_by_role("option", name=kind, exact=True)

    def open_choices() -> None:
        # The button is there before the script that gives it something to do.
        page.get_by_role("button", name="Blok invoegen").last.click()
        expect(option).to_be_visible(timeout=2_000)

    insist(open_choices)
    option.click()


def move_to_top(page: Page, module: int, title: str) -> None:
    """Order the lessons by keyboard: Wagtail's handle takes the arrow keys."""
    page.goto(f"/beheer/pages/{module}/?ordering=ord")
    row = page.locator("tbody tr", has_text=title)
    handle = row.locator("[data-w-orderable-target=handle]")
    for _step in range(page.locator("tbody tr").count() - 1):
        handle.press("ArrowUp")
    with page.expect_response(lambda response: "set_position" in response.url):
        handle.press("Enter")
    expect(page.locator("tbody tr").first).to_contain_text(title)
