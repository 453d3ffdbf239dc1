"""Modules from plain data: every kind of block, and errors that say where."""

from typing import Any

import pytest

from learning.modules.blocks.parts import body_of_stream
from learning.modules.models import LessonPage, ModulePage
from learning.modules.plain import InvalidContent
from learning.modules.services import create_module
from tests.modules.conftest import module_data

ALL_BLOCKS = [
    {"h": "Kop"},
    {"p": "Een 'alinea' met <teken> & meer."},
    {"list": ["een", "twee"]},
    {"steps": ["eerst", "dan"]},
    {"phrases": ["Ik heb geen goed nieuws."]},
    {"example": "Een adviseur belt."},
    {"pitfall": "Vrijdagmiddag bellen."},
    {"do": {"text": "Kies een boodschap.", "minutes": 6}},
]


def test_every_kind_of_block_is_kept_and_shown(library: Any) -> None:
    data = module_data(lessons=1)
    data["lessons"][0] |= {"blocks": ALL_BLOCKS, "when": "na"}
    module = create_module(index=library, data=data)
    lesson = LessonPage.objects.child_of(module).get()
    assert lesson.live
    assert lesson.timing == "after"
    assert [block.block_type for block in lesson.body] == [
        "heading", "paragraph", "list", "steps", "phrases", "example", "pitfall", "task",
    ]  # fmt: skip
    html = "".join(str(part) for part in body_of_stream(lesson.body).parts)
    assert '<h2 class="p-h p-h2">Kop</h2>' in html
    assert "&lt;teken&gt; &amp; meer" in html
    for text in ("twee", "eerst", "geen goed nieuws", "belt", "Vrijdagmiddag", "Kies", "6"):
        assert text in html


def test_the_module_is_kept_whole(module: ModulePage) -> None:
    kept = ModulePage.objects.get(pk=module.pk)
    assert [goal.value for goal in kept.goals] == ["Je brengt de kern binnen een minuut."]
    assert dict(kept.theory[0].value) == {
        "name": "SPIKES",
        "author": "Baile, 2000",
        "use": "De plek regelen.",
        "caveat": "Voor artsen.",
    }
    assert kept.forum_starter_title == "De eerste zin"
    assert kept.audience == "medewerkers en leidinggevenden"


@pytest.mark.parametrize(
    ("block", "message"),
    [
        ({"x": "?"}, "unknown kind 'x'"),
        ({"p": ""}, r"\(p\): a text is expected"),
        ({"list": "geen lijst"}, r"\(list\): a list of texts"),
        ({"steps": ["een", 2]}, r"\(steps\), item 2"),
        ({"do": {"text": "Doe iets."}}, r"\(do\), 'minutes'"),
        ({"do": {"text": "Doe iets.", "minutes": 0}}, r"\(do\), 'minutes'"),
        ({"h": "a", "p": "b"}, "one key"),
        ("tekst", "one key"),
    ],
)
def test_an_error_names_the_block(library: Any, block: Any, message: str) -> None:
    data = module_data(lessons=2)
    data["lessons"][1]["blocks"].append(block)
    with pytest.raises(InvalidContent, match=rf"slecht-nieuws, lesson les-2, block 2.*{message}"):
        create_module(index=library, data=data)
    assert not ModulePage.objects.exists()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"title": None}, "module slecht-nieuws, 'title'"),
        ({"kind": "anders"}, "'kind' is 'anders'; use one of theme"),
        ({"audience": ["medewerker", "poes"]}, "'audience' is 'poes'"),
        ({"lessons": [{"slug": "x", "title": "X", "minutes": 5, "blocks": []}]}, "lesson x: 'blocks'"),
        ({"lessons": [{"slug": "x", "title": "X", "minutes": 5, "when": "ooit"}]}, "'ooit'"),
        ({"models": [{"name": "Zonder nut"}]}, "model 1, 'use'"),
    ],
)  # fmt: skip
def test_an_error_names_the_field(library: Any, change: Any, message: str) -> None:
    with pytest.raises(InvalidContent, match=message):
        create_module(index=library, data=module_data() | change)


def test_a_slug_is_one_module_s_in_all_libraries(library: Any, module: Any) -> None:
    from django.core.exceptions import ValidationError

    from learning.modules.services import create_library

    second = create_library(parent=library.get_parent(), title="Tweede", slug="tweede")
    with pytest.raises(ValidationError) as caught:
        create_module(index=second, data=module_data())
    assert list(caught.value.error_dict) == ["slug"]
