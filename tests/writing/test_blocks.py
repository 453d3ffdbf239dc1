"""Writing in a lesson: kept with its question, refused with what was typed, never overwritten unseen."""

from typing import Any

import pytest

from learning.modules.answers.models import Answer
from learning.modules.models import LessonPage
from learning.modules.sharing.services import share_answer
from learning.practice.services import start_case
from portal.accounts.models import User
from tests.writing.conftest import QUESTIONS, SECRET, Post, block_of

pytestmark = pytest.mark.django_db


def page(client: Any, lesson: LessonPage) -> str:
    return str(client.get(lesson.portal_path).content.decode())


def test_a_reflection_is_kept_with_its_questions_and_is_ones_own(
    anna: User, bram: User, lesson: LessonPage, post: Post, as_person: Any
) -> None:
    block = block_of(lesson, "reflection")
    response = post(anna, "reflection", f"Het {SECRET} viel stil.\r\nEcht.", "")
    assert response.url == f"{lesson.portal_path}#b-{block.id}"
    kept = Answer.objects.get()
    assert kept.content["said"] == [
        {"asked": QUESTIONS[0], "text": f"Het {SECRET} viel stil.\nEcht."},
        {"asked": QUESTIONS[1], "text": ""},
    ]
    mine = page(as_person(anna), lesson)
    assert f"Het {SECRET} viel stil." in mine
    assert "Alleen jij" in mine
    assert SECRET not in page(as_person(bram), lesson)


def test_nothing_written_or_far_too_much_is_refused_and_stays_in_the_box(
    anna: User, post: Post
) -> None:
    empty = post(anna, "reflection", " ", "", part=True)
    assert (empty.status_code, "Schrijf eerst iets." in empty.content.decode()) == (422, True)
    long = post(anna, "reflection", f"{SECRET} {'x' * 8000}", "", part=True)
    assert long.status_code == 422
    assert SECRET in long.content.decode()
    assert not Answer.objects.exists()


def test_a_second_screen_is_told_and_chooses(anna: User, post: Post) -> None:
    post(anna, "reflection", "op de telefoon", "")
    behind = post(anna, "reflection", "op de laptop", "", version=0, part=True)
    said = behind.content.decode()
    assert behind.status_code == 422
    assert "op de telefoon" in said
    assert "op de laptop" in said
    assert Answer.objects.get().said[0].text == "op de telefoon"
    assert 'name="version" value="1"' in said  # sent again it takes the place of the other
    post(anna, "reflection", "op de laptop", "", version=1)
    assert Answer.objects.get().said[0].text == "op de laptop"


def test_a_changed_question_keeps_what_was_written_under_the_old_one(
    anna: User, lesson: LessonPage, reflection: Answer, post: Post, as_person: Any
) -> None:
    block = block_of(lesson, "reflection")
    block.value["questions"][0] = "Wat zag je?"
    lesson.save_revision().publish()
    assert f"Het {SECRET} viel stil." in page(as_person(anna), lesson)
    post(anna, "reflection", "Een lege stoel.", "Ik schrok.", version=1)
    assert [(each.asked, each.text) for each in Answer.objects.get().said] == [
        ("Wat zag je?", "Een lege stoel."),
        (QUESTIONS[1], "Ik schrok."),
        (QUESTIONS[0], f"Het {SECRET} viel stil."),
    ]


def test_a_task_is_ticked_with_or_without_a_note_and_the_tick_is_taken_back(
    anna: User, post: Post
) -> None:
    post(anna, "task", "", done="1")
    kept = Answer.objects.get()
    assert (kept.done_at is not None, kept.text) == (True, "")
    post(anna, "task", "Het werd stil.", version=1)
    kept.refresh_from_db()
    assert (kept.done_at is not None, kept.text) == (True, "Het werd stil.")
    post(anna, "task", "Het werd stil.", version=2, undo="1")
    kept.refresh_from_db()
    assert (kept.done_at, kept.text) == (None, "Het werd stil.")


def test_ones_own_case_stands_in_the_lesson_and_is_asked_about(
    anna: User,
    bram: User,
    lesson: LessonPage,
    module: Any,
    programme: Any,
    post: Post,
    as_person: Any,
) -> None:
    assert "/praktijk/nieuw/" in page(as_person(anna), lesson)
    start_case(
        person=anna,
        programme=programme,
        theme=module,
        answers={"title": "De bewoner aan de balie", "moment": SECRET},
    )
    mine = page(as_person(anna), lesson)
    assert "De bewoner aan de balie" in mine
    assert SECRET in mine
    post(anna, "my_case", "De buurman.")
    kept = Answer.objects.get(kind="my_case")
    assert kept.said[0].asked == "Welke partij ontbreekt er?"
    assert SECRET not in page(as_person(bram), lesson)
    assert "De bewoner aan de balie" in as_person(anna).get("/logboek/").content.decode()
    share_answer(answer=kept, group=True)  # the answer, not the case
    shared = as_person(bram).get(f"/logboek/gedeeld/{kept.pk}/").content.decode()
    assert "De buurman." in shared
    assert "De bewoner aan de balie" not in shared


@pytest.mark.parametrize("who", ["dirk", "els", "fatma"])
def test_staff_see_the_blocks_and_nothing_of_others(
    who: str, request: Any, lesson: LessonPage, reflection: Answer, as_person: Any
) -> None:
    seen = page(as_person(request.getfixturevalue(who)), lesson)
    assert QUESTIONS[0] in seen
    assert SECRET not in seen


def test_all_that_is_written_in_a_lesson_is_read_in_the_same_few_queries(
    anna: User, bram: User, dirk: User, lesson: LessonPage, post: Post, as_person: Any,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    client = as_person(anna)
    page(client, lesson)

    def queries() -> int:
        with django_assert_num_queries(11) as asked:
            page(client, lesson)
        return len(asked)

    post(anna, "reflection", "een", "twee")
    one = queries()
    post(anna, "task", "drie", done="1")
    post(anna, "my_case", "vier")
    assert queries() == one
