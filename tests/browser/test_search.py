"""Looking for something by keyboard alone; and without scripts, by a plain form."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from portal.accounts.models import User
from tests.browser.steps import check_screen, follow, sign_in_with_code
from tests.world import World


def test_looking_for_something_by_keyboard(
    visit: Callable[..., Page], world: World, anna: User, code_of: Callable[[User], str]
) -> None:
    page = visit(device="phone")
    sign_in_with_code(page, code_of(anna))
    with page.expect_navigation():
        page.keyboard.press("/")
    field = page.get_by_label("Wat zoek je?")
    expect(field).to_be_focused()
    expect(page.get_by_text("Druk waar dan ook in het portaal op /")).to_be_visible()
    check_screen(page)

    # titles while typing, one of them chosen with the arrow keys
    page.keyboard.type("slecht ni", delay=20)
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("Slecht nieuws")
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    check_screen(page)
    page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    page.keyboard.type("/")  # a sign like others, while one types
    expect(field).to_have_value("slecht ni/")

    # a typing error, answered with what was meant
    field.fill("slechtnieuwsgesprk")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_text("Dit lijkt erop")).to_be_visible()
    expect(page.locator("main mark").first).to_be_visible()
    check_screen(page)
    page.locator("h1").click()
    page.keyboard.press("/")
    expect(field).to_be_focused()

    # the key is put off, and stays so
    page.get_by_label("Gebruik / als sneltoets").uncheck()
    page.goto("/")
    page.locator("h1").click()
    page.keyboard.press("/")
    page.wait_for_timeout(200)
    assert page.url.endswith("/")

    plain = visit(device="phone", java_script_enabled=False)
    plain.context.add_cookies(page.context.cookies())
    plain.goto("/")
    follow(plain, plain.get_by_role("link", name="Zoeken"))
    plain.get_by_label("Wat zoek je?").fill("slecht nieuws")
    follow(plain, plain.get_by_role("button", name="Zoeken"))
    follow(plain, plain.locator("main li a").first)
    expect(plain.locator("h1")).to_be_visible()
