"""Writing a dialogue in the CMS: drafts may be unfinished, publishing asks for a whole graph."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from learning.modules.blocks.dialogue import DialogueBlock
from learning.modules.models import LessonPage
from tests.office.test_content_policy import INLINE_HANDLER, INLINE_SCRIPT

BLOCK = "00000000-0000-0000-0000-000000000001"
SignIn = Callable[[Any], Client]


def items(values: list[dict[str, Any]]) -> dict[str, Any]:
    """A list of blocks as the editor's form posts it."""
    fields: dict[str, Any] = {"count": len(values)}
    for at, value in enumerate(values):
        own = value.pop("id", f"id-{at}")
        fields[str(at)] = {"value": value, "order": at, "deleted": "", "type": "item", "id": own}
    return fields


def choice(to: str, **fields: Any) -> dict[str, Any]:
    effects = {"effect_1": "2", "effect_2": "", "effect_3": ""}
    return {"text": f"Naar {to}", "feedback": "Dat helpt.", "to": to} | effects | fields


def step(name: str, choices: list[dict[str, Any]], **fields: Any) -> dict[str, Any]:
    said = {"name": name, "speaker": "Hennie", "text": "Nou?"}
    return said | fields | {"choices": items(choices)}


def dialogue(steps: list[dict[str, Any]]) -> dict[str, Any]:
    endings = [
        {"id": "e", "title": "Ze weet het", "kind": "good", "text": "Klaar.", "reflect": "En?"}
    ]
    about = dict.fromkeys(("title", "setting", "you", "other", "task"), "Iets")
    meters = {"meter_1": "Contact", "meter_2": "", "meter_3": ""}
    return about | meters | {"steps": items(steps), "endings": items(endings)}


def whole() -> dict[str, Any]:
    """``leads to`` as someone without script types it: by name, in any case."""
    return dialogue(
        [
            step("Binnen", [choice("aan tafel"), choice("Ze weet het ")], id="s1"),
            step("Aan tafel", [choice("e"), choice("s1")], id="s2"),
        ]
    )


def form(value: dict[str, Any], **action: str) -> dict[str, Any]:
    fields = {
        "title": "Oefengesprek",
        "slug": "oefengesprek",
        "minutes": 10,
        "timing": "before",
        "body": streamfield([("dialogue", value)]),
        "comments": inline_formset([]),
    }
    return nested_form_data(fields) | {"body-0-id": BLOCK} | action


@pytest.fixture
def add(module: Any) -> str:
    return reverse("wagtailadmin_pages:add", args=["learning", "lessonpage", module.pk])


def test_names_become_ids_and_what_is_whole_is_published(
    add: str, trainer: Any, as_person: SignIn
) -> None:
    client = as_person(trainer)
    response = client.post(add, form(whole(), **{"action-publish": "1"}))
    assert response.status_code == 302, response.context["form"].errors
    lesson = LessonPage.objects.get(slug="oefengesprek")
    value = lesson.body[0].value
    assert lesson.live
    assert [[each["to"] for each in step["choices"]] for step in value["steps"]] == [
        ["s2", "e"],
        ["e", "s1"],
    ]
    assert value.graph.steps[0].choices[0].effects == (2, 0, 0)

    page = client.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).content.decode()
    assert INLINE_SCRIPT.findall(page) == []
    assert INLINE_HANDLER.findall(page) == []
    assert "ui/cms/dialogue.js" in page
    assert "data-dialogue-target" in page


def broken() -> dict[str, Any]:
    return dialogue(
        [
            step("Binnen", [choice("s2"), choice("", feedback="")], id="s1"),
            step("Aan tafel", [choice("weg")], id="s2", text=""),
        ]
    )


