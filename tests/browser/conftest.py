"""The portal in a real Chromium: a server, browsers, and who looks over their shoulder."""

import base64
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from learning.programmes.models import Cohort
from portal.accounts.models import User
from portal.accounts.services import set_second_factor
from tests.browser.devices import DEVICES, arguments, find_program
from tests.browser.watch import Watch
from tests.world import World, build_world

MAIN_JOURNEYS = {
    "test_participant",
    "test_trainer",
    "test_library",
    "test_bad_input",
    "test_autosave",
}
"""Walked on every database; what the others do with the database is tested there without a browser."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs a browser and, because the server has its own connections, real commits.

    A browser, a server and the test share a machine that others load too: what fails gets one more
    go, and the report says so (R). What is really broken fails twice.
    """
    for item in items:
        if item.path.parent.name == "browser":
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))
            item.add_marker(pytest.mark.flaky(reruns=1, reruns_delay=1))
            if item.path.stem in MAIN_JOURNEYS:
                item.add_marker(pytest.mark.main_journey)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """One browser for these tests; every visitor gets a context of their own."""
    program = find_program()
    if program is None:
        pytest.skip("not run: no Chromium found (install chromium, or name it in CHROMIUM)")
    # Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=program, args=arguments())
        yield browser
        browser.close()


@pytest.fixture
def world(cohort: Cohort, anna: User, settings: Any, tmp_path: Path) -> World:
    """A programme with a real module and a conversation in Anna's cohort."""
    settings.MEDIA_ROOT = tmp_path
    return build_world(cohort=cohort, author=anna)


@pytest.fixture
def equip() -> Callable[[User], tuple[str, str, str]]:
    """Give staff what they sign in with: username, password and the secret of the authenticator."""

    def give(person: User) -> tuple[str, str, str]:
        password, secret = "een lang wachtwoord", base64.b32encode(secrets.token_bytes(20)).decode()
        person.set_password(password)
        person.save()
        set_second_factor(person=person, totp_secret=secret, recovery_seed=secrets.token_hex(20))
        return person.username, password, secret

    return give


@pytest.fixture
def address(live_server: Any, settings: Any) -> str:
    """Where the portal is served."""
    settings.BASE_URL = settings.WAGTAILADMIN_BASE_URL = live_server.url
    return str(live_server.url)


@pytest.fixture
def visit(chromium: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Open a browser as a new visitor: ``visit("phone")``, ``visit(java_script_enabled=False)``.

    At the end each visitor's watch must have seen nothing: no error in the console, nothing that the
    security policy refused, no request to another host. ``page.watch.allow(…)`` names an exception.
    """
    watches: list[Watch] = []

    def open_browser(device: str = "desktop", **options: Any) -> Page:
        context = chromium.new_context(
            base_url=address,
            locale="nl-NL",
            timezone_id="Europe/Amsterdam",
            reduced_motion="reduce",
            **DEVICES[device] | options,
        )
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.watch = Watch(page, address)
        watches.append(page.watch)
        return page

    yield open_browser
    for watch in watches:
        watch.page.context.close()
    complaints = [complaint for watch in watches for complaint in watch.complaints]
    assert complaints == []


@pytest.fixture
def phone(visit: Callable[..., Page]) -> Page:
    """A visitor on a phone of 390 by 844."""
    return visit("phone")


@pytest.fixture
def desktop(visit: Callable[..., Page]) -> Page:
    """A visitor at a desk."""
    return visit("desktop")
