"""Whose portal it is: names, menus and the house style."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.contrib.staticfiles import finders
from django.test import Client

from learning.enrolment.groups import EDITORS
from learning.organisation.models import Organisation
from portal.accounts.models import User
from portal.pages.branding import find_theme
from portal.ui.theme import LINDE, theme_digest

SignIn = Callable[[User | None], Client]


@pytest.fixture(autouse=True)
def _forget_themes() -> None:
    find_theme.cache_clear()


@pytest.fixture
def blue(organisation: Organisation) -> Organisation:
    organisation.brand_colour = "#1f4e8c"
    organisation.save()
    return organisation


def test_pages_carry_the_organisation_and_the_programme(as_person: SignIn, anna: User) -> None:
    page = as_person(anna).get("/").content.decode()
    assert "Stevig aan tafel – Gemeente Veldermeer" in " ".join(page.split())


def test_the_own_colours_are_a_stylesheet_that_may_be_kept(
    as_person: SignIn, anna: User, blue: Organisation
) -> None:
    client = as_person(anna)
    address = client.get("/").context["branding"].theme_url
    for visitor in (client, Client()):
        response = visitor.get(address)
        assert response["Content-Type"] == "text/css; charset=utf-8"
        assert response["Cache-Control"] == "public, max-age=31536000, immutable"
        assert "--basis-color-accent-1-" in response.content.decode()
        assert "Veldermeer" not in response.content.decode()


def test_the_portals_own_colours_are_a_static_file(as_person: SignIn, anna: User) -> None:
    assert as_person(anna).get("/").context["branding"].theme_url == ""


def test_other_colours_have_another_address(
    as_person: SignIn, anna: User, blue: Organisation
) -> None:
    client = as_person(anna)
    before = client.get("/").context["branding"].theme_url
    blue.accent_colour = "#c77700"
    blue.save()
    assert client.get("/").context["branding"].theme_url != before


def test_a_style_that_nobody_has_is_not_there(db: None, client: Client) -> None:
    assert client.get("/huisstijl/0123456789abcdef.css").status_code == 404


def test_a_visitor_sees_no_organisation_and_costs_no_query(
    blue: Organisation, client: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        response = client.get("/inloggen/")
    assert "Veldermeer" not in response.content.decode()
    assert response.context["branding"].theme_url == ""
    assert theme_digest(LINDE) not in response.content.decode()


@pytest.mark.parametrize(
    ("name", "menu"),
    [
        ("anna", ["/", "/leren/", "/forum/"]),
        ("dirk", ["/", "/leren/", "/forum/"]),
        ("els", ["/", "/leren/"]),
        ("hugo", []),
    ],
)
def test_the_menu_leads_only_where_someone_may_go(
    as_person: SignIn, request: pytest.FixtureRequest, name: str, menu: list[str]
) -> None:
    person = request.getfixturevalue(name)
    response = as_person(person).get("/")
    assert [link.url for link in response.context["nav"]()] == menu


@pytest.mark.parametrize(
    ("name", "works_in_cms"), [("anna", False), ("els", False), ("dirk", True), ("fatma", True)]
)
def test_the_cms_is_in_the_menu_of_who_works_there(
    as_person: SignIn, request: pytest.FixtureRequest, name: str, works_in_cms: bool
) -> None:
    person = request.getfixturevalue(name)
    links = as_person(person).get("/").context["account_nav"]()
    assert ("/beheer/" in [link.url for link in links]) is works_in_cms


def test_the_cms_is_in_the_menu_of_an_editor_without_a_programme(
    as_person: SignIn, make_person: Callable[..., User]
) -> None:
    editor = make_person("Rik Redacteur", username="rik", is_staff=True)
    editor.groups.add(Group.objects.get(name=EDITORS))
    links = as_person(editor).get("/").context["account_nav"]()
    assert "/beheer/" in [link.url for link in links]


def test_it_stands_on_a_phone_by_the_name_and_colour_of_the_organisation(
    as_person: SignIn, anna: User, blue: Organisation
) -> None:
    blue.portal_name = "Leerplein Veldermeer"
    blue.save()
    client = as_person(anna)
    address = find_manifest(client.get("/").content.decode())
    told = client.get(address).json()
    assert (told["name"], told["theme_color"]) == ("Leerplein Veldermeer", "#1f4e8c")
    assert {icon["purpose"] for icon in told["icons"]} == {"any", "maskable"}
    for icon in told["icons"]:
        assert finders.find(icon["src"].removeprefix("/static/"))
    response = Client().get(address)
    assert response["Content-Type"] == "application/manifest+json"
    assert "Veldermeer" not in response.content.decode()


def find_manifest(page: str) -> str:
    """The address in the page; it is asked with the reader's cookie."""
    found = re.search(r'rel="manifest" href="([^"]+)" crossorigin="use-credentials"', page)
    assert found
    return found[1]
