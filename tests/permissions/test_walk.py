"""Every address of the portal, asked by a visitor: what is open stands in a list, with its reason.

A new address is closed, or it gets an entry here.
"""

import itertools
import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from django.urls.resolvers import RegexPattern

WAYS_IN = ("/inloggen/", "/inloggen/medewerkers/")

OPEN = {
    "healthz": "monitors are not people",
    "theme": "colours of a house style; the sign-in page has them too",
    "manifest": "name and colour of the portal, for who puts it on a phone; the sign-in page has them",
    "set_language": "changes the language of the page someone comes from, and nothing else",
    "code_login": "the way in",
    "account_login": "the way in for staff",
    "sso_start": "the way in with an account of one's organisation; 404 where there is none",
    "sso_callback": "the way back from there",
    "invitation": "the link in a mail to who is to work here; without one it says that there is none",
    "certificate": "whoever holds a certificate checks it; tells what is on that paper",
    "/account/logout/": "leads to the page that signs out",
    "account_inactive": "says why someone cannot come in",
    "account_signup": "says that nobody signs up here",
    "account_reset_password": "a forgotten password",
    "account_reset_password_done": "a forgotten password",
    "account_reset_password_from_key": "a forgotten password, from the link in the mail",
    "account_reset_password_from_key_done": "a forgotten password",
    "account_request_login_code": "coming in with a code by mail",
    "account_confirm_login_code": "coming in with a code by mail",
    "account_confirm_email": "the link in the mail that checks an address",
    "account_email_verification_sent": "says that this mail was sent",
}
"""Views that answer a visitor with more than the way in: by name, or by address without one."""

SAMPLES = {
    "int": "1",
    "slug": "x",
    "str": "x",
    "path": "x/y",
    "uuid": "00000000-0000-0000-0000-000000000000",
}
GROUP = re.compile(r"\((?:\?P<\w+>)?(?:[^()]|\([^()]*\))*\)")


def examples(part: URLPattern | URLResolver) -> list[str]:
    """Texts that match one part of an address."""
    source = str(part.pattern)
    if not isinstance(part.pattern, RegexPattern):
        return [re.sub(r"<(?:(\w+):)?\w+>", lambda m: SAMPLES[m[1] or "str"], source)]
    frame = GROUP.sub("{}", source.strip("^$")).replace(".*", "x").replace("\\", "")
    values = itertools.product(["1", "live", "x", "x/"], repeat=frame.count("{}"))
    texts = [frame.format(*value) for value in values]
    return [text for text in texts if part.pattern.match(text)][:1]


def addresses(resolver: URLResolver, before: str = "/") -> Iterator[tuple[str, URLPattern]]:
    """An address for every pattern, in the order in which Django looks."""
    for part in resolver.url_patterns:
        found = examples(part)
        assert found, f"no example for {before}{part.pattern}"
        if isinstance(part, URLResolver):
            yield from addresses(part, before + found[0])
        else:
            yield before + found[0], part


def is_reached(address: str, pattern: URLPattern) -> bool:
    """Whether Django gets to this pattern, or an earlier one takes the address."""
    try:
        return resolve(address).func is pattern.callback
    except Resolver404:
        return False


WALK = [
    (address, pattern)
    for address, pattern in addresses(get_resolver())
    if is_reached(address, pattern)
]


@pytest.mark.django_db
def test_what_is_not_in_the_list_is_closed(client: Client) -> None:
    opened = {}
    for address, pattern in WALK:
        for ask in (client.get, client.post):
            response = ask(address)
            leads_to = response.headers.get("Location", "").partition("?")[0]
            is_refused = response.status_code == 405
            if not is_refused and leads_to not in WAYS_IN:
                opened[pattern.name or address] = f"{response.status_code} {address}"

    assert set(opened) == set(OPEN), opened


def test_the_walk_goes_everywhere() -> None:
    starts = {address.split("/")[1] for address, _pattern in WALK}

    assert {"", "account", "beheer", "documenten", "forum", "healthz", "leren", "media"} <= starts
    assert len(WALK) > 250
