"""Public information, and a way to it for everyone; all else that Wagtail finds is closed."""

from collections.abc import Callable

import pytest
from django.test import Client
from wagtail.models import Page, Site

from portal.accounts.models import User
from portal.pages.models import HomePage, InfoPage
from portal.pages.services import set_up_site

SignIn = Callable[[User | None], Client]


@pytest.mark.parametrize("address", ["/privacy/", "/toegankelijkheid/"])
def test_everyone_reads_them(as_person: SignIn, anna: User, address: str) -> None:
    for person in (None, anna):
        response = as_person(person).get(address)
        assert response.status_code == 200
        assert response.templates[0].name == "pages/info_page.html"


def test_every_page_links_to_them(db: None, client: Client) -> None:
    page = client.get("/inloggen/").content.decode()
    assert 'href="/privacy/"' in page
    assert 'href="/toegankelijkheid/"' in page


def test_a_draft_is_for_nobody(as_person: SignIn, anna: User) -> None:
    InfoPage.objects.get(slug="privacy").unpublish()
    assert as_person(anna).get("/privacy/").status_code == 404
    assert as_person(None).get("/privacy/").status_code == 302


def test_what_does_not_exist_tells_a_visitor_nothing(as_person: SignIn, anna: User) -> None:
    assert as_person(None).get("/bestaat-niet/")["Location"] == "/inloggen/?next=/bestaat-niet/"
    assert as_person(anna).get("/bestaat-niet/").status_code == 404


def test_setting_up_twice_makes_nothing_and_brings_nothing_back(db: None) -> None:
    InfoPage.objects.get(slug="privacy").delete()
    before = list(Page.objects.values_list("pk", flat=True))
    set_up_site()
    assert list(Page.objects.values_list("pk", flat=True)) == before


def test_a_new_site_has_one_root_and_no_welcome_page(db: None) -> None:
    home = HomePage.objects.get()
    assert Site.objects.get().root_page_id == home.pk
    assert [page.slug for page in Page.objects.filter(depth=2)] == [home.slug]
