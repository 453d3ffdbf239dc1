"""Nothing typed is lost: not on a train, not signed out, not in two windows, and not to others."""

import re
from collections.abc import Callable

from django.contrib.sessions.models import Session
from playwright.sync_api import BrowserContext, Locator, Page, expect

from portal.accounts.drafts.services import save_draft
from portal.accounts.models import Draft, User
from tests.browser.steps import check_screen, follow, sign_in_with_code, sign_out
from tests.world import World

CodeOf = Callable[[User], str]
Visit = Callable[..., Page]


def topic_of(world: World) -> str:
    return f"/forum/onderwerp/{world.topic_id}/"


def box(page: Page) -> Locator:
    return page.get_by_label("Je bericht", exact=True)


def banner(page: Page) -> Locator:
    return page.locator(".p-away")


def choice(page: Page, title: str) -> Locator:
    """One of two texts, with the button that keeps it."""
    return page.locator(".p-draft__text", has=page.get_by_role("heading", name=title))


def saved(page: Page) -> None:
    expect(page.locator(".p-draft__status")).to_contain_text("Concept bewaard om")


def kept(person: User) -> list[str]:
    """The texts of someone's drafts on the server."""
    drafts = Draft.objects.filter(person=person).exclude(fields={})
    return [draft.fields["text"] for draft in drafts]


def wait_for(page: Page, person: User, texts: list[str]) -> None:
    """Wait until these, and no others, are someone's drafts."""
    for _ in range(100):
        if kept(person) == texts:
            break
        page.wait_for_timeout(100)
    assert kept(person) == texts


def held(context: BrowserContext) -> list[str]:
    """What the browser holds, as it stands there."""
    page = context.pages[0]
    values: list[str] = page.evaluate("Object.entries(localStorage).flat()")
    return values


def test_without_a_line_and_without_a_server(
    phone: Page, world: World, anna: User, code_of: CodeOf
) -> None:
    phone.watch.allow(r"^503 /concepten/")
    context = phone.context
    sign_in_with_code(phone, code_of(anna))
    phone.goto(topic_of(world))
    box(phone).press_sequentially("Een")
    saved(phone)
    assert kept(anna) == ["Een"]
    assert held(context) == []

    context.set_offline(True)
    box(phone).press_sequentially(" geheim")
    expect(banner(phone)).to_have_text(
        "Je bent even offline. Wat je typt bewaren we op dit apparaat."
    )
    check_screen(phone)
    assert held(context)
    assert "geheim" not in str(held(context))
    context.set_offline(False)
    expect(banner(phone)).to_be_empty()
    wait_for(phone, anna, ["Een geheim"])

    phone.route("**/concepten/**", lambda route: route.fulfill(status=503))
    box(phone).press_sequentially(" plan")
    expect(banner(phone)).to_contain_text("Het portaal reageert even niet")
    follow(phone, phone.get_by_role("link", name="Forum").first)  # nobody is held up: it is safe
    phone.unroute("**/concepten/**")
    phone.goto(topic_of(world))
    expect(phone.get_by_text(re.compile("Je begon hier.*“Een geheim plan”"))).to_be_visible()
    wait_for(phone, anna, ["Een geheim plan"])
    check_screen(phone)
    phone.get_by_role("button", name="Verder met concept").click()
    expect(box(phone)).to_have_value("Een geheim plan")

    box(phone).press_sequentially(".")
    phone.get_by_role("button", name="Plaats reactie").click()
    expect(phone.locator("article").get_by_text("Een geheim plan.")).to_be_visible()
    expect(phone.locator("[data-draft-offer], .p-alert--plain")).to_have_count(0)
    assert kept(anna) == []
    assert held(context) == []


