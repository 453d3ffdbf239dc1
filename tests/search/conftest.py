"""A library, conversations and notes to find things in."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from wagtail.models import Page

from forum.board.models import Space
from forum.board.services import open_space, start_topic
from learning.enrolment.access import entitlements_of
from learning.modules.models import LessonPage, ModuleIndexPage, ModulePage
from learning.modules.services import create_library, create_module, pick_module
from learning.programmes.models import Cohort, Programme
from portal.accounts.models import User
from portal.search.queries import Results, search
from portal.search.questions import read_question


@pytest.fixture(autouse=True)
def receivers_run_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words are learned on commit, although a test never commits."""
    monkeypatch.setattr(transaction, "on_commit", lambda run, **options: run())


@pytest.fixture
def library(db: None) -> ModuleIndexPage:
    return create_library(parent=Page.get_first_root_node(), title="Bibliotheek", slug="bieb")


@pytest.fixture
def make_module(library: ModuleIndexPage) -> Callable[..., ModulePage]:
    """A module with a lesson for each text."""

    def make(slug: str, *texts: str, title: str = "", summary: str = "Kort.") -> ModulePage:
        lessons = [
            {
                "slug": f"les-{number}",
                "title": f"Onderdeel {number}",
                "minutes": 5,
                "blocks": [{"p": text}],
            }
            for number, text in enumerate(texts, start=1)
        ]
        data = {"slug": slug, "title": title or slug, "summary": summary, "kind": "theme"}
        return create_module(index=library, data=data | {"lessons": lessons})

    return make


@pytest.fixture
def teach(programme: Programme, make_module: Any) -> Callable[..., LessonPage]:
    """A lesson with this text, which everyone in the programme may read."""

    def add(text: str, slug: str = "module") -> LessonPage:
        module = make_module(slug, text)
        pick_module(programme=programme, module=module)
        return LessonPage.objects.child_of(module).get()

    return add


@pytest.fixture
def space(programme: Programme, cohort: Cohort) -> Space:
    return open_space(programme=programme, cohort=cohort)


@pytest.fixture
def write(space: Space, anna: User) -> Callable[..., int]:
    """A topic of Anna's; the number of its post."""

    def post(text: str, subject: str = "Vraag", where: Space | None = None) -> int:
        return start_topic(space=where or space, author=anna, subject=subject, text=text).post_id

    return post


def ask(person: User, typed: str) -> Results:
    return search(entitlements_of(person), read_question(typed))


def seen(results: Results) -> dict[str, list[str]]:
    """The titles that were found, by source."""
    return {
        section.source.name: [hit.title for hit in section.found.hits]
        for section in results.sections
    }


def found_in(results: Results, name: str) -> bool:
    return name in seen(results)
