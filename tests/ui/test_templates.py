"""What the content security policy and readers ask of every template."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Engine
from django.template.loader import get_template, render_to_string
from django.utils import translation
from django.utils.html import escape

from portal.ui.navigation import NavItem, mark_current
from tests.ui.markup import squeeze

ROOT = Path(settings.BASE_DIR) / "templates"
TEMPLATES = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.html"))
FORBIDDEN = {
    "an inline style": re.compile(r"\sstyle\s*="),
    "an inline handler": re.compile(r"<[^>]*\son[a-z]+\s*=\s*[\"']"),
    "an inline script": re.compile(r"<script(?![^>]*\ssrc=)(?![^>]*application/json)[^>]*>"),
    "a style element": re.compile(r"<style\b"),
    "another host": re.compile(r"(?:src|href)=[\"'](?:https?:)?//"),
    "blocked zooming": re.compile(r"user-scalable|maximum-scale"),
}


MAILS = {"learning/enrolment/mailing/mail.html"}
"""Programs for mail know inline styles only, and no policy of ours reaches them."""


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_has(what: str) -> None:
    names = set(TEMPLATES) - MAILS if what == "an inline style" else TEMPLATES
    found = [name for name in names if FORBIDDEN[what].search((ROOT / name).read_text())]
    assert len(TEMPLATES) > 40
    assert found == []


@pytest.mark.parametrize(
    ("markup", "what"),
    [
        ('<p style="x">', "an inline style"),
        ('<a onclick="x()">', "an inline handler"),
        ("<script>x()</script>", "an inline script"),
        ('<img src="//cdn.example/x.png">', "another host"),
    ],
)
def test_the_search_would_find_it(markup: str, what: str) -> None:
    assert FORBIDDEN[what].search(markup)


@pytest.mark.parametrize("name", TEMPLATES)
def test_it_compiles(name: str) -> None:
    get_template(name)


def page(main: str, **context: object) -> str:
    source = '{% extends "base.html" %}{% block title %}Lessen{% endblock %}{% block main %}'
    template = Engine.get_default().from_string(source + main + "{% endblock %}")
    return squeeze(template.render(Context(context)))


def test_the_title_names_page_programme_and_organisation() -> None:
    branding = {"programme_name": "Stevig aan tafel", "organisation_name": "Gemeente Veldermeer"}
    html = page("", branding=branding)
    assert "<title>Lessen – Stevig aan tafel – Gemeente Veldermeer</title>" in html


def test_a_visitor_sees_no_menu_and_no_sign_out() -> None:
    html = page("")
    assert "p-nav" not in html
    assert "log-out" not in html
    assert html.index('class="p-skip"') < html.index("<header")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_says_its_language(language: str) -> None:
    with translation.override(language):
        assert f'<html lang="{language}"' in page("")


def test_the_menu_marks_where_i_am() -> None:
    items = [NavItem("/", "Mijn traject", "route"), NavItem("/forum/", "Forum", "messages-square")]
    for path, marked in (("/forum/", "page"), ("/forum/onderwerp/1/", "true"), ("/", "page")):
        html = page("", nav=mark_current(items, path))
        assert html.count("aria-current") == 1
        url = "/" if path == "/" else "/forum/"
        assert f'href="{url}" aria-current="{marked}"' in html
    assert "aria-current" not in page("", nav=mark_current(items, "/account/"))


def test_the_menu_of_one_person_is_not_shown_to_another() -> None:
    for name in ("Anna de Boer", "Bram <Visser>"):
        html = page("", person_name=name, account_nav=(NavItem("/mijn/", "Mijn gegevens", "user"),))
        assert escape(name) in html
    assert "Anna" not in html


def test_what_is_remembered_follows_values_and_language() -> None:
    source = (
        "{% load i18n ui %}{% remember a %}{{ a }}{{ b }} {% translate 'Cancel' %}{% endremember %}"
    )
    template = Engine.get_default().from_string(source)
    with translation.override("nl"):
        assert template.render(Context({"a": "<1>", "b": "x"})) == "&lt;1&gt;x Annuleren"
        assert template.render(Context({"a": "<1>", "b": "y"})) == "&lt;1&gt;x Annuleren"
        assert template.render(Context({"a": "2", "b": "y"})) == "2y Annuleren"
    with translation.override("en"):
        assert template.render(Context({"a": "2", "b": "z"})) == "2z Cancel"
        assert template.render(Context({"a": [1], "b": "y"})) == "[1]y Cancel"
        assert template.render(Context({"a": [1], "b": "z"})) == "[1]z Cancel"


def test_what_is_remembered_is_bounded() -> None:
    template = Engine.get_default().from_string(
        "{% load ui %}{% remember a %}{{ a }}{% endremember %}"
    )
    for number in range(1000):
        assert template.render(Context({"a": number})) == str(number)
    assert len(template.nodelist[-1].drawn) <= 256


def test_buttons_in_header_and_footer_belong_to_the_form_with_the_token() -> None:
    html = page("", person_name="Anna", csrf_token="secret")
    assert html.count('name="csrfmiddlewaretoken"') == 1
    assert '<form id="frame" method="post" hidden>' in html
    assert html.count('form="frame" formaction="/') == 2


def test_a_logo_and_theme_of_the_organisation() -> None:
    html = page("", branding={"theme_url": "/huisstijl/abc.css", "logo_url": "/logo.png"})
    assert '<link rel="stylesheet" href="/huisstijl/abc.css">' in html
    assert "theme-linde" not in html
    assert 'src="/logo.png" alt=""' in html
    assert "p-mark" not in html


def test_the_page_for_a_broken_server_needs_nothing() -> None:
    html = render_to_string("500.html")
    assert html.count("<h1") == 1
    assert "<nav" not in html


@pytest.mark.parametrize("name", ["403.html", "403_csrf.html", "404.html", "429.html"])
def test_error_pages_say_what_to_do(name: str) -> None:
    html = squeeze(render_to_string(name))
    assert html.count("<h1") == 1
    assert 'class="p-btn p-btn--primary" href="/"' in html
