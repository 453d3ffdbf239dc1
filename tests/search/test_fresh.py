"""What is found follows what is written, changed, moved and taken away."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from wagtail.rich_text import RichText

from forum.board.access import get_post
from forum.board.engine import writing
from forum.board.engine.tables import Post, Topic
from forum.board.models import Space
from forum.board.services import delete_post, edit_post, move_topic, open_space
from learning.enrolment.access import entitlements_of
from learning.modules.models import LessonPage, ProgrammeModule
from learning.programmes.models import Programme
from portal.accounts.models import User
from portal.search.models import PageText, Word
from portal.search.receivers import know_what_was_there
from tests.search.conftest import ask, found_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def lessons(anna: User) -> Callable[[str], bool]:
    return lambda typed: found_in(ask(anna, typed), "lessen")


@pytest.fixture
def posts(anna: User) -> Callable[[str], bool]:
    return lambda typed: found_in(ask(anna, typed), "forum")


def publish(lesson: LessonPage, text: str, **changes: Any) -> None:
    lesson.body = [("paragraph", RichText(f"<p>{text}</p>"))]
    for name, value in changes.items():
        setattr(lesson, name, value)
    lesson.save_revision().publish()


def test_a_lesson(teach: Any, make_module: Any, lessons: Callable[[str], bool]) -> None:
    lesson = teach("Over kersen.")
    assert lessons("kers")

    lesson.body = [("paragraph", RichText("<p>Over pruimen.</p>"))]
    lesson.save_revision()
    assert not lessons("pruim")  # a draft
    publish(lesson, "Over pruimen.", title="Fruitschaal")
    assert lessons("pruim")
    assert lessons("fruitschalen")
    assert not lessons("kers")

    lesson.unpublish()
    assert not lessons("pruim")
    publish(lesson, "Over pruimen.")
    assert lessons("pruim")

    elsewhere = make_module("elders")
    lesson.move(elsewhere, pos="last-child")
    assert not lessons("pruim")
    lesson.move(ProgrammeModule.objects.get().module, pos="last-child")
    assert lessons("pruim")

    LessonPage.objects.get(pk=lesson.pk).delete()
    assert not lessons("pruim")
    assert not PageText.objects.filter(pk=lesson.pk).exists()


def test_a_pick(teach: Any, lessons: Callable[[str], bool]) -> None:
    teach("Over kersen.")
    assert lessons("kers")

    ProgrammeModule.objects.get().delete()

    assert not lessons("kers")


def test_a_post(
    write: Any, anna: User, fatma: User, programme: Programme, posts: Callable[[str], bool]
) -> None:
    number = write("Over kersen.", subject="Fruit")
    assert posts("kers")
    assert posts("fruit")

    post = get_post(entitlements_of(anna), number)
    edit_post(post=post, by=anna, text="Over pruimen.", subject="Taart", version=0)
    assert posts("pruim")
    assert posts("taart")
    assert not posts("kers")
    assert not posts("fruit")

    elsewhere = open_space(programme=programme, cohort=programme.cohorts.create(name="Groep Els"))
    move_topic(topic_id=post.topic.pk, to=elsewhere)
    assert not posts("pruim")
    assert found_in(ask(fatma, "pruim"), "forum")

    delete_post(post=get_post(entitlements_of(fatma), number), by=fatma, reason="Dubbel.")
    assert not found_in(ask(fatma, "pruim"), "forum")


def test_posts_that_nobody_told_of(
    write: Any, space: Space, anna: User, posts: Callable[[str], bool]
) -> None:
    """The database keeps the index by itself; what it lacks are other forms of new words."""
    topic = Post.objects.get(pk=write("Iets.")).topic_id
    Post.objects.bulk_create(
        [Post(topic_id=topic, poster=anna, subject="x", content="Een kersenpit.")]
    )
    assert posts("kersenpit")
    Post.objects.filter(content="Een kersenpit.").update(content="Een pruimenpit.")
    assert posts("pruimenpit")
    assert not posts("kersenpit")
    writing.rename_topic(topic_id=topic, subject="Fruitmand")
    assert posts("fruitmand")
    Topic.objects.filter(pk=topic).update(first_post=None, last_post=None)
    Post.objects.filter(topic=topic).delete()
    assert not posts("pruimenpit")


def test_all_of_it_can_be_made_anew(
    teach: Any, write: Any, lessons: Callable[[str], bool], posts: Callable[[str], bool]
) -> None:
    teach("Over kersen.")
    write("Over pruimen.")
    for forget in (PageText, Word):
        forget.objects.all().delete()
    assert not lessons("kers")
    assert not posts("pruim")

    know_what_was_there()
    assert lessons("kers")
    assert posts("pruim")

    Word.objects.all().delete()
    call_command("rebuild_search", verbosity=0)
    assert lessons("kers")
    assert posts("pruim")
