"""Playing a dialogue: its way through the views, what is kept, and whose it is."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from learning.modules.answers.models import Answer
from learning.modules.blocks.dialogue.graph import Ending, Graph
from learning.modules.blocks.dialogue.play import begin, kept, resume
from learning.modules.importing_dialogue import read_dialogue
from learning.modules.models import LessonPage
from learning.modules.plain import InvalidContent
from learning.modules.services import create_module, pick_module
from portal.demo import sources
from tests.modules.conftest import module_data

SignIn = Callable[[Any], Client]
LESSON = "/leren/slecht-nieuws/les-1/"


def dialogue_data(**fields: Any) -> dict[str, Any]:
    """Two steps, two endings; the second step leads back to itself too."""
    return {
        "title": "Het buurthuis",
        "setting": "De subsidie stopt.",
        "you": "Adviseur",
        "other": "Hennie",
        "task": "Breng het nieuws.",
        "meters": [{"id": "helder", "label": "Helderheid"}, {"id": "contact", "label": "Contact"}],
        "start": "a",
        "nodes": {
            "a": {
                "speaker": "Hennie",
                "text": "Waarvoor kom ik?",
                "choices": [
                    {"t": "Lekkere taart!", "to": "b", "effect": {"helder": -2}, "fb": "Je draait."},
                    {"t": "De subsidie stopt.", "to": "goed", "effect": {"helder": 3, "contact": 1}, "fb": "Recht."},
                ],
            },
            "b": {
                "speaker": "Hennie",
                "text": "Nou, vertel.",
                "choices": [
                    {"t": "Straks.", "to": "b", "effect": {"helder": -3}, "fb": "Nog langer wachten."},
                    {"t": "Dag.", "to": "slecht", "fb": "Je loopt weg."},
                ],
            },
        },
        "endings": {
            "goed": {"kind": "good", "title": "Ze weet het", "text": "Ze huilt.", "reflect": "Wat hielp?"},
            "slecht": {"kind": "poor", "title": "In de krant", "text": "Ze leest het.", "reflect": "Waarom?"},
        },
    } | fields  # fmt: skip


class Player:
    """Someone before the dialogue of the first lesson."""

    def __init__(self, client: Client, block_id: str) -> None:
        self.client = client
        self.address = f"{LESSON}doe/{block_id}/"

    def see(self) -> str:
        return self.client.get(LESSON).content.decode()

    def say(self, **fields: str) -> str:
        """Without script: the post leads back to the lesson, at the block."""
        response = self.client.post(self.address, fields)
        assert response.status_code == 302, response.status_code
        assert response.url.startswith(f"{LESSON}#b-")
        return self.see()

    def refused(self, **fields: str) -> str:
        response = self.client.post(self.address, fields, headers={"X-Part": "1"})
        assert response.status_code == 422
        return response.content.decode()


@pytest.fixture
def lesson(library: Any, programme: Any) -> LessonPage:
    data = module_data(lessons=1)
    data["lessons"][0]["blocks"] = [{"dialogue": dialogue_data()}]
    pick_module(programme=programme, module=create_module(index=library, data=data))
    return LessonPage.objects.get(slug="les-1")


@pytest.fixture
def player(lesson: LessonPage, anna: Any, as_person: SignIn) -> Player:
    return Player(as_person(anna), lesson.body[0].id)


def test_a_choice_is_answered_with_what_it_does(player: Player) -> None:
    page = player.see()
    assert "Waarvoor kom ik?" in page
    assert "De subsidie stopt." in page
    assert "Recht." not in page

    page = player.say(at="a", choice="a-1")
    for text in ("Je draait.", "Helderheid zakt van 5 naar 3.", "Nou, vertel.", "Straks."):
        assert text in page
    assert "Contact stijgt" not in page
    assert "Recht." not in page


def test_a_meter_has_a_bottom_and_a_way_may_go_round(player: Player) -> None:
    player.say(at="a", choice="a-1")
    assert "zakt van 3 naar 0" in player.say(at="b", choice="b-1")
    assert "zakt" not in player.say(at="b", choice="b-1").partition('role="log"')[2]


def test_the_end_tells_the_way_and_what_else_there_was(player: Player) -> None:
    player.say(at="a", choice="a-1")
    page = player.say(at="b", choice="b-2")
    for text in ("In de krant", "Ze leest het.", "Waarom?", "Het liep niet goed af"):
        assert text in page
    told = page.partition('class="p-way"')[2]
    assert told.count("<details") == 2
    for text in ("Recht.", "Ze weet het", "Nog langer wachten.", "Nou, vertel."):
        assert text in told
    assert "1 van de 2 eindes" in page


def test_once_more_begins_anew_and_what_was_done_stays_done(player: Player) -> None:
    player.say(at="a", choice="a-2")
    done_at = Answer.objects.get().done_at
    page = player.say(again="1")
    assert "Waarvoor kom ik?" in page
    assert "Ze weet het" not in page
    assert done_at
    assert Answer.objects.get().done_at == done_at
    player.say(at="a", choice="a-1")
    assert "2 van de 2 eindes" in player.say(at="b", choice="b-2")


def test_one_step_back(player: Player) -> None:
    player.say(at="a", choice="a-1")
    player.say(at="b", choice="b-2")
    assert "Nou, vertel." in player.say(back="1")
    assert "Lekkere taart!" in player.say(back="1")
    assert "Lekkere taart!" in player.say(back="1")


def test_it_goes_on_another_day_on_another_device(
    player: Player, anna: Any, as_person: SignIn
) -> None:
    player.say(at="a", choice="a-1")
    assert "Je draait." in as_person(anna).get(LESSON).content.decode()


def test_nobody_else_finds_it(
    player: Player, anna: Any, bram: Any, dirk: Any, guus: Any, as_person: SignIn
) -> None:
    player.say(at="a", choice="a-1")
    for other in (bram, dirk):
        page = as_person(other).get(LESSON).content.decode()
        assert "Waarvoor kom ik?" in page
        assert "Je draait." not in page
    stranger = as_person(guus)
    assert stranger.get(LESSON).status_code == 404
    assert stranger.post(player.address, {"at": "a", "choice": "a-1"}).status_code == 404
    theirs = Player(as_person(bram), player.address.split("/")[-2])
    theirs.say(at="a", choice="a-2")
    assert Answer.objects.get(person=anna).content["path"] == ["a-1"]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"at": "a"}, "Kies eerst wat je zegt."),
        ({"at": "a", "choice": "b-2"}, "Kies eerst wat je zegt."),
        ({"at": "a", "choice": "x' OR 1"}, "Kies eerst wat je zegt."),
        ({"at": "b", "choice": "b-2"}, "al verder"),
        ({"choice": "a-1"}, "al verder"),
        ({"at": "goed", "choice": "a-1"}, "al verder"),
    ],
)
def test_what_is_not_there_to_choose_is_refused(
    player: Player, fields: dict[str, str], message: str
) -> None:
    page = player.refused(**fields)
    assert message in page
    assert "Waarvoor kom ik?" in page
    assert not Answer.objects.exists()


def test_a_press_too_many_changes_nothing(player: Player) -> None:
    player.say(at="a", choice="a-2")
    assert "Ze weet het" in player.refused(at="a", choice="a-2")
    assert Answer.objects.get().content["path"] == ["a-2"]


def publish(lesson: LessonPage, **fields: Any) -> None:
    """The lesson with another dialogue in the place of the first; the block stays the same."""
    raw = lesson.body.get_prep_value()
    value = read_dialogue(dialogue_data(**fields), "here")
    raw[0]["value"] = lesson.body[0].block.get_prep_value(value)
    lesson.body = lesson._meta.get_field("body").to_python(raw)
    lesson.save_revision().publish()


def test_a_changed_conversation_says_so_and_begins_anew(player: Player, lesson: LessonPage) -> None:
    player.say(at="a", choice="a-1")
    nodes = dialogue_data()["nodes"]
    nodes["a"]["choices"][0]["to"] = "slecht"
    nodes["b"]["choices"][0]["to"] = "slecht"
    nodes["a"]["choices"][1]["to"] = "b"
    ends = dialogue_data()["endings"]
    publish(lesson, nodes=nodes, endings={"slecht": ends["slecht"]})
    page = player.see()
    assert "is veranderd" in page
    assert "Waarvoor kom ik?" in page
    assert "is veranderd" not in player.say(at="a", choice="a-2")
    assert Answer.objects.get().content["path"] == ["a-2"]


def test_other_words_interrupt_nobody(player: Player, lesson: LessonPage) -> None:
    player.say(at="a", choice="a-1")
    nodes = dialogue_data()["nodes"]
    nodes["b"] |= {"name": "Een andere naam", "text": "Zeg het maar."}
    publish(lesson, nodes=nodes)
    page = player.see()
    assert "Zeg het maar." in page
    assert "is veranderd" not in page


def test_an_unfinished_one_is_not_played(player: Player, lesson: LessonPage) -> None:
    lesson.body[0].value["steps"][0]["choices"][0]["to"] = "nergens"
    lesson.save_revision().publish()  # around the editor, which would have refused it
    page = player.see()
    assert "nog niet klaar" in page
    assert "Waarvoor kom ik?" not in page
    player.refused(at="a", choice="a-2")


def test_the_lesson_costs_one_query_more_for_all_answers(
    player: Player, django_assert_num_queries: Any
) -> None:
    player.see()
    with django_assert_num_queries(6):
        player.see()
    player.say(at="a", choice="a-1")
    with django_assert_num_queries(6):
        player.see()


DIALOGUES = [
    (module["slug"], block["dialogue"])
    for module in sources.modules()
    for lesson in module["lessons"]
    for block in lesson["blocks"]
    if "dialogue" in block
]


def test_there_are_five() -> None:
    assert len(DIALOGUES) == 5


@pytest.mark.parametrize(
    "data", [data for _slug, data in DIALOGUES], ids=[s for s, _d in DIALOGUES]
)
def test_every_choice_of_the_demo_leads_to_an_ending(data: dict[str, Any]) -> None:
    """By every choice of each step there is, resumed after each from what is kept."""
    graph: Graph = read_dialogue(data, "here").graph
    ways: dict[str, list[str]] = {graph.steps[0].id: []}
    ended, chosen = set(), set()
    waiting = [graph.steps[0].id]
    while waiting:
        path = ways[waiting.pop()]
        play = resume(graph, {"path": path})
        assert play
        for choice in getattr(play.at, "choices", ()):
            after = play.said(choice, graph)
            assert resume(graph, kept(after, {})) == after
            assert all(0 <= meter.now <= 10 for meter in after.meters)
            chosen.add(choice.id)
            if isinstance(after.at, Ending):
                ended.add(after.at.id)
            elif after.at.id not in ways:
                ways[after.at.id] = after.path
                waiting.append(after.at.id)
    assert ended == {ending.id for ending in graph.endings}
    assert chosen == {choice.id for step in graph.steps for choice in step.choices}
    assert begin(graph).at == graph.steps[0]


def broken(**fields: Any) -> dict[str, Any]:
    data = dialogue_data()
    data["nodes"]["b"] |= fields
    return data


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (broken(text=""), "here, node b, 'text': a text"),
        (broken(choices="geen"), "here, node b: 'choices' is a list"),
        (broken(choices=[{"t": "Ja", "to": "a"}]), "here, node b, choice 1, 'fb'"),
        (broken(choices=[{"t": "Ja", "to": "a", "fb": "x", "effect": {"y": 1}}]), "node b, choice 1: 'effect' on 'y'"),
        (broken(choices=[{"t": "Ja", "to": "weg", "fb": "x"}] * 2), "“2. Nou, vertel.”, .* leidt naar “weg”|“2. Nou, vertel.”, .*“weg”"),
        (dialogue_data(start="z"), "'start' is 'z'"),
        (dialogue_data(endings={"goed": {"kind": "anders"}}), "ending goed: 'kind' is 'anders'"),
        (dialogue_data(nodes=None), "'nodes': names with values"),
        ([], "here: names with values"),
    ],
)  # fmt: skip
def test_an_error_in_plain_data_names_the_node(data: Any, message: str) -> None:
    with pytest.raises(InvalidContent, match=message):
        read_dialogue(data, "here")


def test_a_block_that_is_not_there_is_refused(player: Player) -> None:
    assert player.client.post(f"{LESSON}doe/{UUID(int=1)}/", {"at": "a"}).status_code == 404
