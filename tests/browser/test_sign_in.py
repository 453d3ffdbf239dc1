"""Coming in, in a real browser: the code from a letter, a passkey, the second step of staff."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from learning.enrolment.models import AccessCode
from learning.programmes.models import CodeMode
from portal.accounts.models import User
from portal.accounts.services import create_staff
from tests.browser.steps import (
    check_screen,
    follow,
    one_time_password,
    sign_in_with_code,
    sign_out,
    wait_for_home,
)

CodeOf = Callable[[User], str]
Visit = Callable[..., Page]
PASSWORD = "een heel lang wachtwoord"


def add_virtual_authenticator(page: Page) -> None:
    """A fingerprint reader that always recognises its owner."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


class TestCodeEntry:
    def test_a_scanned_code_waits_for_a_press_on_the_button(
        self, phone: Page, anna: User, code_of: CodeOf
    ) -> None:
        code = code_of(anna)
        phone.goto(f"/inloggen/#{code}")
        expect(phone.locator("[data-code]")).to_have_value(code)
        assert "#" not in phone.url
        phone.get_by_role("button", name="Naar mijn traject").click()
        wait_for_home(phone)

    def test_a_code_scanned_while_the_page_is_open(
        self, phone: Page, anna: User, code_of: CodeOf
    ) -> None:
        code = code_of(anna)
        phone.goto("/inloggen/")
        phone.goto(f"/inloggen/#{code}")
        expect(phone.locator("[data-code]")).to_have_value(code)

    def test_the_code_can_be_hidden(self, phone: Page) -> None:
        phone.goto("/inloggen/")
        field, toggle = phone.locator("[data-code]"), phone.get_by_role("button", name="Verberg")
        expect(field).to_have_attribute("type", "text")
        toggle.click()
        expect(field).to_have_attribute("type", "password")
        expect(toggle).to_have_attribute("aria-pressed", "true")

    @pytest.mark.parametrize("device", ["phone", "desktop", "narrow"])
    def test_a_typing_error_is_shown_and_can_be_mended(
        self, visit: Visit, device: str, anna: User, code_of: CodeOf
    ) -> None:
        code, page = code_of(anna), visit(device)
        page.goto("/inloggen/")
        check_screen(page)
        page.locator("[data-code]").fill(code[:-1])
        page.locator("[data-code]").press("Enter")
        expect(page.get_by_role("alert")).to_be_focused()
        expect(page).to_have_title("Fout: Inloggen – Leerportaal")
        check_screen(page)
        page.locator("[data-code]").press("End")
        page.locator("[data-code]").press(code[-1])
        page.locator("[data-code]").press("Enter")
        wait_for_home(page)

    def test_without_scripts(self, visit: Visit, anna: User, code_of: CodeOf) -> None:
        page = visit("phone", java_script_enabled=False)
        sign_in_with_code(page, code_of(anna))
        expect(page.get_by_role("button", name="Verberg")).to_have_count(0)


class TestPasskey:
    def test_someone_with_a_one_time_code_adds_a_passkey_and_comes_back_with_it(
        self, phone: Page, anna: User, code_of: CodeOf
    ) -> None:
        add_virtual_authenticator(phone)
        code = code_of(anna)
        AccessCode.objects.update(mode=CodeMode.ACTIVATE)
        phone.goto(f"/inloggen/#{code}")
        phone.get_by_role("button", name="Naar mijn traject").click()
        expect(phone.locator("h1")).to_have_text("Hoe wil je de volgende keer inloggen?")
        check_screen(phone)
        follow(phone, phone.get_by_role("link", name="Voeg een passkey toe"))
        check_screen(phone)
        phone.get_by_role("button", name="Toevoegen").click()
        expect(phone.locator("main")).to_contain_text("Je hebt gekozen")
        check_screen(phone)
        sign_out(phone)
        phone.get_by_role("link", name="Inloggen met wachtwoord of passkey").click()
        phone.get_by_role("button", name="Inloggen met een passkey").click()
        wait_for_home(phone)


