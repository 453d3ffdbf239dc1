"""The watch and the checks see what they are there to see."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.devices import DEVICES
from tests.browser.steps import accessibility_faults, one_time_password
from tests.browser.watch import Watch


def test_the_watch_sees_errors_other_hosts_and_refused_scripts(
    chromium: Browser, address: str
) -> None:
    page = chromium.new_context(base_url=address, **DEVICES["phone"]).new_page()
    watch = Watch(page, address)
    policy = {"content-security-policy": "script-src 'none'", "content-type": "text/html"}
    body = "<script>alert(1)</script><img src='https://elsewhere.example/x.png'>"
    page.route("**/trap", lambda route: route.fulfill(body=body, headers=policy))
    page.route("https://elsewhere.example/**", lambda route: route.abort())

    page.goto("/trap")
    page.goto("/static/nergens.css")
    page.context.close()

    seen = "\n".join(watch.complaints)
    assert "CSP: script-src-elem refused inline" in seen
    assert "request to another host: https://elsewhere.example/x.png" in seen
    assert "404 /static/nergens.css" in seen
    watch.allow("404 /static/nergens.css")
    assert "404" not in "\n".join(watch.complaints)


def test_the_accessibility_check_sees_a_field_without_a_label(visit: Callable[..., Page]) -> None:
    page = visit("phone")
    page.route("**/trap", lambda route: route.fulfill(body="<input>", content_type="text/html"))

    page.goto("/trap")

    assert any(fault.startswith("label:") for fault in accessibility_faults(page))


def test_the_server_of_the_tests_serves_the_portal(visit: Callable[..., Page]) -> None:
    page = visit()

    answer = page.goto("/healthz")

    assert answer is not None
    assert answer.json()["database"] == "ok"


@pytest.mark.parametrize(("at", "digits"), [(59, "287082"), (1111111109, "081804")])
def test_the_authenticator_agrees_with_the_standard(at: float, digits: str) -> None:
    assert one_time_password("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", at) == digits
