"""The CMS runs under the portal's content policy: nothing inline, nothing from elsewhere."""

import re
from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import Page

from learning.modules.services import create_library

INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=[\"'](?:application/json|text/))")
INLINE_HANDLER = re.compile(r"<[^>]+\son[a-z]+=")
ELSEWHERE = re.compile(
    r"(?:src|srcset|href)=[\"'](?:https?:)?//[^\"']*\.(?:js|css|png|jpg|svg|woff2?)"
)

SCREENS = [
    "wagtailadmin_home",
    "office_invitations:index",
    "office_enrolments:index",
    "office_departments:add",
    "office_phases:add",
    "wagtailadmin_workflows:add",
    "wagtailusers_groups:add",
    "wagtailusers_users:add",
    "wagtailimages:index",
    "wagtailimages:add",
    "wagtaildocs:add",
    "wagtailadmin_account",
]


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_of_the_cms_has_nothing_inline(as_person: Any, bea: Any, name: str):
    html = as_person(bea).get(reverse(name)).content.decode()
    assert INLINE_SCRIPT.findall(html) == []
    assert INLINE_HANDLER.findall(html) == []
    assert ELSEWHERE.findall(html) == []


def test_a_page_editor_has_nothing_inline(as_person: Any, bea: Any, db: None):
    library = create_library(parent=Page.objects.get(depth=1), title="Bibliotheek", slug="b")
    for name, args in (
        ("wagtailadmin_pages:edit", [library.pk]),
        ("wagtailadmin_pages:add", ["learning", "modulepage", library.pk]),
    ):
        html = as_person(bea).get(reverse(name, args=args)).content.decode()
        assert "o-widget" in html
        assert INLINE_SCRIPT.findall(html) == []
        assert INLINE_HANDLER.findall(html) == []


def test_only_the_cms_may_have_style_elements_and_never_a_script(as_person: Any, bea: Any):
    cms = as_person(bea).get(reverse("wagtailadmin_home")).headers["Content-Security-Policy"]
    portal = as_person(None).get(reverse("code_login")).headers["Content-Security-Policy"]
    directives = dict(each.strip().split(" ", 1) for each in cms.split(";"))
    assert directives["script-src"] == "'self'"
    assert directives["style-src"] == "'self'"
    assert directives["style-src-elem"] == "'self' 'unsafe-inline'"
    assert "unsafe" not in portal
