"""Who × what: the forum's permission matrix, walked over the cast."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from forum.board.engine.tables import Forum, Post
from forum.board.models import Attachment, Space
from forum.board.services import NewTopic, close_space, lock_topic
from forum.forum_permission.handler import PermissionHandler
from learning.enrolment.models import Enrolment
from learning.enrolment.services import end_enrolment
from portal.accounts.models import User

GONE, NO, OK, FOUND = 404, 403, 200, 302

PEOPLE = [
    "anna",
    "bram",
    "chantal",
    "dirk",
    "guest",
    "els",
    "fatma",
    "guus",
    "hugo",
    "superuser",
    "leo",
]

# In the order of PEOPLE. Dirk trains in the programme and was not invited; "guest" is Dirk, invited.
# Leo is a guest, invited into the cohort's space: he reads and writes there, and keeps no order.
MATRIX = {
    "programme space": [OK, OK, OK, OK, OK, GONE, OK, GONE, GONE, GONE, GONE],
    "cohort space": [OK, OK, GONE, GONE, OK, GONE, OK, GONE, GONE, GONE, OK],
    "topic": [OK, OK, GONE, GONE, OK, GONE, OK, GONE, GONE, GONE, OK],
    "new topic": [OK, OK, GONE, GONE, OK, GONE, OK, GONE, GONE, GONE, OK],
    "answer": [OK, OK, GONE, GONE, OK, GONE, OK, GONE, GONE, GONE, OK],
    "lasting address": [FOUND, FOUND, GONE, GONE, FOUND, GONE, FOUND, GONE, GONE, GONE, FOUND],
    "attachment": [OK, OK, GONE, GONE, OK, GONE, OK, GONE, GONE, GONE, OK],
    "edit": [OK, NO, GONE, GONE, NO, GONE, NO, GONE, GONE, GONE, NO],
    "delete": [OK, NO, GONE, GONE, OK, GONE, OK, GONE, GONE, GONE, NO],
    "lock": [NO, NO, GONE, GONE, OK, GONE, OK, GONE, GONE, GONE, NO],
    "move": [NO, NO, GONE, GONE, OK, GONE, OK, GONE, GONE, GONE, NO],
    "guests": [NO, NO, GONE, GONE, NO, GONE, OK, GONE, GONE, GONE, NO],
}
POSTS = {
    "mark read": [FOUND, FOUND, GONE, GONE, FOUND, GONE, FOUND, GONE, GONE, GONE, FOUND],
    "pin": [NO, NO, GONE, GONE, FOUND, GONE, FOUND, GONE, GONE, GONE, NO],
    "unpin": [NO, NO, GONE, GONE, FOUND, GONE, FOUND, GONE, GONE, GONE, NO],
    "unlock": [NO, NO, GONE, GONE, FOUND, GONE, FOUND, GONE, GONE, GONE, NO],
    "vote": [FOUND, FOUND, GONE, GONE, FOUND, GONE, FOUND, GONE, GONE, GONE, FOUND],
}


@pytest.fixture
def topic(cohort_space: Space, anna: User, start: Any, picture: Any) -> NewTopic:
    new: NewTopic = start(cohort_space, anna, files=[picture()])
    return new


@pytest.fixture
def addresses(programme_space: Space, cohort_space: Space, topic: NewTopic) -> dict[str, str]:
    space = [cohort_space.slug, cohort_space.pk]
    key = Attachment.objects.get(post=topic.post_id).key
    return {
        "programme space": programme_space.url,
        "cohort space": cohort_space.url,
        "topic": reverse("forum:topic", args=[topic.topic_id]),
        "new topic": reverse("forum:start", args=space),
        "answer": reverse("forum:reply", args=[topic.topic_id]),
        "lasting address": reverse("forum:post", args=[topic.post_id]),
        "attachment": reverse("forum:attachment", args=[key]),
        "edit": reverse("forum:edit", args=[topic.post_id]),
        "delete": reverse("forum:delete", args=[topic.post_id]),
        "lock": reverse("forum:lock", args=[topic.topic_id]),
        "move": reverse("forum:move", args=[topic.topic_id]),
        "guests": reverse("forum:guests", args=space),
        "mark read": reverse("forum:mark_read", args=space),
        "pin": reverse("forum:pin", args=[topic.topic_id]),
        "unpin": reverse("forum:unpin", args=[topic.topic_id]),
        "unlock": reverse("forum:unlock", args=[topic.topic_id]),
        "vote": reverse("forum:vote", args=[topic.topic_id]),
    }


@pytest.fixture
def person(
    request: pytest.FixtureRequest, make_person: Callable[..., User]
) -> Callable[[str], User]:
    def find(name: str) -> User:
        if name == "superuser":
            return make_person("Sofie Sterk", is_superuser=True, is_staff=True)
        fixtures = {"guest": "dirk_as_guest", "leo": "leo_in_the_cohort"}
        found: User = request.getfixturevalue(fixtures.get(name, name))
        return found

    return find


def status(client: Client, address: str) -> int:
    """How a page answers; a file is read to its end, which closes it."""
    answer = client.get(address)
    answer.getvalue()
    return answer.status_code


@pytest.mark.parametrize("name", PEOPLE)
def test_who_sees_what(name: str, person: Any, addresses: dict[str, str], as_person: Any) -> None:
    column = PEOPLE.index(name)
    client = as_person(person(name))
    seen = {what: status(client, addresses[what]) for what in MATRIX}
    assert seen == {what: row[column] for what, row in MATRIX.items()}


@pytest.mark.parametrize("name", PEOPLE)
def test_who_does_what(name: str, person: Any, addresses: dict[str, str], as_person: Any) -> None:
    column = PEOPLE.index(name)
    client = as_person(person(name))
    done = {what: client.post(addresses[what]).status_code for what in POSTS}
    assert done == {what: row[column] for what, row in POSTS.items()}


def test_a_visitor_signs_in_first(addresses: dict[str, str], client: Client) -> None:
    for address in addresses.values():
        for answer in (client.get(address), client.post(address)):
            assert answer.status_code == 302
            assert answer.headers["Location"].startswith("/inloggen/")


def test_an_ended_enrolment_closes_at_the_next_request(
    addresses: dict[str, str], bram: User, as_person: Any
) -> None:
    client = as_person(bram)
    assert client.get(addresses["topic"]).status_code == 200
    end_enrolment(enrolment=Enrolment.objects.get(person=bram))
    assert {status(client, addresses[what]) for what in ("topic", "attachment")} == {404}


def test_the_guest_goes_when_the_trainer_does(
    addresses: dict[str, str], dirk_as_guest: User, as_person: Any
) -> None:
    client = as_person(dirk_as_guest)
    assert client.get(addresses["topic"]).status_code == 200
    end_enrolment(enrolment=Enrolment.objects.get(person=dirk_as_guest))
    assert client.get(addresses["topic"]).status_code == 404


def test_lists_show_what_single_pages_show(
    topic: NewTopic, programme_space: Space, anna: User, chantal: User, as_person: Any
) -> None:
    address = reverse("forum:index")
    assert b"Een vraag" in as_person(anna).get(address).content
    page = as_person(chantal).get(address).content.decode()
    assert "Een vraag" not in page
    assert "Groep Populier" not in page


# --- machina's own way of asking gets the same answers


def permissions(user: Any, forum: Any) -> dict[str, bool]:
    handler = PermissionHandler()
    return {
        "read": handler.can_read_forum(forum, user),
        "write": handler.can_add_topic(forum, user),
        "moderate": handler.can_lock_topics(forum, user),
        "announce": handler.can_add_announcements(forum, user),
        "approve": handler.can_approve_posts(forum, user),
    }


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("anna", {"read", "write"}),
        ("chantal", set()),
        ("dirk", set()),
        ("guest", {"read", "write", "moderate"}),
        ("els", set()),
        ("fatma", {"read", "write", "moderate"}),
        ("guus", set()),
        ("hugo", set()),
        ("superuser", set()),
    ],
)
def test_machina_asks_the_enrolments(
    name: str, may: set[str], person: Any, cohort_space: Space, topic: NewTopic
) -> None:
    user = person(name)
    granted = permissions(user, cohort_space.forum)
    assert {what for what, allowed in granted.items() if allowed} == may
    post = Post.objects.get(pk=topic.post_id)
    handler = PermissionHandler()
    assert handler.can_edit_post(post, user) is (name == "anna")
    assert handler.can_delete_post(post, user) is (name in {"anna", "guest", "fatma"})
    assert handler.can_add_post(post.topic, user) is ("write" in may)
    readable = handler.get_readable_forums(Forum.objects.all(), user)
    assert set(readable) == set(handler.forum_list_filter(Forum.objects.all(), user))
    assert handler.get_readable_forums(list(Forum.objects.all()), user) == list(readable)
    assert (cohort_space.forum in readable) is ("read" in may)
    moderated = handler.get_target_forums_for_moved_topics(user)
    assert (cohort_space.forum in moderated) is ("moderate" in may)


def test_machina_gives_a_visitor_nothing(cohort_space: Space) -> None:
    from django.contrib.auth.models import AnonymousUser

    assert set(permissions(AnonymousUser(), cohort_space.forum).values()) == {False}


def test_machina_writes_nothing_in_a_closed_space(cohort_space: Space, anna: User) -> None:
    close_space(space=cohort_space)
    granted = permissions(anna, cohort_space.forum)
    assert (granted["read"], granted["write"]) == (True, False)


def test_machina_closes_a_locked_topic(
    cohort_space: Space, topic: NewTopic, anna: User, fatma: User
) -> None:
    lock_topic(topic_id=topic.topic_id, by=fatma, reason="Klaar")
    post = Post.objects.get(pk=topic.post_id)
    assert PermissionHandler().can_edit_post(post, anna) is False
    assert PermissionHandler().can_add_post(post.topic, anna) is False
    assert PermissionHandler().can_add_post(post.topic, fatma) is True
