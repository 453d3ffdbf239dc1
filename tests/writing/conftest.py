"""A lesson in which everything can be written, and who writes in it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page

from learning.modules.answers.models import Answer
from learning.modules.models import LessonPage, ModulePage
from learning.modules.services import create_library, create_module, pick_module
from learning.programmes.models import Programme
from portal.accounts.models import User
from tests.modules.conftest import module_data

SECRET = "kwartelkoning"
"""Stands in what someone wrote."""

QUESTIONS = ["Wat gebeurde er?", "Wat deed het met je?"]
BLOCKS = [
    {"p": "Lees eerst."},
    {"do": {"text": "Voer een gesprek.", "minutes": 5}},
    {"reflection": {"title": "Mijn moment", "intro": "Neem de tijd.", "questions": QUESTIONS}},
    {"my_case": "Welke partij ontbreekt er?"},
    {
        "forum": {
            "title": "De eerste zin",
            "text": "Met welke zin begin jij?",
            "first_line": "Ik zeg:",
        }
    },
]
TRANSFER = [
    {"after_days": 7, "text": "Is het gelukt?"},
    {"after_days": 42, "text": "Wat doe je nu anders?"},
]


@pytest.fixture
def module(programme: Programme) -> ModulePage:
    home = Page.objects.filter(depth=2).first() or Page.get_first_root_node()
    library = create_library(parent=home, title="Bibliotheek", slug="bibliotheek")
    lessons = [{"slug": "schrijven", "title": "Schrijf het op", "minutes": 5, "blocks": BLOCKS}]
    data = module_data() | {"lessons": lessons, "transfer": TRANSFER}
    made = create_module(index=library, data=data)
    pick_module(programme=programme, module=made)
    return made


@pytest.fixture
def lesson(module: ModulePage) -> LessonPage:
    return LessonPage.objects.child_of(module).get()


Post = Callable[..., Any]


@pytest.fixture
def post(lesson: LessonPage, as_person: Any) -> Post:
    """Post to the first block of a kind as someone, who has this version before them."""

    def send(
        person: User | Client,
        kind: str,
        *texts: str,
        version: int = 0,
        part: bool = False,
        **more: str,
    ) -> Any:
        client = person if isinstance(person, Client) else as_person(person)
        block = block_of(lesson, kind)
        fields = {f"text-{number}": text for number, text in enumerate(texts, start=1)}
        headers = {"X-Part": "1"} if part else {}
        return client.post(
            f"{lesson.portal_path}doe/{block.id}/",
            fields | {"version": str(version)} | more,
            headers=headers,
        )

    return send


def block_of(lesson: LessonPage, kind: str) -> Any:
    return next(block for block in lesson.body if block.block_type == kind)


@pytest.fixture
def reflection(anna: User, post: Post) -> Answer:
    """What Anna wrote."""
    post(anna, "reflection", f"Het {SECRET} viel stil.", "Ik schrok.")
    return Answer.objects.get(kind="reflection")