def test_a_draft_may_be_unfinished(add: str, trainer: Any, as_person: SignIn) -> None:
    response = as_person(trainer).post(add, form(broken()))
    assert response.status_code == 302, response.context["form"].errors
    lesson = LessonPage.objects.get(slug="oefengesprek")
    assert not lesson.live
    kept = lesson.get_latest_revision_as_object().body[0].value["steps"]
    assert [each["name"] for each in kept] == ["Binnen", "Aan tafel"]
    assert kept[1]["choices"][0]["to"] == "weg"


@pytest.mark.parametrize("action", ["action-publish", "action-submit"])
def test_an_unfinished_one_goes_no_further_and_keeps_what_was_typed(
    action: str, add: str, trainer: Any, as_person: SignIn
) -> None:
    response = as_person(trainer).post(add, form(broken(), **{action: "1"}))
    assert response.status_code == 200
    assert not LessonPage.objects.filter(slug="oefengesprek").exists()
    told = response.context["form"].errors.as_data()["body"][0].as_json_data()["blockErrors"][0]
    steps = told["blockErrors"]["steps"]["blockErrors"]
    assert steps[0]["blockErrors"]["choices"]["blockErrors"][1]["blockErrors"] == {
        "to": {"messages": ["Stap “Binnen”, keuze 2 loopt dood: kies waar die naartoe leidt."]},
        "feedback": {"messages": ["Stap “Binnen”, keuze 2 heeft geen feedback."]},
    }
    second = steps[1]["blockErrors"]
    assert second["text"]["messages"] == ["Dit is een verplicht veld."]
    assert second["choices"]["messages"] == ["Stap “Aan tafel” heeft minder dan twee keuzes."]
    assert any("leidt naar “weg”" in message for message in told["messages"])
    page = response.content.decode()
    assert "Aan tafel" in page
    assert "Naar weg" in page


def posted(value: dict[str, Any]) -> dict[str, Any]:
    return nested_form_data({"dialogue": value})


def test_the_map_tells_what_is_wrong_and_draws_the_rest(trainer: Any, as_person: SignIn) -> None:
    client, address = as_person(trainer), reverse("dialogue_map")
    page = client.post(address, posted(broken())).content.decode()
    assert "Stap “Binnen”, keuze 2 loopt dood" in page
    assert page.count("<rect") == 3
    assert page.count('href="#block-s1-section"') >= 3
    assert "leidt nergens heen" in page
    page = client.post(address, posted(whole())).content.decode()
    assert "Dit gesprek klopt" in page
    assert "is-wrong" not in page
    empty = client.post(address, posted(dialogue([]))).content.decode()
    assert "Er is nog geen stap" in empty


def test_the_map_is_for_who_works_in_the_cms(trainer: Any, anna: Any, as_person: SignIn) -> None:
    address = reverse("dialogue_map")
    assert as_person(trainer).post(address, {"dialogue-title": "x"}).status_code == 400
    assert as_person(trainer).get(address).status_code == 405
    for person in (anna, None):
        response = as_person(person).post(address, posted(whole()))
        assert response.status_code in {302, 404}
        assert b"o-dialogue" not in response.content


def test_a_new_one_has_a_step_with_two_empty_choices_and_an_ending() -> None:
    state = DialogueBlock().get_form_state(DialogueBlock().get_default())
    (first,) = state["steps"]
    empty = {"text": None, "feedback": None, "to": None}
    effects = {f"effect_{number}": "0" for number in (1, 2, 3)}
    assert [each["value"] for each in first["value"]["choices"]] == [empty | effects] * 2
    assert len(state["endings"]) == 1


def test_the_preview_plays_nothing(add: str, trainer: Any, as_person: SignIn, module: Any) -> None:
    client = as_person(trainer)
    address = reverse(
        "wagtailadmin_pages:preview_on_add", args=["learning", "lessonpage", module.pk]
    )
    assert json.loads(client.post(address, form(whole())).content)["is_valid"]
    page = client.get(address).content.decode()
    inside = page[page.index('id="inhoud"') : page.index("</main>")]
    assert "Naar aan tafel" in inside
    assert "<form" not in inside
