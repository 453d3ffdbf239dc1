"""The page of results: its states, its queries, and what is typed in it."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import User
from portal.search import views

pytestmark = pytest.mark.django_db
QUERIES = {"sqlite": 13, "postgresql": 14}


@pytest.fixture
def client(anna: User, as_person: Any) -> Client:
    signed_in: Client = as_person(anna)
    return signed_in


def page(client: Client, **asked: str) -> str:
    response = client.get("/zoeken/", asked)
    assert response.status_code == 200
    return response.content.decode()


def test_nothing_typed_yet(client: Client) -> None:
    assert "What would you like to find?" in page(client) or "Wat wil je vinden?" in page(client)
    assert "autofocus" in page(client, q="!!!")


def test_what_is_found_is_marked_and_escaped(client: Client, write: Any, teach: Any) -> None:
    write("<script>alert(1)</script> Kersen & pruimen.", subject="<b>Kersen</b>")
    teach("Een kersentaart.")

    html = page(client, q="<i>kersen</i>")

    assert "<mark>Kersen</mark> &amp; pruimen" in html
    assert "&lt;b&gt;<mark>Kersen</mark>&lt;/b&gt;" in html
    assert "<mark>kersentaart</mark>" in html
    assert "<script>alert" not in html
    assert "<i>" not in html


def test_it_says_what_was_meant(client: Client, write: Any) -> None:
    write("Waar komt weerstand vandaan?")

    assert "weerstant" in page(client, q="weerstant")
    assert "<mark>weerstand</mark>" in page(client, q="weerstant")
    html = page(client, q="weerstand fiets")
    assert "Niets heeft al deze woorden" in html or "Nothing has all of these words" in html
    assert "fiets" in page(client, q="fiets")
    assert "<mark>" not in page(client, q="fiets")


def test_the_forum_goes_on_piece_by_piece(
    client: Client, write: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "PER_PAGE", 3)
    numbers = [write(f"Over kersen, deel {number}.") for number in range(7)]

    assert "in=forum" in page(client, q="kers")
    first = page(client, q="kers", **{"in": "forum"})
    assert first.count("<mark>") == 3
    assert f"na={numbers[4]}" in first
    last = page(client, q="kers", **{"in": "forum", "na": str(numbers[1])})
    assert last.count("<mark>") == 1
    assert f"/{numbers[0]}/" in last
    assert page(client, q="kers", **{"in": "forum", "na": "x"}).count("<mark>") == 3
    assert client.get("/zoeken/?q=kers&in=elders").status_code == 404


def test_titles_while_typing(client: Client, teach: Any) -> None:
    teach("Iets.", slug="onderdelen")

    found = client.get("/zoeken/titels/?q=onder").json()["titles"]

    assert [each["title"] for each in found] == ["onderdelen", "Onderdeel 1"]
    assert found[1]["url"] == "/leren/onderdelen/les-1/"
    assert client.get("/zoeken/titels/?q=").json() == {"titles": []}


def test_the_same_queries_for_one_and_for_three(client: Client, write: Any, teach: Any) -> None:
    counts = []
    for number in range(3):
        write(f"Over kersen ({number}).")
        teach(f"Over kersen ({number}).", slug=f"module-{number}")
        page(client, q="kers")
        with CaptureQueriesContext(connection) as queries:
            html = page(client, q="kers")
        counts.append((len(queries), html.count("<mark>")))

    most = QUERIES[connection.vendor]
    assert counts == [(most, 2), (most, 4), (most, 6)], [q["sql"] for q in queries]


def test_who_asks_without_end_is_slowed_down(client: Client, settings: Any) -> None:
    settings.SEARCHES_PER_MINUTE = {"results": 2, "titles": 0}

    answers = [client.get("/zoeken/?q=kers").status_code for _ in range(4)]

    assert 429 in answers[2:]  # the minute may have turned in between
    assert answers[:2] == [200, 200]
    assert client.get("/zoeken/titels/?q=kers").json() == {"titles": []}
