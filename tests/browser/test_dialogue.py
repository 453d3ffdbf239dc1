"""A practised conversation: played by keyboard and without script, and made by a trainer."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from learning.modules.models import LessonPage
from portal.accounts.models import User
from tests.browser.steps import check_screen, follow, sign_in_as_staff, sign_in_with_code
from tests.browser.test_library import add_block
from tests.world import World

UNSAVED = (
    "b:has(> span)"  # Wagtail says in yellow on the colour of the house that this is not saved
)


def test_a_conversation_is_played_by_keyboard_and_goes_on_without_script(
    visit: Callable[..., Page], world: World, anna: User, code_of: Callable[[User], str]
) -> None:
    address, code = f"/leren/{world.module.slug}/oefengesprek/", code_of(anna)
    page = visit("phone")
    sign_in_with_code(page, code)
    page.goto(address)
    page.locator(".p-scene [type=radio]").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    does = page.locator(".p-effect")
    expect(does).to_be_focused()
    expect(does).to_contain_text("Helderheid zakt van 5 naar 4.")
    expect(does).to_contain_text("Contact zakt van 5 naar 4.")
    expect(page).to_have_url(address)
    check_screen(page)
    page.get_by_role("button", name="Stap terug").press("Enter")
    expect(page.locator(".p-bubble[data-focus]")).to_be_focused()

    plain = visit("phone", java_script_enabled=False)
    sign_in_with_code(plain, code)
    plain.goto(address)
    say(plain, "Wat lekker!")
    expect(plain.locator(".p-effect")).to_contain_text("de val hoger")
    say(plain, "Prachtig")
    say(plain, "Je knikt en laat het zo.")
    expect(plain.locator(".p-ending")).to_contain_text("Het liep niet goed af")

    page.goto(address)  # on the first device
    check_screen(page)
    page.get_by_text("Wat als je iets anders had gezegd?").first.press("Enter")
    expect(page.get_by_text("Kort aangekondigd, de kern in één adem.")).to_be_visible()
    page.get_by_role("button", name="Nog een keer").press("Enter")
    expect(page.locator(".p-bubble[data-focus]")).to_be_focused()
    expect(page.locator(".p-ending")).to_have_count(0)


def say(page: Page, words: str) -> None:
    page.locator(".p-choice", has_text=words).locator("input").check()
    follow(page, page.get_by_role("button", name="Zeg dit"))


def test_a_trainer_makes_one_and_mends_what_the_check_finds(
    visit: Callable[..., Page],
    world: World,
    dirk: User,
    equip: Callable[[User], tuple[str, str, str]],
) -> None:
    page = visit("desktop")
    sign_in_as_staff(page, *equip(dirk))
    page.goto(f"/beheer/pages/add/learning/lessonpage/{world.module.pk}/")
    page.locator("[name=title]").fill("Een klein gesprek")
    add_block(page, "Oefengesprek")
    unfold(page)
    for name, text in {
        "title": "Koffie",
        "setting": "Bij de automaat.",
        "you": "Adviseur",
        "other": "Joris",
        "task": "Vraag om een gesprek.",
        "meter_1": "Vertrouwen",
        "steps-0-value-name": "Bij de automaat",
        "steps-0-value-speaker": "Joris",
        "steps-0-value-text": "Druk, druk!",
        "steps-0-value-choices-0-value-text": "Heb je tien minuten?",
        "steps-0-value-choices-0-value-feedback": "Een heldere vraag.",
        "steps-0-value-choices-1-value-text": "Laat maar.",
        "steps-0-value-choices-1-value-feedback": "Je vraag is niet gesteld.",
        "endings-0-value-title": "Een afspraak",
        "endings-0-value-text": "Om tien uur.",
        "endings-0-value-reflect": "Wat hielp?",
    }.items():
        page.locator(f"[name=body-0-value-{name}]").fill(text)
    expect(page.get_by_label("Wat het doet met: Vertrouwen")).to_have_count(2)
    lead_to(page, 0, "Een afspraak")
    publish(page)

    told = "Stap “Bij de automaat”, keuze 2 loopt dood: kies waar die naartoe leidt."
    beside = page.locator("[data-contentpath=to]", has_text=told)
    expect(beside).to_be_visible()
    expect(page.locator(".o-dialogue__problems a")).to_have_text([told])
    expect(page.locator(".o-dialogue__box.is-wrong")).to_have_count(1)
    check_screen(page, apart_from=[UNSAVED])
    lead_to(page, 1, "Een afspraak")
    expect(page.locator(".o-dialogue")).to_contain_text("Dit gesprek klopt")
    publish(page)
    expect(page.locator(".messages")).to_contain_text("Een klein gesprek")
    assert LessonPage.objects.get(title="Een klein gesprek").live


def unfold(page: Page) -> None:
    folded = page.locator("[data-panel-toggle][aria-expanded=false]:visible")
    while folded.count():
        folded.first.click()


def lead_to(page: Page, number: int, name: str) -> None:
    choice = page.locator(f"[id=body-0-value-steps-0-value-choices-{number}-value-to-select]")
    choice.select_option(label=name)


def publish(page: Page) -> None:
    page.get_by_role("button", name="Meer acties").last.click()
    follow(page, page.locator("[name=action-publish]"))
