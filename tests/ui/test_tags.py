"""Icons, avatars, moments, paging and language."""

import datetime as dt

import lucide
import pytest
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine, TemplateSyntaxError
from django.template.base import TextNode
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone, translation

from portal.ui import avatars, icons, moments, paging
from portal.ui.middleware import LanguageMiddleware
from tests.ui.markup import squeeze


def render(source: str, **context: object) -> str:
    return Engine.get_default().from_string("{% load ui %}" + source).render(Context(context))


def test_an_icon_is_hidden_from_readers_and_carries_no_style() -> None:
    assert icons.icon("check") == (
        '<svg width="24" height="24" viewBox="0 0 24 24" class="p-icon" aria-hidden="true">'
        '<path d="M20 6 9 17l-5-5"/></svg>'
    )
    assert 'class="p-icon p-icon--sm"' in icons.icon("check", "sm")


def test_an_icon_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = icons.icon("flag")
    monkeypatch.setattr(icons, "lucide", None)
    assert icons.icon("flag") is first


def test_a_literal_icon_costs_what_text_costs() -> None:
    template = Engine.get_default().from_string('{% load ui %}{% icon "check" "sm" %}')
    assert isinstance(template.nodelist[-1], TextNode)


def test_an_icon_by_variable() -> None:
    assert render("{% icon name %}", name="check") == icons.icon("check")
    assert render("{% icon name size %}", name="check", size="sm") == icons.icon("check", "sm")
    assert render("{% icon name %}", name="") == ""


def test_an_unknown_icon_fails_when_the_template_is_read() -> None:
    with pytest.raises(lucide.IconDoesNotExist):
        render('{% icon "no-such-icon" %}')
    with pytest.raises(TemplateSyntaxError):
        render("{% icon %}")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Joost van Dijk", "JD"),
        ("Samira El Amrani", "SE"),
        ("Fatma Yılmaz", "FY"),
        ("Cher", "C"),
        ("", ""),
        ("anna de vries", "AV"),
    ],
)
def test_initials(name: str, expected: str) -> None:
    assert avatars.initials(name) == expected


def test_an_avatar_keeps_its_tone_and_escapes() -> None:
    assert avatars.avatar("Joost van Dijk") == avatars.avatar("Joost van Dijk", "")
    assert "&lt;" in avatars.avatar("<b> x")
    tones = {avatars.avatar(f"Person {n}").split("p-avatar--")[1][0] for n in range(200)}
    assert tones == set("123456")
    assert render("{% avatar name sm %}", name="Ada") == avatars.avatar("Ada", "sm")


def test_an_avatar_is_a_photo_where_there_is_one() -> None:
    source = "{% avatar name sm photo=person.photo %}"
    shown = render(source, name="Ada", person={"photo": "/foto/x.webp?<"})
    assert 'class="p-avatar p-avatar--sm" src="/foto/x.webp?&lt;" alt=""' in shown
    assert render(source, name="Ada", person={"photo": ""}) == avatars.avatar("Ada", "sm")
    with pytest.raises(TemplateSyntaxError):
        render("{% avatar name sm xs %}", name="Ada")


TODAY = dt.date(2026, 11, 24)


@pytest.mark.parametrize(
    ("moment", "dutch", "english"),
    [
        (dt.datetime(2026, 11, 24, 9, 5), "vandaag, 9.05 uur", "today, 9:05"),
        (dt.datetime(2026, 11, 23, 21, 40), "gisteren, 21.40 uur", "yesterday, 21:40"),
        (dt.datetime(2026, 11, 25, 8, 0), "morgen, 8.00 uur", "tomorrow, 8:00"),
        (dt.datetime(2026, 9, 10, 8, 0), "10 september", "10 September"),
        (dt.datetime(2025, 11, 12, 8, 0), "12 november 2025", "12 November 2025"),
        (dt.date(2026, 11, 24), "vandaag", "today"),
    ],
)
def test_moments_in_words(moment: dt.date, dutch: str, english: str) -> None:
    if isinstance(moment, dt.datetime):
        moment = timezone.make_aware(moment)
    with translation.override("nl"):
        assert moments.in_words(moment, TODAY) == dutch
    with translation.override("en"):
        assert moments.in_words(moment, TODAY) == english


def test_midnight_is_that_of_the_netherlands() -> None:
    late = dt.datetime(2026, 11, 23, 23, 30, tzinfo=dt.UTC)
    with translation.override("en"):
        assert moments.in_words(late, TODAY) == "today, 0:30"


def test_a_full_day() -> None:
    with translation.override("nl"):
        assert moments.full_day(dt.date(2026, 11, 26), TODAY) == "donderdag 26 november"
        assert moments.full_day(dt.date(2027, 3, 11), TODAY) == "donderdag 11 maart 2027"


def test_a_time_element_is_for_machines_too() -> None:
    html = render("{{ day|when }}{{ none|when }}", day=dt.date(2020, 1, 2), none=None)
    assert html.startswith('<time datetime="2020-01-02">')
    assert html.count("<time") == 1


@pytest.mark.parametrize(
    ("number", "last", "expected"),
    [
        (1, 1, [1]),
        (1, 5000, [1, 2, None, 5000]),
        (2500, 5000, [1, None, 2499, 2500, 2501, None, 5000]),
        (3, 5, [1, 2, 3, 4, 5]),
        (4, 7, [1, 2, 3, 4, 5, 6, 7]),
        (5000, 5000, [1, None, 4999, 5000]),
    ],
)
def test_the_window_of_pages(number: int, last: int, expected: list[int | None]) -> None:
    assert paging.window(number, last) == expected


def test_pagination_keeps_the_query_and_never_lists_all() -> None:
    request = RequestFactory().get("/?sort=new&page=2500")
    page = Paginator(range(100_000), 20).page(2500)
    html = squeeze(render_to_string("components/pagination.html", {"page": page}, request))
    assert html.count("<a ") == 7
    assert 'href="?sort=new&amp;page=2501"' in html
    assert html.count('aria-current="page"') == 1


def test_one_page_needs_no_pagination() -> None:
    page = Paginator([1], 20).page(1)
    assert render('{% include "components/pagination.html" %}', page=page).strip() == ""


def test_progress_is_native_and_said() -> None:
    html = render('{% progress 3 6 "Voortgang" text %}', text="3 van 6 <lessen>")
    assert 'value="3" max="6"' in html
    assert ">3 van 6 &lt;lessen&gt;</progress>" in html
    assert 'max="1"' in render('{% progress 0 0 "x" "y" %}')


@pytest.mark.parametrize(
    ("cookie", "expected"), [("", "nl"), ("en", "en"), ("de", "nl"), ("<x>", "nl")]
)
def test_the_portal_is_dutch_unless_chosen_otherwise(cookie: str, expected: str) -> None:
    request = RequestFactory(headers={"accept-language": "en-GB"}).get("/")
    request.COOKIES["django_language"] = cookie
    seen: list[str | None] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(translation.get_language())
        return HttpResponse()

    with translation.override("nl"):
        response = LanguageMiddleware(view)(request)
    assert seen == [expected]
    assert response.headers["Content-Language"] == expected
