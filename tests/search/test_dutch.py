"""Dutch as people type it: the same answers on SQLite and on PostgreSQL."""

from collections.abc import Callable
from typing import Any

import pytest

from learning.modules.services import pick_module
from learning.programmes.models import Programme
from portal.accounts.models import User
from tests.search.conftest import ask, seen

pytestmark = pytest.mark.django_db

FINDS = [
    # other forms of the same word
    ("gesprekken", "Bereid het gesprek voor."),
    ("gesprek", "Twee gesprekken op een dag."),
    ("leidinggeven", "Wat een leidinggevende doet."),
    ("geven", "Wie feedback geeft, kijkt mee."),
    ("besluiten", "Het besluit is genomen."),
    ("brief", "Er gingen twee brieven uit."),
    ("huis", "De huizen aan de gracht."),
    ("oefening", "We gaan oefenen."),
    ("plannen", "Het plan ligt er."),
    ("grens", "Je grenzen aangeven."),
    ("emoties", "Een emotie benoemen."),
    # parts of compounds, at either end, also in another form
    ("gesprek", "Een slechtnieuwsgesprek duurt kort."),
    ("gesprek", "Alle slechtnieuwsgesprekken op één dag."),
    ("gesprekken", "Het functioneringsgesprek."),
    ("weerstand", "Het weerstandsgesprek van gisteren."),
    ("weerstand", "De weerstandsgesprekken."),
    ("team", "Ons teamoverleg."),
    ("overleg", "Ons teamoverleg."),
    # capitals, accents, signs
    ("IDEEËN", "Wie heeft er ideeen?"),
    ("ideeen", "Goede ideeën."),
    ("cafe", "In het café."),
    ("re\u0301union", "Een réunion."),
    ("foto's", "De foto's staan erbij."),
    ("e-mail", "Stuur een e-mail."),
    # several words, stop words among them
    ("het gesprek over weerstand", "Weerstand hoort bij een gesprek."),
    ("hoe geef ik feedback", "Feedback geven is een vak."),
]
FINDS_NEARLY = [
    ("weerstant", "weerstand", "Waar komt weerstand vandaan?"),
    ("intervissie", "intervisie", "Intervisie in vijf stappen."),
    ("gesprke", "gesprek", "Bereid het gesprek voor."),
    ("feedbak geven", "feedback", "Feedback geven is een vak."),
    ("slechnieuwsgesprek", "slechtnieuwsgesprek", "Het slechtnieuwsgesprek duurt kort."),
    ("leidingeven", "leidinggevende", "Wat een leidinggevende doet."),
]
FINDS_NOT = [
    ("les", "De bezige lesbienne leest."),
    ("plan", "De planten staan in bloei."),
    ("actie", "Wees actief."),
    ("spreken", "We maken een afspraak."),
    ("weerstand boot", "Weerstand hoort erbij."),
    ("fiets", "Niets te zien."),
]


@pytest.fixture
def numbered(make_module: Any, programme: Programme, write: Any) -> Callable[[list[str]], Any]:
    """Each text as a lesson and as a post, with a number in it that tells them apart."""

    def make(texts: list[str]) -> dict[str, str]:
        numbers = {text: f"t{number}x" for number, text in enumerate(dict.fromkeys(texts))}
        lessons = [f"{text} {number}" for text, number in numbers.items()]
        pick_module(programme=programme, module=make_module("alles", *lessons))
        for lesson in lessons:
            write(lesson)
        return numbers

    return make


def test_it_finds(numbered: Any, anna: User) -> None:
    numbers = numbered([text for _typed, text in FINDS])

    missed = []
    for typed, text in FINDS:
        found = ask(anna, f"{typed} {numbers[text]}")
        if set(seen(found)) != {"lessen", "forum"} or found.instead or found.by_some_words:
            missed.append((typed, text, seen(found)))
        excerpts = [hit.excerpt for each in found.sections for hit in each.found.hits]
        assert all(excerpt.count("<mark>") >= 2 for excerpt in excerpts), excerpts

    assert not missed


def test_it_finds_what_was_meant(numbered: Any, anna: User) -> None:
    numbers = numbered([text for _typed, _meant, text in FINDS_NEARLY])

    missed = []
    for typed, meant, text in FINDS_NEARLY:
        found = ask(anna, f"{typed} {numbers[text]}")
        if set(seen(found)) != {"lessen", "forum"} or meant not in found.instead:
            missed.append((typed, meant, seen(found), found.instead))

    assert not missed


def test_it_finds_no_more_than_that(numbered: Any, anna: User) -> None:
    numbered([text for _typed, text in FINDS_NOT])

    wrong = []
    for typed, text in FINDS_NOT:
        found = ask(anna, typed)
        if found.sections and not (found.instead or found.by_some_words):
            wrong.append((typed, text, seen(found)))

    assert not wrong
