"""A quiz in a lesson: one question at a time, feedback with each answer, nothing of it for others."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from learning.enrolment.models import Enrolment
from learning.modules.answers.models import Answer
from learning.modules.importing import read_module
from learning.modules.models import LessonPage, ModuleIndexPage
from learning.modules.services import create_module, pick_module
from portal.accounts.models import User
from tests.modules.conftest import module_data

pytestmark = pytest.mark.django_db

CHOICE = {
    "q": "Wat zeg je eerst?",
    "options": [
        {"t": "De procedure.", "ok": False, "fb": "Dan raadt de ander."},
        {"t": "De kern.", "ok": True, "fb": "Kort en helder."},
    ],
}
SEVERAL = {
    "q": "Wat helpt?",
    "options": [
        {"t": "Stilte", "ok": True, "fb": "Ja."},
        {"t": "Sussen", "ok": False, "fb": "Nee."},
        {"t": "Tijd", "ok": True, "fb": "Ook."},
    ],
}
ORDER = {"q": "Zet op volgorde.", "order": ["Een", "Twee", "Drie"], "fb": "Zo gaat het."}
MATCH = {
    "q": "Wat hoort bij wat?",
    "match": [["boos", "uitrazen"], ["stil", "wachten"], ["zakelijk", "terugkomen"]],
    "fb": "Elk zijn eigen antwoord.",
}


@pytest.fixture
def quiz(library: ModuleIndexPage, programme: Any) -> LessonPage:
    blocks = [{"p": "Lees eerst."}, {"quiz": {"items": [CHOICE, SEVERAL, ORDER, MATCH]}}]
    lessons = [{"slug": "quiz", "title": "Test jezelf", "minutes": 5, "blocks": blocks}]
    module = create_module(index=library, data=module_data() | {"lessons": lessons})
    pick_module(programme=programme, module=module)
    return LessonPage.objects.child_of(module).get()


class Player:
    """Someone in front of the quiz."""

    def __init__(self, client: Client, lesson: LessonPage) -> None:
        self.client = client
        self.block = next(child for child in lesson.body if child.block_type == "quiz")
        self.page = lesson.portal_path
        self.url = f"{self.page}doe/{self.block.id}/"
        self.questions = [child.value for child in self.block.value["questions"]]

    def post(self, **fields: Any) -> Any:
        return self.client.post(self.url, fields, follow=True)

    def keys(self, number: int) -> dict[str, str]:
        """The keys of what a question holds, by text."""
        value = self.questions[number]
        items = value.get("options") or value.get("steps") or value.get("pairs")
        return {_text(child.value): child.id[:8] for child in items.bound_blocks}


def _text(value: Any) -> str:
    return str(value if isinstance(value, str) else value.get("text") or value["left"])


@pytest.fixture
def anna_plays(as_person: Callable[[User], Client], anna: User, quiz: LessonPage) -> Player:
    return Player(as_person(anna), quiz)


def shown(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def test_each_kind_of_question_is_asked_answered_and_told_of(anna_plays: Player) -> None:
    play = anna_plays
    assert "Vraag 1 van 4" in shown(play.client.get(play.page))
    wrong = shown(play.post(answer=play.keys(0)["De procedure."]))
    assert "Niet helemaal" in wrong
    assert "Dan raadt de ander." in wrong
    assert "Kort en helder." in wrong

    assert "Vraag 2 van 4" in shown(play.post(next="1"))
    keys = play.keys(1)
    assert "Dat klopt" in shown(play.post(answer=[keys["Tijd"], keys["Stilte"]]))

    play.post(next="1")
    keys = play.keys(2)
    order = {f"answer-{keys[text]}": str(place) for place, text in enumerate(keys, start=1)}
    assert "Zo gaat het." in shown(play.post(**order))

    play.post(next="1")
    keys = play.keys(3)
    swapped = dict(zip(keys.values(), reversed(list(keys.values())), strict=True))
    assert "Niet helemaal" in shown(play.post(**{f"answer-{k}": v for k, v in swapped.items()}))

    assert "Je hebt alle vragen gedaan" in shown(play.post(next="1"))
    answer = Answer.objects.get()
    assert answer.kind == "quiz"
    assert answer.done_at

    assert "Vraag 1 van 4" in shown(play.post(again="1"))
    answer.refresh_from_db()
    assert answer.done_at, "trying again takes nothing back"


@pytest.mark.parametrize(
    ("answers", "told"),
    [({}, "Kies eerst een antwoord"), ({"answer": "bestaat-niet"}, "Kies eerst een antwoord")],
)
def test_no_answer_is_told_beside_the_question(
    anna_plays: Player, answers: dict[str, str], told: str
) -> None:
    assert told in shown(anna_plays.post(**answers))
    assert not Answer.objects.exists()


def test_an_order_with_a_place_twice_keeps_what_was_chosen(anna_plays: Player) -> None:
    play = anna_plays
    for answer in (play.keys(0)["De kern."], play.keys(1)["Tijd"]):
        play.post(answer=answer)
        play.post(next="1")
    keys = list(play.keys(2).values())
    page = shown(play.post(**{f"answer-{key}": "2" for key in keys}))
    assert "Geef elke stap een eigen plek" in page
    assert len(re.findall('<option value="2" selected ?>', page)) == len(keys)


def test_what_was_answered_stands_also_when_it_is_sent_again(anna_plays: Player) -> None:
    anna_plays.post(answer=anna_plays.keys(0)["De procedure."])
    anna_plays.post(answer=anna_plays.keys(0)["De kern."])
    [given] = Answer.objects.get().content["given"].values()
    assert given == [anna_plays.keys(0)["De procedure."]]


def test_a_script_gets_the_part_alone(anna_plays: Player) -> None:
    url, right = anna_plays.url, anna_plays.keys(0)["De kern."]
    refused = anna_plays.client.post(url, headers={"X-Part": "1"})
    assert refused.status_code == 422
    assert b"<html" not in refused.content
    taken = anna_plays.client.post(url, {"answer": right}, headers={"X-Part": "1"})
    assert taken.status_code == 200
    assert b"data-part" in taken.content


def test_nobody_finds_the_answers_of_another(
    anna_plays: Player, as_person: Callable[[User], Client], bram: User, quiz: LessonPage
) -> None:
    anna_plays.post(answer=anna_plays.keys(0)["De procedure."])
    bram_plays = Player(as_person(bram), quiz)
    assert "Dan raadt de ander." not in shown(bram_plays.client.get(bram_plays.page))
    bram_plays.post(answer=bram_plays.keys(0)["De kern."])
    assert Answer.objects.filter(person=bram).count() == Answer.objects.count() - 1


def test_no_way_in_for_who_has_no_enrolment(
    as_person: Callable[[User], Client], anna: User, quiz: LessonPage
) -> None:
    play = Player(as_person(anna), quiz)
    Enrolment.objects.filter(person=anna).update(ended_at="2020-01-01T00:00Z")
    assert play.post(answer="x").status_code == 404
    assert Client().post(play.url).status_code == 302


def test_a_question_that_was_changed_meanwhile_is_asked_again(
    anna_plays: Player, quiz: LessonPage
) -> None:
    anna_plays.post(answer=anna_plays.keys(0)["De kern."])
    anna_plays.post(next="1")
    assert "Vraag 2 van 4" in shown(anna_plays.client.get(anna_plays.page))
    raw = list(quiz.body.raw_data)
    for option in raw[1]["value"]["questions"][0]["value"]["options"]:
        option["id"] = option["id"][::-1]
    quiz.body = quiz.body.stream_block.to_python(raw)
    quiz.save_revision().publish()
    anna_plays.post(answer=anna_plays.keys(1)["Tijd"])
    assert "Wat zeg je eerst?" in shown(anna_plays.post(next="1"))


def test_the_editor_is_told_what_gives_the_answers_away(quiz: LessonPage) -> None:
    [block] = [child for child in quiz.body if child.block_type == "quiz"]
    assert block.block.advice(block.value) == []
    telling = [
        {"q": "?", "options": [{"t": "kort", "ok": False, "fb": "."}, {"t": "veel langer", "ok": True, "fb": "."}]}
    ] * 3  # fmt: skip
    _module, [lesson] = read_module(
        module_data()
        | {
            "lessons": [
                {"slug": "a", "title": "A", "minutes": 1, "blocks": [{"quiz": {"items": telling}}]}
            ]
        }
    )
    [block] = lesson.body
    assert len(block.block.advice(block.value)) == 2
