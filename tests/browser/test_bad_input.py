"""What goes wrong is told in Dutch, beside what was typed, and nothing typed is lost."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from learning.enrolment.models import AccessCode
from learning.enrolment.services import revoke_code
from portal.accounts.models import User
from tests.browser.steps import check_screen, follow, sign_in_with_code
from tests.world import World

WORDS = "Dit heb ik met aandacht geschreven."


@pytest.fixture
def page(
    visit: Callable[..., Page], world: World, bram: User, code_of: Callable[[User], str]
) -> Page:
    """Bram's phone, signed in."""
    page = visit("phone")
    sign_in_with_code(page, code_of(bram))
    return page


def send(page: Page, button: str) -> None:
    follow(page, page.get_by_role("button", name=button, exact=True))


def told(page: Page) -> str:
    """What the summary above the form says."""
    summary = page.get_by_role("alert")
    expect(summary).to_be_visible()
    check_screen(page)
    return summary.inner_text()


def test_a_typo_in_the_code_is_told_apart_from_a_code_that_does_not_work(
    visit: Callable[..., Page], anna: User, code_of: Callable[[User], str]
) -> None:
    code = code_of(anna)
    revoke_code(code=AccessCode.objects.get(enrolment__person=anna))
    typo = code[:-1] + ("A" if code[-1] != "A" else "B")
    page = visit("phone")
    page.goto("/inloggen/")
    field = page.get_by_label("Persoonlijke code", exact=True)

    field.fill(typo)
    send(page, "Naar mijn traject")
    assert "typefout" in told(page)
    expect(field).to_have_value(typo)

    field.fill(code)
    send(page, "Naar mijn traject")
    answer = told(page)
    assert "typefout" not in answer
    assert "coördinator" in answer


def test_an_empty_and_a_too_long_post(page: Page, world: World) -> None:
    page.goto(f"/forum/groep-populier-{world.cohort_space.pk}/nieuw/")
    page.get_by_label("Onderwerp", exact=True).fill("Een vraag")

    send(page, "Plaats onderwerp")
    assert "Schrijf eerst iets" in told(page)
    expect(page.get_by_label("Onderwerp", exact=True)).to_have_value("Een vraag")

    long = WORDS * 1000
    page.get_by_label("Je bericht", exact=True).fill(long)
    send(page, "Plaats onderwerp")
    assert "Het maximum is 20000" in told(page)
    expect(page.get_by_label("Je bericht", exact=True)).to_have_value(long)


def test_a_file_of_a_wrong_type(page: Page, world: World) -> None:
    page.goto(f"/forum/groep-populier-{world.cohort_space.pk}/nieuw/")
    page.get_by_label("Onderwerp", exact=True).fill("Een plaatje")
    page.get_by_label("Je bericht", exact=True).fill(WORDS)
    script = {
        "name": "plaatje.png",
        "mimeType": "image/png",
        "buffer": b"<script>alert(1)</script>",
    }
    page.locator("input[type=file]").set_input_files(script)

    send(page, "Plaats onderwerp")

    assert "plaatje.png" in told(page)
    expect(page.get_by_label("Je bericht", exact=True)).to_have_value(WORDS)


def test_two_windows_change_one_post(page: Page) -> None:
    page.goto("/forum/")
    page.locator("main").get_by_role("link", name="Groep Populier", exact=True).first.click()
    page.get_by_role("link", name="Nieuw onderwerp").click()
    page.get_by_label("Onderwerp", exact=True).fill("Van mij")
    page.get_by_label("Je bericht", exact=True).fill("Eerste versie")
    send(page, "Plaats onderwerp")
    follow(page, page.get_by_role("link", name="Wijzigen").first)
    other = page.context.new_page()
    other.goto(page.url)

    other.locator("main textarea").first.fill("Tweede versie")
    other.locator("main form button[type=submit]").first.click()
    expect(other.get_by_text("Tweede versie")).to_be_visible()
    page.locator("main textarea").first.fill(WORDS)
    follow(page, page.locator("main form button[type=submit]").first)

    expect(page.get_by_role("alert")).to_be_visible()
    check_screen(page)
    assert WORDS in page.locator("main").inner_html()
    other.reload()
    expect(other.get_by_text("Tweede versie")).to_be_visible()


def test_what_was_typed_survives_a_session_that_ended(
    page: Page, world: World, bram: User, code_of: Callable[[User], str]
) -> None:
    start = f"/forum/groep-populier-{world.cohort_space.pk}/nieuw/"
    page.goto(start)
    page.get_by_label("Onderwerp", exact=True).fill("Te laat")
    page.get_by_label("Je bericht", exact=True).fill(WORDS)
    sessions = [c for c in page.context.cookies() if c["name"] == "sessionid"]
    page.context.clear_cookies(name="sessionid")
    assert sessions

    send(page, "Plaats onderwerp")
    expect(page.get_by_label("Persoonlijke code", exact=True)).to_be_visible()
    check_screen(page)
    AccessCode.objects.filter(enrolment__person=bram).delete()
    page.get_by_label("Persoonlijke code", exact=True).fill(code_of(bram))
    send(page, "Naar mijn traject")

    expect(page).to_have_url(start)
    expect(page.get_by_label("Onderwerp", exact=True)).to_have_value("Te laat")
    expect(page.get_by_label("Je bericht", exact=True)).to_have_value(WORDS)
