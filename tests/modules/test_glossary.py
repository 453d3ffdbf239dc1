"""Words of a library: marked once in running text, explained, and only for who reads there."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from learning.modules.advice import advice_on
from learning.modules.glossary import Marker, Term, avoided_words
from learning.modules.models import LessonPage, ModuleIndexPage
from learning.modules.services import create_library, create_module, pick_module
from portal.accounts.models import User
from tests.modules.conftest import module_data

CASE = Term("praktijksituatie", ("praktijksituaties",), "Een echte situatie.", ())
RESIDENT = Term("inwoner", ("inwoners",), "Wie hier woont.", ("klant", "burger"))
TALK = Term("gesprek", (), "Praten <met> elkaar.", ())


def words(html: str) -> list[str]:
    return re.findall(r'<button class="p-term"[^>]*>([^<]*)</button>', html)


@pytest.mark.parametrize(
    ("html", "marked"),
    [
        ("<p>Een praktijksituatie. Nog een praktijksituatie.</p>", ["praktijksituatie"]),
        ("<p>Inwoners en een inwoner.</p>", ["Inwoners"]),
        ("<p>Een slechtnieuwsgesprek is geen woord van ons.</p>", []),
        ('<p><a href="/x">inwoner</a> <b>inwoner</b></p>', ["inwoner"]),
        ("<h2>Inwoner</h2><p>x</p>", []),
        ('<p title="inwoner">&lt;b&gt;gesprek&lt;/b&gt;</p>', ["gesprek"]),
    ],
)
def test_each_word_is_marked_once_where_it_is_read(html: str, marked: list[str]) -> None:
    assert words(Marker([CASE, RESIDENT, TALK]).mark(html)) == marked


def test_what_was_text_stays_text() -> None:
    html = Marker([TALK]).mark("<p>&lt;script&gt; gesprek &amp; meer</p>")
    assert "&lt;script&gt;" in html
    assert "&amp; meer" in html
    assert "Praten &lt;met&gt; elkaar." in html


def test_words_to_avoid_are_found_with_the_better_one() -> None:
    found = avoided_words([CASE, RESIDENT], "De Klant en de klanten; een burgerinitiatief.")
    assert [(word, term.word) for word, term in found] == [("klant", "inwoner")]


@pytest.fixture
def words_here(library: ModuleIndexPage) -> ModuleIndexPage:
    value = {
        "term": "inwoner",
        "forms": "inwoners",
        "definition": "Wie hier woont.",
        "avoid": "klant",
    }
    library.glossary = [("term", value)]
    library.save_revision().publish()
    return library


@pytest.fixture
def lesson_here(words_here: ModuleIndexPage, programme: Any) -> LessonPage:
    blocks = [{"h": "Voor de inwoner"}, {"p": "Bel de inwoner, niet de klant."}]
    lessons = [{"slug": "les", "title": "Les", "minutes": 5, "blocks": blocks}]
    module = create_module(index=words_here, data=module_data() | {"lessons": lessons})
    pick_module(programme=programme, module=module)
    return LessonPage.objects.child_of(module).get()


@pytest.mark.django_db
def test_a_lesson_explains_its_words(
    lesson_here: LessonPage, as_person: Callable[[User], Client], anna: User
) -> None:
    client = as_person(anna)
    page = client.get(lesson_here.portal_path).content.decode()
    assert words(page) == ["inwoner"]
    assert "Wie hier woont." in page
    assert advice_on(lesson_here) == [
        "Je schrijft ‘klant’. In de woordenlijst staat liever ‘inwoner’: Wie hier woont."
    ]


@pytest.mark.django_db
def test_the_list_holds_the_words_of_my_programmes_only(
    lesson_here: LessonPage,
    as_person: Callable[[User], Client],
    anna: User,
    guus: User,
) -> None:
    home = lesson_here.get_parent().get_parent().get_parent()
    other = create_library(parent=home, title="Elders", slug="elders")
    value = {"term": "geheimwoord", "forms": "", "definition": "Van anderen.", "avoid": ""}
    other.glossary = [("term", value)]
    other.save_revision().publish()

    page = as_person(anna).get("/woordenlijst/").content.decode()
    assert "Wie hier woont." in page
    assert "geheimwoord" not in page
    assert "Wie hier woont." not in as_person(anna).get("/woordenlijst/?q=xyz").content.decode()
    assert "Wie hier woont." not in as_person(guus).get("/woordenlijst/").content.decode()
    assert Client().get("/woordenlijst/").status_code == 302
