"""One's own account, in a real browser: on a phone, by keyboard, without scripts."""

import zipfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings as portal_settings
from django.core import mail
from playwright.sync_api import Page, expect

from learning.enrolment.models import AccessCode, Enrolment
from learning.programmes.models import CodeMode
from portal.accounts.models import User
from tests.accounts import pictures
from tests.browser.steps import (
    check_screen,
    follow,
    sign_in_as_staff,
    sign_in_with_code,
    sign_out,
    wait_for_home,
)
from tests.browser.test_sign_in import add_virtual_authenticator

CodeOf = Callable[[User], str]
Visit = Callable[..., Page]
MINE = (
    "/account/",
    "/account/profiel/",
    "/account/foto/",
    "/account/taal-en-berichten/",
    "/account/mijn-gegevens/",
    "/account/wat-anderen-zien/",
    "/account/sessions/",
    "/groep/",
)


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def let_proof_grow_old(person: User) -> None:
    """As if the sign-in was a quarter of an hour ago."""
    store = import_module(portal_settings.SESSION_ENGINE).SessionStore
    for known in UserSession.objects.filter(user=person):
        session = store(known.session_key)
        for record in session["account_authentication_methods"]:
            record["at"] -= 15 * 60
        session.save()


def a_photo() -> dict[str, Any]:
    upload = pictures.from_a_phone()
    return {"name": upload.name, "mimeType": "image/jpeg", "buffer": upload.read()}


@pytest.mark.parametrize("device", ["phone", "desktop", "narrow"])
def test_every_page_is_accessible(
    visit: Visit, device: str, anna: User, bram: User, code_of: CodeOf
) -> None:
    Enrolment.objects.update(function="Beleidsadviseur jeugd en veiligheid")
    User.objects.filter(pk=bram.pk).update(reachable="di en do op kantoor, anders via Teams")
    page = visit(device)
    sign_in_with_code(page, code_of(anna))
    for path in MINE:
        page.goto(path)
        assert urlsplit(page.url).path == path
        check_screen(page)


def test_in_english(visit: Visit, anna: User, code_of: CodeOf) -> None:
    User.objects.filter(pk=anna.pk).update(language="en")
    page = visit("phone")
    sign_in_with_code(page, code_of(anna))
    for path in MINE:
        page.goto(path)
        expect(page.locator("html")).to_have_attribute("lang", "en")
        check_screen(page)


class TestProfile:
    def test_a_participant_makes_themselves_known(
        self, phone: Page, anna: User, bram: User, code_of: CodeOf, visit: Visit
    ) -> None:
        sign_in_with_code(phone, code_of(anna))
        phone.goto("/account/")
        follow(phone, phone.get_by_role("link", name="Wijzig naam en bereikbaarheid"))
        phone.get_by_label("Roepnaam").fill("Anneke")
        phone.get_by_label("Hoe anderen je bereiken").fill("di en do op kantoor")
        follow(phone, phone.get_by_role("button", name="Opslaan"))
        expect(phone.get_by_role("status")).to_contain_text("Zo zien anderen je vanaf nu")
        follow(phone, phone.get_by_role("link", name="Voeg een foto toe"))
        phone.get_by_label("Foto").set_input_files(a_photo())
        follow(phone, phone.get_by_role("button", name="Bewaar foto"))
        check_screen(phone)
        mates = visit("desktop")
        sign_in_with_code(mates, code_of(bram))
        mates.locator("[data-menu] summary").click()
        follow(mates, mates.get_by_role("link", name="Mijn groep"))
        card = mates.locator(".p-card").filter(has_text="Anneke Aalbers")
        expect(card).to_contain_text("di en do op kantoor")
        expect(card.locator("img")).to_have_js_property("naturalWidth", 320)
        check_screen(mates)

    def test_a_file_that_is_no_photo_is_told_and_can_be_replaced(
        self, phone: Page, anna: User, code_of: CodeOf
    ) -> None:
        sign_in_with_code(phone, code_of(anna))
        phone.goto("/account/foto/")
        wrong = {"name": "ik.jpg", "mimeType": "image/jpeg", "buffer": b"<svg/>"}
        phone.get_by_label("Foto").set_input_files(wrong)
        follow(phone, phone.get_by_role("button", name="Bewaar foto"))
        expect(phone.get_by_role("alert")).to_be_focused()
        expect(phone).to_have_title("Fout: Je foto – Stevig aan tafel – Gemeente Veldermeer")
        check_screen(phone)
        phone.get_by_label("Foto").set_input_files(a_photo())
        follow(phone, phone.get_by_role("button", name="Bewaar foto"))
        expect(phone.get_by_role("status")).to_contain_text("Je foto is opgeslagen")

    def test_without_scripts(self, visit: Visit, anna: User, code_of: CodeOf) -> None:
        page = visit("phone", java_script_enabled=False)
        sign_in_with_code(page, code_of(anna))
        page.goto("/account/foto/")
        page.get_by_label("Foto").set_input_files(a_photo())
        follow(page, page.get_by_role("button", name="Bewaar foto"))
        page.goto("/account/foto/")
        follow(page, page.get_by_role("button", name="Verwijder foto"))
        expect(page.get_by_role("status")).to_contain_text("Je foto is verwijderd")

    def test_by_keyboard(self, desktop: Page, anna: User, code_of: CodeOf) -> None:
        sign_in_with_code(desktop, code_of(anna))
        desktop.goto("/account/taal-en-berichten/")
        desktop.get_by_label("Nederlands").focus()
        desktop.keyboard.press("ArrowDown")
        desktop.keyboard.press("Tab")
        expect(desktop.get_by_label("Mail me als iemand inlogt")).to_be_focused()
        desktop.keyboard.press("Space")
        desktop.keyboard.press("Tab")
        with desktop.expect_navigation():
            desktop.keyboard.press("Enter")
        expect(desktop.locator("h1")).to_have_text("My account")
        anna.refresh_from_db()
        assert (anna.language, anna.mail_on_new_device) == ("en", False)


