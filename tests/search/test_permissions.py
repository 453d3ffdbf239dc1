"""Who finds what: every role at every source. Everything that could leak holds the word ``SECRET``."""

import uuid
from typing import Any

import pytest
from wagtail.rich_text import RichText

from forum.board.services import invite_into_space, start_topic
from learning.enrolment.models import Enrolment
from learning.modules.answers.services import save_answer
from learning.modules.answers.words import Said, content_of
from learning.practice.models import PracticeCase
from portal.accounts.models import User
from portal.search.sources import SOURCES
from tests.search.conftest import ask
from tests.world import SECRET, World, build_world

pytestmark = pytest.mark.django_db

LATER = "kweeperengelei"
"""Stands in a lesson that has not opened yet."""

GLOSSARY = "bosvruchten"

FINDS = {
    # lessons, glossary, own notes, posts
    "anna": (1, 1, 2, 2),
    "bram": (1, 1, 0, 2),
    "chantal": (1, 1, 0, 1),
    "guus": (0, 0, 0, 0),
    "hugo": (0, 0, 0, 0),
    "dirk": (1, 1, 0, 1),
    "els": (1, 1, 0, 0),
    "fatma": (1, 1, 0, 2),
    "ingrid": (0, 0, 0, 0),
    "joris": (0, 0, 0, 0),
    "karin": (0, 0, 0, 0),
    "leo": (0, 0, 0, 1),
}
READS_AHEAD = {"dirk", "fatma"}


@pytest.fixture
def world(cohort: Any, anna: User, leo: User, settings: Any, tmp_path: Any) -> World:
    settings.MEDIA_ROOT = tmp_path
    made = build_world(cohort=cohort, author=anna)
    invite_into_space(space=made.cohort_space, enrolment=Enrolment.objects.get(person=leo), by=None)
    start_topic(space=made.programme_space, author=anna, subject=SECRET, text="Wie weet het?")
    made.library.glossary = [
        ("term", {"term": GLOSSARY, "forms": "", "definition": SECRET, "avoid": ""})
    ]
    made.library.save_revision().publish()
    made.closed_lesson.body = [("paragraph", RichText(f"<p>{LATER}</p>"))]
    made.closed_lesson.save_revision().publish()
    save_answer(
        person=anna,
        programme_id=cohort.programme_id,
        lesson_id=made.lesson.pk,
        lesson_title=made.lesson.title,
        block=uuid.uuid4(),
        kind="reflection",
        content=content_of("Terugblik", [Said("Waaraan dacht je?", f"Aan {SECRET}.")]),
        is_done=True,
    )
    content = {"title": "Mijn casus", "situation": f"Over {SECRET}."}
    PracticeCase.objects.create(person=anna, programme=cohort.programme, content=content)
    return made


def test_each_role_finds_what_it_may_read(
    world: World, request: pytest.FixtureRequest, as_person: Any
) -> None:
    found, leaks = {}, []
    for role, expected in FINDS.items():
        person = request.getfixturevalue(role)
        client = as_person(person)
        for typed in (SECRET, SECRET.upper(), SECRET[:-3], "vlierbesensiroop"):
            results = ask(person, typed)
            counts = {section.source.name: section.found.count for section in results.sections}
            found[role, typed] = tuple(counts.get(source.name, 0) for source in SOURCES)
            addresses = [f"/zoeken/?q={typed}", f"/zoeken/?q={typed}&in=forum"]
            pages = "".join(client.get(each).content.decode() for each in addresses)
            titles = client.get(f"/zoeken/titels/?q={typed[:6]}").content.decode()
            if SECRET in (pages + titles).replace(typed, "") and not any(expected):
                leaks.append((role, typed))

    wrong = {key: counts for key, counts in found.items() if counts != FINDS[key[0]]}
    assert not wrong
    assert not leaks
    assert not ask(request.getfixturevalue("guus"), GLOSSARY).sections


def test_what_opens_later_is_found_by_who_teaches_it(
    world: World, request: pytest.FixtureRequest
) -> None:
    finders = {role for role in FINDS if ask(request.getfixturevalue(role), LATER).sections}
    nearly = {role for role in FINDS if ask(request.getfixturevalue(role), LATER[1:]).sections}

    assert finders == READS_AHEAD
    assert nearly <= READS_AHEAD


def test_a_visitor_is_asked_to_sign_in(world: World, client: Any) -> None:
    for address in (f"/zoeken/?q={SECRET}", f"/zoeken/titels/?q={SECRET}"):
        assert client.get(address).headers["Location"].startswith("/inloggen/")
