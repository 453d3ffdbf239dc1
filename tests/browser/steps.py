"""What people do in several journeys, in words of the portal: come in, leave, look around."""

import base64
import hashlib
import hmac
import struct
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Locator, Page, expect

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def sign_in_with_code(page: Page, code: str) -> None:
    """Type the personal code as a participant does."""
    page.goto("/inloggen/")
    page.locator("input[name=code]").fill(code)
    page.locator("main form button[type=submit]").first.click()
    wait_for_home(page)


def sign_in_as_staff(page: Page, username: str, password: str, totp_secret: str) -> None:
    """Password first, then the six digits of the authenticator."""
    page.goto("/inloggen/medewerkers/")
    page.locator("input[name=login]").fill(username)
    page.locator("input[name=password]").fill(password)
    page.locator("main form button[type=submit]").first.click()
    page.locator("input[name=code]").fill(one_time_password(totp_secret))
    page.locator("main form button[type=submit]").first.click()
    wait_for_home(page)


def follow(page: Page, target: Locator) -> None:
    """Press what leads to another page, and wait until that page is there.

    A press alone returns while the old page still stands, and what is then looked at is that one.
    """
    with page.expect_navigation():
        target.click()


def insist(step: Callable[[], None], times: int = 5) -> None:
    """Take a step again as long as its last check fails; the last time the failure stands."""
    for _ in range(times - 1):
        with suppress(AssertionError):
            return step()
    return step()


def wait_for_home(page: Page) -> None:
    """Wait until the start page is there."""
    page.wait_for_url(lambda address: urlsplit(address).path == "/", timeout=30_000)


def sign_out(page: Page) -> None:
    """Leave, and see that the way in is shown again."""
    page.goto("/uitloggen/")
    page.locator("main form button[type=submit]").first.click()
    expect(page).to_have_url("/inloggen/")


def one_time_password(secret: str, at: float | None = None) -> str:
    """The six digits that an authenticator shows for a base32 secret (RFC 6238)."""
    counter = struct.pack(">Q", int(time.time() if at is None else at) // 30)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 0xF
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def accessibility_faults(page: Page, apart_from: Sequence[str] = ()) -> list[str]:
    """What axe has to say about the screen as it is, one line per rule and place."""
    page.evaluate(AXE_SCRIPT)
    found: dict[str, Any] = page.evaluate(
        "([rules, exclude]) => axe.run({exclude}, {runOnly: rules, resultTypes: ['violations']})",
        [RULES, list(apart_from)],
    )
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def has_no_faults(page: Page, apart_from: Sequence[str]) -> None:
    """Look, and a moment later once more: what is fading in has too little contrast on its way."""
    faults = accessibility_faults(page, apart_from)
    if faults:
        page.wait_for_timeout(400)
    assert not faults, "\n".join(faults)


def check_screen(page: Page, apart_from: Sequence[str] = ()) -> None:
    """A screen of ours is accessible, says what language it speaks and does not scroll sideways.

    ``apart_from`` are selectors of what is not ours: parts of Wagtail's own that have a fault.
    """
    insist(lambda: has_no_faults(page, apart_from))
    assert page.locator("html").get_attribute("lang") in {"nl", "en"}
    assert page.locator("h1").count() == 1
    width, seen = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert width <= seen, f"{page.url} is {width} wide in a window of {seen}"
