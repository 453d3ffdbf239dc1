"""A trainer comes in with password and authenticator, changes a lesson, and a participant reads it."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from portal.accounts.models import User
from tests.browser.steps import check_screen, sign_in_as_staff, sign_in_with_code
from tests.world import World

TITLE = "Wanneer is iets slecht nieuws?"


def test_a_lesson_changed_in_the_cms_is_what_participants_read(
    visit: Callable[..., Page],
    world: World,
    anna: User,
    dirk: User,
    equip: Callable[[User], tuple[str, str, str]],
    code_of: Callable[[User], str],
) -> None:
    page = visit("desktop")
    page.goto("/inloggen/medewerkers/")
    check_screen(page)
    sign_in_as_staff(page, *equip(dirk))
    expect(page.locator("h1")).to_contain_text("Dirk")
    check_screen(page)

    page.goto(f"/beheer/pages/{world.lesson.pk}/edit/")
    page.locator("input[name=title], textarea[name=title]").first.fill(TITLE)
    page.get_by_role("button", name="Meer acties").last.click()
    page.locator("[name=action-publish]").click()
    expect(page.locator(".messages")).to_contain_text(TITLE)

    reader = visit("phone")
    sign_in_with_code(reader, code_of(anna))
    reader.goto(f"/leren/{world.module.slug}/{world.lesson.slug}/")
    expect(reader.locator("h1")).to_have_text(TITLE)


def test_who_starts_as_staff_sets_up_a_second_factor_first(
    visit: Callable[..., Page], dirk: User
) -> None:
    dirk.set_password("een lang wachtwoord")
    dirk.save()
    page = visit("desktop")
    page.goto("/inloggen/medewerkers/")
    page.locator("input[name=login]").fill("dirk")
    page.locator("input[name=password]").fill("een lang wachtwoord")
    page.locator("main form button[type=submit]").first.click()

    expect(page).to_have_url("/account/tweede-stap/")
    check_screen(page)
    page.goto("/beheer/")
    expect(page).to_have_url("/account/tweede-stap/")
