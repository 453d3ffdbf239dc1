"""The logbook: one's own words with their questions, found again, changed, thrown away, taken along."""

import json
import zipfile
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse

from learning.modules.answers.models import Answer
from learning.modules.logbook import queries
from learning.modules.models import LessonPage
from learning.modules.sharing.services import share_answer
from portal.accounts.models import User
from tests.writing.conftest import QUESTIONS, SECRET, Post
from tests.writing.test_sharing import place_of

pytestmark = pytest.mark.django_db
LOGBOOK = "/logboek/"


def seen(client: Any, address: str = LOGBOOK) -> str:
    return str(client.get(address).content.decode())


@pytest.fixture
def three(anna: User, reflection: Answer, post: Post) -> list[Answer]:
    """Anna's entries, oldest first."""
    post(anna, "task", "Het werd stil.", done="1")
    post(anna, "intention", "het spannend wordt", "tel ik tot drie")
    return list(Answer.objects.order_by("changed_at"))


def test_newest_first_and_only_ones_own(
    three: list[Answer], anna: User, bram: User, post: Post, as_person: Any
) -> None:
    post(bram, "reflection", "Van Bram alleen.", "")
    mine = seen(as_person(anna))
    at = [mine.index(text) for text in ("tel ik tot drie", "Het werd stil.", SECRET)]
    assert at == sorted(at)
    assert "Van Bram" not in mine


def test_it_is_searched_in_ones_own_words_and_by_kind_and_module(
    three: list[Answer], anna: User, module: Any, as_person: Any
) -> None:
    client = as_person(anna)
    found = seen(client, f"{LOGBOOK}?zoek=STIL+werd")
    assert "Het werd stil." in found
    assert SECRET not in found
    assert "Niets gevonden" in seen(client, f"{LOGBOOK}?zoek=gesprek")  # stands in the question
    of_kind = seen(client, f"{LOGBOOK}?soort=reflection")
    assert (SECRET in of_kind, "Het werd stil." in of_kind) == (True, False)
    assert SECRET in seen(client, f"{LOGBOOK}?module={module.pk}")
    assert SECRET in seen(client, f"{LOGBOOK}?module=x&soort=onzin")


def test_a_page_goes_on_where_the_last_one_ended(
    three: list[Answer], anna: User, as_person: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(queries, "PER_PAGE", 2)
    Answer.objects.update(changed_at=three[0].changed_at)  # the same moment: the number decides
    client = as_person(anna)
    first = client.get(LOGBOOK)
    rest = client.get(LOGBOOK + first.context["next_url"])
    shown = [each["entry"].pk for page in (first, rest) for each in page.context["entries"]]
    assert shown == sorted((each.pk for each in three), reverse=True)
    assert rest.context["next_url"] == ""


def test_the_same_few_queries_for_one_entry_and_for_three(
    anna: User, bram: User, post: Post, reflection: Answer, as_person: Any,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    client = as_person(anna)
    share_answer(answer=reflection, group=True)
    seen(client)
    with django_assert_num_queries(8):
        seen(client)
    post(anna, "intention", "het spannend wordt", "tel ik tot drie")
    post(anna, "task", "Het werd stil.", done="1")
    share_answer(answer=Answer.objects.get(kind="task"), partner=place_of(bram))
    with django_assert_num_queries(8):
        assert len(client.get(LOGBOOK).context["entries"]) == 3


def test_what_others_share_is_read_in_the_same_few_queries(
    anna: User, bram: User, post: Post, reflection: Answer, as_person: Any,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    client, url = as_person(bram), reverse("logbook:shared_with_me")
    share_answer(answer=reflection, group=True)
    seen(client, url)
    with django_assert_num_queries(4):
        seen(client, url)
    for kind in ("task", "my_case"):
        post(anna, kind, "Nog iets.", done="1")
        share_answer(answer=Answer.objects.get(kind=kind), group=True)
    with django_assert_num_queries(4):
        assert seen(client, url).count("Anna Aalbers:") == 3


def test_an_entry_outlives_its_lesson_and_is_still_ones_to_change(
    anna: User, bram: User, reflection: Answer, lesson: LessonPage, as_person: Any
) -> None:
    lesson.delete()
    client, url = as_person(anna), reverse("logbook:entry", args=[reflection.pk])
    assert QUESTIONS[0] in seen(client)
    assert as_person(bram).get(url).status_code == 404
    client.post(url, {"version": 1, "text-1": "Anders gezegd.", "text-2": ""})
    kept = Answer.objects.get()
    assert [tuple(each) for each in kept.said] == [
        (QUESTIONS[0], "Anders gezegd."),
        (QUESTIONS[1], ""),
    ]
    behind = client.post(url, {"version": 1, "text-1": "Te laat.", "text-2": ""}).content.decode()
    assert ("Te laat." in behind, "Anders gezegd." in behind) == (True, True)
    assert Answer.objects.get().said[0].text == "Anders gezegd."


def test_thrown_away_is_gone_for_everyone_and_a_task_stays_done(
    three: list[Answer], anna: User, bram: User, as_person: Any
) -> None:
    reflection, task, _intention = three
    share_answer(answer=reflection, partner=place_of(bram))
    share_answer(answer=task, partner=place_of(bram))
    client = as_person(anna)
    for entry in (reflection, task):
        url = reverse("logbook:throw_away", args=[entry.pk])
        assert as_person(bram).post(url).status_code == 404
        assert client.get(url).status_code == 200
        client.post(url)
    assert "Niets" not in seen(as_person(bram), reverse("logbook:shared_with_me"))
    assert not Answer.objects.filter(pk=reflection.pk).exists()
    task.refresh_from_db()
    assert (task.done_at is not None, task.text, task.shares.count()) == (True, "", 0)
    assert "Het werd stil." not in seen(client)


def test_it_is_taken_along_with_the_questions_as_they_were_asked(
    three: list[Answer], anna: User, lesson: LessonPage, as_person: Any
) -> None:
    lesson.delete()
    client = as_person(anna)
    asked = [QUESTIONS[0], "Voer een gesprek.", "tel ik tot drie", SECRET]
    for address in ("afdrukken/", "logboek.html", "logboek.md"):
        whole = seen(client, LOGBOOK + address)
        assert [each for each in asked if each not in whole] == []
    bundle = zipfile.ZipFile(
        BytesIO(b"".join(client.post("/account/mijn-gegevens/").streaming_content))
    )
    page = bundle.read("index.html").decode()
    assert [each for each in asked if each not in page] == []
    rows = json.loads(bundle.read("data.json"))["parts"]["logbook"]
    assert {row["kind"] for row in rows} == {
        "Reflectie",
        "Notitie bij een doe-opdracht",
        "Voornemen",
    }
