"""Coming in with the organisation's account, in a real browser and at a provider of its own process."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from playwright.sync_api import Page, Route, expect

from learning.enrolment.models import Enrolment
from learning.enrolment.services import issue_code
from learning.programmes.models import CodeMode
from portal.accounts.models import User
from portal.settings import sso
from tests.browser.steps import check_screen, follow, one_time_password, sign_out, wait_for_home
from tests.sso.provider import entry, running_provider

Visit = Callable[..., Page]
BUTTON = "Inloggen met Gemeente Veldermeer"


@pytest.fixture
def issuer(settings: Any) -> Iterator[str]:
    with running_provider() as address:
        apps = sso.apps(json.dumps([entry(address)]))
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": apps}}
        yield address


@pytest.fixture
def visit_with_provider(visit: Visit, issuer: str) -> Visit:
    """The provider is another host by nature; its pages ask for a stylesheet that we do not fetch."""

    def open_browser(device: str) -> Page:
        page = visit(device)
        page.watch.allow(rf"^request to another host: {re.escape(issuer)}/oauth2/")
        page.watch.allow(r"^request to another host: https://cdn\.jsdelivr\.net/")
        page.context.route("https://cdn.jsdelivr.net/**", no_stylesheet)
        return page

    return open_browser


def no_stylesheet(route: Route) -> None:
    route.fulfill(status=200, content_type="text/css", body="")


def sign_in_there(page: Page, subject: str) -> None:
    """Press our button, wait for the provider's page, and say there who it is."""
    page.get_by_role("button", name=BUTTON).click()
    page.wait_for_url("**/oauth2/authorize?**")
    page.get_by_role("button", name=subject, exact=True).first.click()


@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_a_participant_links_once_leaves_and_comes_back(
    visit_with_provider: Visit, device: str, anna: User
) -> None:
    enrolment = Enrolment.objects.get(person=anna)
    code = issue_code(enrolment=enrolment, mode=CodeMode.SSO).text
    page = visit_with_provider(device)
    page.goto("/inloggen/")
    check_screen(page)
    sign_in_there(page, "subject-1")
    expect(page.locator("h1")).to_have_text("Koppel je account")
    expect(page.locator("main")).to_contain_text("a.aalbers@veldermeer.example")
    check_screen(page)
    page.locator("[data-code]").fill(code)
    page.get_by_role("button", name="Ja, dit is van mij").click()
    wait_for_home(page)

    sign_out(page)
    sign_in_there(page, "subject-1")
    wait_for_home(page)
    page.goto("/account/")
    follow(page, page.get_by_role("link", name="Wie heeft mijn gegevens bekeken?"))
    check_screen(page)
    follow(page, page.get_by_role("link", name="Door jou"))
    expect(page.locator("main")).to_contain_text("account van de organisatie")
    check_screen(page)

    page.goto("/account/")
    follow(page, page.get_by_role("link", name="Bekijk of ontkoppel"))
    check_screen(page)
    page.get_by_role("button", name="Ontkoppelen").click()
    page.wait_for_url("**/account/")
    assert not SocialAccount.objects.exists()


def test_staff_link_after_the_second_step(
    visit_with_provider: Visit, dirk: User, equip: Callable[[User], tuple[str, str, str]]
) -> None:
    username, password, secret = equip(dirk)
    page = visit_with_provider("desktop")
    page.goto("/inloggen/medewerkers/")
    sign_in_there(page, "subject-2")
    page.get_by_role("link", name="Ik werk hier").click()
    page.locator("input[name=login]").fill(username)
    page.locator("input[name=password]").fill(password)
    page.get_by_role("button", name="Inloggen", exact=True).click()
    page.locator("input[name=code]").fill(one_time_password(secret))
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator("h1")).to_have_text("Is dit jouw account?")
    expect(page.locator("main")).to_contain_text("d.trainer@veldermeer.example")
    check_screen(page)
    page.get_by_role("button", name="Ja, dit is van mij").click()
    page.wait_for_url("**/account/")

    sign_out(page)
    page.goto("/inloggen/medewerkers/")
    sign_in_there(page, "subject-2")
    wait_for_home(page)


def test_an_answer_that_does_not_count_is_told_plainly(visit_with_provider: Visit) -> None:
    page = visit_with_provider("phone")
    page.watch.allow(r"^403 /inloggen/organisatie/veldermeer/terug/$")
    page.goto("/inloggen/organisatie/veldermeer/terug/?code=x&state=planted")
    expect(page.locator("h1")).to_have_text("Je bent niet ingelogd")
    check_screen(page)