class TestFreshProof:
    def test_a_passkey_is_added_from_the_account_page(
        self, phone: Page, anna: User, code_of: CodeOf
    ) -> None:
        anna.emailaddress_set.create(email="anna@example.nl", verified=True, primary=True)
        add_virtual_authenticator(phone)
        code = code_of(anna)
        sign_in_with_code(phone, code)
        let_proof_grow_old(anna)
        phone.goto("/account/")
        follow(phone, phone.get_by_role("link", name="Voeg een passkey toe"))
        expect(phone.locator("h1")).to_have_text("Ben je het nog?")
        check_screen(phone)
        phone.locator("[data-code]").fill(code)
        follow(phone, phone.get_by_role("button", name="Verder"))
        expect(phone.locator("h1")).to_have_text("Voeg een passkey toe")
        phone.evaluate(
            "void (navigator.credentials.create ="
            " () => { throw new DOMException('', 'SecurityError') })"
        )
        phone.get_by_role("button", name="Toevoegen").click()
        expect(phone.get_by_role("alert")).to_contain_text(
            "alleen op een veilig adres met een naam"
        )
        phone.evaluate("delete navigator.credentials.create")
        phone.get_by_role("button", name="Toevoegen").click()
        expect(phone.get_by_role("status")).to_contain_text("Je passkey is toegevoegd")
        assert [message.to for message in mail.outbox][-1:] == [["anna@example.nl"]]
        sign_out(phone)
        phone.get_by_role("link", name="Inloggen met wachtwoord of passkey").click()
        phone.get_by_role("button", name="Inloggen met een passkey").click()
        wait_for_home(phone)

    def test_ones_data_are_downloaded(
        self, phone: Page, anna: User, code_of: CodeOf, tmp_path: Path
    ) -> None:
        code = code_of(anna)
        sign_in_with_code(phone, code)
        let_proof_grow_old(anna)
        phone.goto("/account/")
        follow(phone, phone.get_by_role("link", name="Download je gegevens"))
        phone.locator("[data-code]").fill(code)
        follow(phone, phone.get_by_role("button", name="Verder"))
        with phone.expect_download() as started:
            phone.get_by_role("button", name="Download je gegevens").click()
        assert started.value.suggested_filename.startswith("mijn-gegevens-")
        kept = tmp_path / "mine.zip"
        started.value.save_as(kept)
        with zipfile.ZipFile(kept) as archive:
            archive.extractall(tmp_path / "mine")
        assert "Anna Aalbers" in (tmp_path / "mine" / "index.html").read_text()


def test_the_page_that_someone_downloads_is_accessible(
    visit: Visit, anna: User, world: Any, tmp_path: Path
) -> None:
    """It is opened from a disk, without the portal around it."""
    from django.utils import translation

    from portal.accounts.mydata.archive import write_archive

    with translation.override("nl"), zipfile.ZipFile(write_archive(anna)) as archive:
        archive.extractall(tmp_path / "mine")
    page = visit("narrow")
    page.watch.allow("file:///|ProgressEvent")  # axe reads the stylesheet, which a disk forbids
    page.goto((tmp_path / "mine" / "index.html").as_uri())
    check_screen(page)


def test_leaving_without_another_way_in_is_told_first(
    phone: Page, anna: User, code_of: CodeOf
) -> None:
    code = code_of(anna)
    AccessCode.objects.update(mode=CodeMode.ACTIVATE)
    phone.goto(f"/inloggen/#{code}")
    phone.get_by_role("button", name="Naar mijn traject").click()
    expect(phone.locator("h1")).to_have_text("Hoe wil je de volgende keer inloggen?")
    check_screen(phone)
    leaving = "De volgende keer vraag ik een nieuwe code"
    follow(phone, phone.get_by_role("link", name=leaving))
    wait_for_home(phone)
    phone.locator("[data-menu] summary").click()
    follow(phone, phone.get_by_role("button", name="Uitloggen"))
    expect(phone.locator("main")).to_contain_text("kom je niet nog een keer binnen")
    check_screen(phone)
    follow(phone, phone.get_by_role("button", name=leaving))
    expect(phone).to_have_url("/inloggen/")


def test_other_devices_are_left_with_one_press(
    phone: Page, desktop: Page, anna: User, code_of: CodeOf
) -> None:
    code = code_of(anna)
    sign_in_with_code(desktop, code)
    sign_in_with_code(phone, code)
    phone.goto("/account/sessions/")
    check_screen(phone)
    follow(phone, phone.get_by_role("button", name="Log uit op alle andere apparaten"))
    expect(phone.locator("main")).to_contain_text("alleen op dit apparaat")
    desktop.goto("/account/")
    assert urlsplit(desktop.url).path == "/inloggen/"


def test_staff_see_how_their_second_step_stands(
    desktop: Page, dirk: User, equip: Callable[[User], tuple[str, str, str]]
) -> None:
    sign_in_as_staff(desktop, *equip(dirk))
    desktop.goto("/account/")
    step = desktop.get_by_role("region", name="Tweede stap")
    expect(step).to_contain_text("Ingesteld")
    expect(step).to_contain_text("Nog 10 codes")
    check_screen(desktop)
