"""A poll in the cohort: totals from five votes, and never whose."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from learning.enrolment.models import Role
from learning.enrolment.services import enrol_person
from learning.modules.answers.models import Answer
from learning.modules.models import LessonPage, ModuleIndexPage
from learning.modules.services import create_module, pick_module
from learning.programmes.models import Cohort
from portal.accounts.models import User
from tests.modules.conftest import module_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def poll(library: ModuleIndexPage, programme: Any) -> LessonPage:
    blocks = [{"poll": {"q": "Wat vind je het lastigst?", "options": ["Stilte", "Boosheid"]}}]
    lessons = [{"slug": "poll", "title": "Poll", "minutes": 5, "blocks": blocks}]
    module = create_module(index=library, data=module_data() | {"lessons": lessons})
    pick_module(programme=programme, module=module)
    return LessonPage.objects.child_of(module).get()


@pytest.fixture
def vote(as_person: Callable[[User], Client], poll: LessonPage) -> Callable[[User, str], str]:
    [block] = poll.body
    keys = {child.value: child.id[:8] for child in block.value["options"].bound_blocks}

    def vote(person: User, option: str) -> str:
        url = f"{poll.portal_path}doe/{block.id}/"
        response = as_person(person).post(url, {"option": keys.get(option, "")}, follow=True)
        return re.sub(r"\s+", " ", response.content.decode())

    return vote


@pytest.fixture
def mates(cohort: Cohort, make_person: Callable[..., User]) -> list[User]:
    people = [make_person(f"Deelnemer {number}") for number in range(4)]
    for person in people:
        enrol_person(person=person, programme=cohort.programme, cohort=cohort)
    return people


def test_four_votes_tell_nothing_and_the_fifth_tells_all(
    vote: Callable[[User, str], str], anna: User, mates: list[User]
) -> None:
    for mate in mates[:3]:
        vote(mate, "Boosheid")
    page = vote(anna, "Stilte")
    assert "zodra 5 mensen" in page
    assert not re.search(r"\d+ stem", page)
    assert "<progress" not in page.split("<form", 2)[-1].split("</form>")[0]
    page = vote(mates[3], "Boosheid")
    assert "4 stemmen" in page
    assert "1 stem " in page


def test_votes_of_staff_and_of_other_cohorts_do_not_count(
    vote: Callable[[User, str], str],
    anna: User,
    mates: list[User],
    dirk: User,
    chantal: User,
    make_person: Callable[..., User],
    cohort: Cohort,
) -> None:
    guest = make_person("Gast", username="gast")
    enrol_person(person=guest, programme=cohort.programme, role=Role.COACH)
    for person in (*mates[:3], dirk, chantal, guest):
        vote(person, "Boosheid")
    assert "zodra 5 mensen" in vote(anna, "Stilte")


def test_one_vote_each_that_can_be_changed(
    vote: Callable[[User, str], str], anna: User, mates: list[User]
) -> None:
    for mate in mates:
        vote(mate, "Boosheid")
    vote(anna, "Boosheid")
    assert "1 stem " in vote(anna, "Stilte")
    assert Answer.objects.filter(person=anna).count() == 1


def test_no_choice_is_told(vote: Callable[[User, str], str], anna: User) -> None:
    assert "Kies eerst een antwoord" in vote(anna, "iets anders")
    assert not Answer.objects.exists()
