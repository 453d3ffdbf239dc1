"""Spaces follow enrolments, module topics follow the programme's choice; and the tables beneath."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from forum.board.engine.tables import Post, Topic
from forum.board.models import ModuleThread, Space
from forum.board.queries import latest_topics, topic_of_module
from forum.board.services import ForumError, open_space, reply, start_topic
from learning.enrolment.access import NOBODY, entitlements_of
from learning.enrolment.models import Enrolment
from learning.enrolment.services import end_enrolment, enrol_person
from learning.modules.signals import module_picked
from learning.programmes.models import Cohort, Programme
from portal.accounts.models import User


def test_who_is_enrolled_finds_the_spaces_open(
    programme: Programme,
    cohort: Cohort,
    make_person: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    for name in ("Een", "Twee"):
        with django_capture_on_commit_callbacks(execute=True):
            enrol_person(person=make_person(name), programme=programme, cohort=cohort)
    assert [(space.kind, str(space)) for space in Space.objects.all()] == [
        ("programme", "Stevig aan tafel"),
        ("cohort", "Groep Populier"),
    ]


def test_the_last_to_go_closes_the_door_and_the_next_opens_it(
    programme_space: Space,
    cohort_space: Space,
    programme: Programme,
    cohort: Cohort,
    anna: User,
    chantal: User,
    make_person: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        end_enrolment(enrolment=Enrolment.objects.get(person=anna))
    cohort_space.refresh_from_db()
    programme_space.refresh_from_db()
    assert (cohort_space.is_closed, programme_space.is_closed) == (True, False)
    with pytest.raises(ForumError, match="Deze ruimte is gesloten"):
        start_topic(space=cohort_space, author=anna, subject="Nog iets", text="Hallo")
    with django_capture_on_commit_callbacks(execute=True):
        enrol_person(person=make_person("Nieuw"), programme=programme, cohort=cohort)
    cohort_space.refresh_from_db()
    assert not cohort_space.is_closed


def test_nobody_writes_after_the_programme(
    cohort_space: Space, programme: Programme, anna: User, start: Any, as_person: Any
) -> None:
    new = start(cohort_space, anna)
    programme.ends_on = timezone.localdate() - timedelta(days=1)
    programme.save()
    with pytest.raises(ForumError, match="Deze ruimte is gesloten"):
        reply(topic_id=new.topic_id, author=anna, text="Nog iets")
    shown = as_person(anna).get(cohort_space.url).content.decode()
    assert "Deze ruimte is gesloten" in shown
    assert "Nieuw onderwerp" not in shown
    assert "Een vraag" in shown


def test_opening_twice_is_one_space(programme: Programme, cohort: Cohort) -> None:
    assert open_space(programme=programme) == open_space(programme=programme)
    assert open_space(programme=programme, cohort=cohort) == open_space(
        programme=programme, cohort=cohort
    )
    assert Space.objects.count() == 2


class Pick:
    """What the modules send along, as far as the forum looks."""

    def __init__(self, programme: Programme, module: Any) -> None:
        self.programme, self.module = programme, module


def test_a_module_that_is_picked_gets_one_topic_in_the_programme(
    programme: Programme, root_page: Any, anna: User, guus: User, as_person: Any
) -> None:
    root_page.forum_starter_title, root_page.forum_starter_text = "Slecht nieuws", "Wat werkte?"
    for _ in range(2):
        module_picked.send(sender=None, programme_module=Pick(programme, root_page))
    thread = ModuleThread.objects.get()
    assert str(thread.space) == "Stevig aan tafel"
    assert topic_of_module(entitlements_of(anna), root_page.slug) == thread.topic_id
    assert topic_of_module(entitlements_of(guus), root_page.slug) is None
    client = as_person(anna)
    answer = client.get(f"/forum/module/{root_page.slug}/", follow=True)
    shown = answer.content.decode()
    assert "Slecht nieuws</h1>" in shown
    assert "<p>Wat werkte?</p>" in shown
    away = as_person(guus).get(f"/forum/module/{root_page.slug}/")
    assert away.headers["Location"] == "/forum/"


@pytest.mark.parametrize("count", [1, 3])
def test_the_newest_topics_cost_two_queries(
    count: int,
    cohort_space: Space,
    programme_space: Space,
    anna: User,
    bram: User,
    chantal: User,
    start: Any,
    django_assert_num_queries: Any,
) -> None:
    for number in range(count):
        start(programme_space, chantal, f"Daar {number}")
        start(cohort_space, bram, f"Hier {number}")
    who = entitlements_of(anna)
    with django_assert_num_queries(2):
        rows = latest_topics(who, 2)
    assert [(row.subject, row.space_name, row.is_new, row.last_author) for row in rows] == [
        (f"Hier {count - 1}", "Groep Populier", True, "Bram Bakker"),
        (f"Daar {count - 1}", "Stevig aan tafel", True, "Chantal Claes"),
    ]
    assert rows[0].url == f"/forum/onderwerp/{rows[0].pk}/"
    assert {row.space_name for row in latest_topics(entitlements_of(chantal), 9)} == {
        "Stevig aan tafel"
    }
    assert latest_topics(NOBODY, 5) == []


def test_what_is_brought_in_from_elsewhere_keeps_its_moment(
    cohort_space: Space, anna: User, bram: User
) -> None:
    asked, answered = (timezone.now() - timedelta(days=days) for days in (9, 8))
    new = start_topic(space=cohort_space, author=anna, subject="Oud", text="Vraag", at=asked)
    reply(topic_id=new.topic_id, author=bram, text="Antwoord", at=answered)
    topic = Topic.objects.get(pk=new.topic_id)
    assert (topic.created, topic.last_post_on) == (asked, answered)
    assert list(topic.posts.values_list("created", flat=True)) == [asked, answered]
    cohort_space.forum.refresh_from_db()
    assert cohort_space.forum.last_post_on == answered


def test_posts_are_rendered_again_from_their_text(
    cohort_space: Space, anna: User, start: Any, capsys: Any
) -> None:
    new = start(cohort_space, anna, text="Een **woord**")
    Post.objects.filter(pk=new.post_id).update(_content_rendered="<script>oud</script>")
    call_command("render_posts")
    assert (
        Post.objects.get(pk=new.post_id).content.rendered == "<p>Een <strong>woord</strong></p>\n"
    )
    assert capsys.readouterr().out == "Rendered 1 posts.\n"


@pytest.mark.django_db
def test_the_indexes_on_machinas_tables_are_there() -> None:
    with connection.cursor() as cursor:
        for table, name, columns in (
            (
                "forum_conversation_topic",
                "forum_board_topics_of_a_forum",
                ["forum_id", "type", "last_post_on", "id"],
            ),
            ("forum_conversation_post", "forum_board_posts_of_a_topic", ["topic_id", "id"]),
            ("forum_polls_topicpollvote", "forum_board_vote_once", ["poll_option_id", "voter_id"]),
        ):
            found = connection.introspection.get_constraints(cursor, table)
            assert found[name]["columns"] == columns
            assert found[name]["unique"] is (name == "forum_board_vote_once")
