"""From a question in a lesson to a topic of one's own cohort, and back."""

from typing import Any

import pytest
from django.urls import reverse

from forum.board.models import LessonTopic, Space
from forum.board.services import open_space
from learning.modules.models import LessonPage
from portal.accounts.models import User
from tests.writing.conftest import SECRET, block_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def spaces(programme: Any, cohort: Any, other_cohort: Any) -> dict[str, Space]:
    return {
        "programme": open_space(programme=programme),
        "mine": open_space(programme=programme, cohort=cohort),
        "other": open_space(programme=programme, cohort=other_cohort),
    }


@pytest.fixture
def prompt_url(lesson: LessonPage) -> str:
    return reverse("forum_board:prompt", args=[lesson.pk, block_of(lesson, "forum_prompt").id])


def page(client: Any, address: str) -> str:
    return str(client.get(address).content.decode())


def begin(client: Any, address: str) -> Any:
    """Begin a topic where the address of the question leads to."""
    start = client.get(address).url
    fields = {
        "subject": f"Mijn {SECRET}",
        "text": "Ik zeg: het besluit is genomen.",
        "poll_max": "1",
    }
    return client.post(start, fields)


def test_a_topic_begins_with_the_question_and_both_ways_lead_back(
    anna: User, bram: User, chantal: User, dirk: User, lesson: LessonPage, spaces: Any,
    prompt_url: str, as_person: Any,
) -> None:  # fmt: skip
    client = as_person(anna)
    assert prompt_url in page(client, lesson.portal_path)
    start = client.get(prompt_url).url
    assert start.startswith(f"{spaces['mine'].url}nieuw/?")
    form = page(client, start)
    for text in (
        "&gt; **De eerste zin**",
        "&gt; Met welke zin begin jij?",
        "Ik zeg:",
        "Schrijf het op",
    ):
        assert text in form
    topic = begin(client, prompt_url).url
    kept = LessonTopic.objects.get()
    assert (kept.lesson_id, str(kept.block)) == (lesson.pk, block_of(lesson, "forum_prompt").id)
    assert lesson.portal_path in page(as_person(bram), topic)
    assert f"Mijn {SECRET}" in page(as_person(bram), lesson.portal_path)
    for other in (chantal, dirk):  # another cohort, and a trainer who was not invited
        assert SECRET not in page(as_person(other), lesson.portal_path)
        assert as_person(other).get(topic).status_code == 404


def test_who_has_no_cohort_talks_with_the_whole_programme(
    dirk: User, spaces: Any, prompt_url: str, as_person: Any
) -> None:
    assert as_person(dirk).get(prompt_url).url.startswith(f"{spaces['programme'].url}nieuw/?")


def test_who_may_not_read_the_lesson_learns_nothing_of_it(
    anna: User, guus: User, els: User, lesson: LessonPage, spaces: Any, prompt_url: str,
    as_person: Any,
) -> None:  # fmt: skip
    assert as_person(guus).get(prompt_url).status_code == 404
    assert as_person(els).get(prompt_url).url == reverse(
        "forum:index"
    )  # reads, has no place to talk
    assert "Schrijf in het forum" not in page(as_person(els), lesson.portal_path)
    other = reverse("forum_board:prompt", args=[lesson.pk, block_of(lesson, "task").id])
    assert as_person(anna).get(other).status_code == 404
    topic = begin(as_person(anna), prompt_url).url
    lesson.unpublish()
    seen = page(as_person(anna), topic)
    assert SECRET in seen
    assert "Schrijf het op" not in seen


@pytest.mark.parametrize(
    "question", ["les=x&vraag=y", "les=99999&vraag=00000000-0000-0000-0000-000000000000"]
)
def test_an_address_that_names_no_question_just_starts_a_topic(
    question: str, anna: User, spaces: Any, as_person: Any
) -> None:
    client, url = as_person(anna), f"{spaces['mine'].url}nieuw/?{question}"
    assert client.get(url).status_code == 200
    client.post(url, {"subject": "Iets", "text": "Iets anders.", "poll_max": "1"})
    assert not LessonTopic.objects.exists()


def test_a_lesson_shows_one_topic_or_three_for_the_same_queries(
    anna: User, lesson: LessonPage, spaces: Any, prompt_url: str, as_person: Any,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    client = as_person(anna)
    begin(client, prompt_url)
    page(client, lesson.portal_path)
    with django_assert_num_queries(11):
        page(client, lesson.portal_path)
    start = client.get(prompt_url).url
    for number in (2, 3):
        fields = {"subject": f"Nummer {number}", "text": f"Nog {number}.", "poll_max": "1"}
        client.post(start, fields)
    with django_assert_num_queries(11):
        assert "Nummer 3" in page(client, lesson.portal_path)