class TestStaff:
    @pytest.mark.parametrize("device", ["phone", "desktop", "narrow"])
    def test_the_second_step_is_set_up_at_the_first_sign_in(
        self, visit: Visit, device: str
    ) -> None:
        create_staff(username="nora", first_name="Nora", last_name="Nieuw", password=PASSWORD)
        page = visit(device)
        page.goto("/inloggen/medewerkers/")
        check_screen(page)
        page.locator("input[name=login]").fill("nora")
        page.locator("input[name=password]").fill(PASSWORD)
        page.get_by_role("button", name="Inloggen", exact=True).click()
        expect(page.locator("h1")).to_have_text("Je tweede stap")
        check_screen(page)
        follow(page, page.get_by_role("link", name="Stel de app in"))
        check_screen(page)
        secret = page.locator("form .p-code").inner_text()
        page.locator("input[name=code]").fill(one_time_password(secret))
        page.get_by_role("button", name="Klaar").click()
        expect(page.locator("h1")).to_have_text("Herstelcodes")
        check_screen(page)
        page.get_by_role("link", name="Ik heb ze bewaard. Verder").click()
        wait_for_home(page)
        sign_out(page)


@pytest.mark.parametrize("device", ["phone", "desktop", "narrow"])
def test_every_page_about_oneself_is_accessible(
    visit: Visit, device: str, anna: User, code_of: CodeOf
) -> None:
    anna.emailaddress_set.create(email="anna@example.nl", verified=True, primary=True)
    page = visit(device)
    sign_in_with_code(page, code_of(anna))
    for path in (
        "/account/",
        "/account/volgende-keer/",
        "/account/email/",
        "/account/password/set/",
        "/account/sessions/",
        "/account/2fa/",
        "/account/2fa/webauthn/",
        "/account/2fa/webauthn/add/",
        "/inloggen/bevestigen/",
        "/uitloggen/",
    ):
        page.goto(path)
        assert urlsplit(page.url).path == path
        check_screen(page)


@pytest.mark.parametrize(
    "path", ["/account/login/code/", "/account/password/reset/", "/account/signup/"]
)
def test_every_page_before_the_sign_in_is_accessible(phone: Page, path: str) -> None:
    phone.goto(path)
    check_screen(phone)


def test_what_was_typed_survives_that_someone_signed_out(
    desktop: Page, anna: User, code_of: CodeOf
) -> None:
    code = code_of(anna)
    sign_in_with_code(desktop, code)
    desktop.goto("/forum/")
    desktop.locator("main").get_by_role("link", name="Groep Populier", exact=True).first.click()
    desktop.get_by_role("link", name="Nieuw onderwerp").click()
    desktop.get_by_label("Onderwerp", exact=True).fill("Hoe begin ik?")
    desktop.get_by_label("Je bericht", exact=True).fill("Ik stel het <steeds> uit.")
    form = desktop.url
    desktop.watch.allow(r"^401 /concepten/$")  # what is typed is kept in the browser then
    elsewhere = desktop.context.new_page()
    sign_out(elsewhere)

    desktop.get_by_role("button", name="Plaats onderwerp").click()
    expect(desktop.locator("main")).to_contain_text("Log in om verder te gaan waar je was")
    desktop.locator("[data-code]").fill(code)
    desktop.locator("[data-code]").press("Enter")

    desktop.wait_for_url(form)
    expect(desktop.get_by_label("Onderwerp", exact=True)).to_have_value("Hoe begin ik?")
    expect(desktop.get_by_label("Je bericht", exact=True)).to_have_value(
        "Ik stel het <steeds> uit."
    )
    expect(desktop.locator("main")).to_contain_text("staat er nog")
    desktop.get_by_role("button", name="Plaats onderwerp").click()
    expect(desktop.locator("h1")).to_contain_text("Hoe begin ik?")