def test_after_the_session_ended(desktop: Page, world: World, anna: User, code_of: CodeOf) -> None:
    desktop.watch.allow(r"^(401|403) /concepten/")
    code = code_of(anna)
    sign_in_with_code(desktop, code)
    desktop.goto(topic_of(world))
    box(desktop).press_sequentially("Bijna af")
    saved(desktop)

    Session.objects.all().delete()
    box(desktop).press_sequentially(", nog één zin")
    expect(banner(desktop)).to_contain_text("Je bent uitgelogd.")
    other = desktop.context.new_page()
    sign_in_with_code(other, code)
    desktop.bring_to_front()
    box(desktop).press_sequentially("!")
    expect(banner(desktop)).to_be_empty()
    wait_for(desktop, anna, ["Bijna af, nog één zin!"])
    desktop.get_by_role("button", name="Plaats reactie").click()
    expect(desktop.locator("article").get_by_text("Bijna af, nog één zin!")).to_be_visible()
    assert kept(anna) == []


def test_two_windows_end_in_a_choice(
    visit: Visit, world: World, anna: User, code_of: CodeOf
) -> None:
    code = code_of(anna)
    phone, laptop = visit("phone"), visit("desktop")
    for page in (phone, laptop):
        page.watch.allow(r"^409 /concepten/")
        sign_in_with_code(page, code)
        page.goto(topic_of(world))
    box(phone).press_sequentially("Op de telefoon")
    saved(phone)
    box(laptop).press_sequentially("Op de laptop")
    expect(choice(laptop, "In het andere")).to_contain_text("Op de telefoon")
    assert kept(anna) == ["Op de telefoon"]
    check_screen(laptop)
    choice(laptop, "In dit venster").get_by_role("button").click()
    saved(laptop)
    wait_for(laptop, anna, ["Op de laptop"])

    box(phone).press_sequentially("!")
    expect(choice(phone, "In het andere")).to_contain_text("Op de laptop")
    check_screen(phone)
    choice(phone, "In het andere").get_by_role("button").click()
    expect(box(phone)).to_have_value("Op de laptop")
    wait_for(laptop, anna, ["Op de laptop"])


def test_a_shared_computer_is_left_empty(
    desktop: Page, world: World, anna: User, bram: User, code_of: CodeOf
) -> None:
    desktop.watch.allow(r"^503 /concepten/")
    desktop.route("**/concepten/**", lambda route: route.fulfill(status=503))
    desktop.goto("/inloggen/")
    desktop.locator("input[name=code]").fill(code_of(anna))
    desktop.get_by_label("Dit is een gedeelde computer").check()
    follow(desktop, desktop.locator("main form button[type=submit]").first)
    desktop.goto(topic_of(world))
    box(desktop).press_sequentially("Van Anna alleen")
    expect(banner(desktop)).to_contain_text("Het portaal reageert even niet")
    assert held(desktop.context)
    sign_out(desktop)
    assert held(desktop.context) == []

    desktop.unroute("**/concepten/**")
    save_draft(person=anna, key=f"reply:{world.topic_id}", fields={"text": "Van Anna alleen"})
    sign_in_with_code(desktop, code_of(bram))
    desktop.goto(topic_of(world))
    box(desktop).press_sequentially("Van Bram")
    saved(desktop)
    expect(desktop.locator("main")).not_to_contain_text("Van Anna alleen")
    assert kept(bram) == ["Van Bram"]


def test_without_script_a_draft_is_offered(
    visit: Visit, world: World, anna: User, code_of: CodeOf
) -> None:
    save_draft(person=anna, key=f"reply:{world.topic_id}", fields={"text": "Nog niet af"})
    page = visit("phone", java_script_enabled=False)
    sign_in_with_code(page, code_of(anna))
    page.goto(topic_of(world))
    follow(page, page.get_by_role("link", name="Verder met concept"))
    expect(box(page)).to_have_value("Nog niet af")
    page.goto(topic_of(world))
    follow(page, page.get_by_role("button", name="Weggooien"))
    expect(page.get_by_text("Het concept is weg.")).to_be_visible()
    assert kept(anna) == []
