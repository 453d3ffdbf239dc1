"""Each hole that stock machina leaves open in a closed portal, tried on ours.

The numbers follow the list in docs/decisions/0006-forum-on-machina.md.
"""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from forum.board import access
from forum.board.engine import polls
from forum.board.engine.tables import Forum, Post, Topic, TopicPollVote
from forum.board.models import Attachment, Space
from forum.board.services import ForumError, PollDraft, delete_post, reply, vote
from learning.enrolment.access import entitlements_of
from portal.accounts.models import PeopleAreKept, User

SECRET = "Vertrouwelijk onderwerp"


# 1. Rights come from the topic's own space, never from an address


def test_no_address_names_both_a_space_and_something_in_it() -> None:
    def walk(patterns: Any, prefix: str = "") -> Any:
        for pattern in patterns:
            route = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, route)
            elif isinstance(pattern, URLPattern):
                yield route

    routes = [route for route in walk(get_resolver().url_patterns) if route.startswith("forum/")]
    assert len(routes) == 20
    assert [route for route in routes if "<int:pk>" in route and "_id>" in route] == []


def test_a_quotation_stays_within_its_topic(
    cohort_space: Space,
    other_cohort_space: Space,
    programme_space: Space,
    anna: User,
    chantal: User,
    start: Any,
    as_person: Any,
) -> None:
    """Not another topic's words, and not those of a space that is closed to this person."""
    secret = start(other_cohort_space, chantal, SECRET, "Geheime woorden")
    elsewhere = start(programme_space, chantal, "Elders", "Andere woorden")
    mine = start(cohort_space, anna)
    client = as_person(anna)
    address = reverse("forum:reply", args=[mine.topic_id])
    assert client.get(f"{address}?citeer={secret.post_id}").status_code == 404
    shown = client.get(f"{address}?citeer={elsewhere.post_id}")
    assert shown.context["form"]["text"].value() == ""


def test_titles_of_other_spaces_show_nowhere(
    other_cohort_space: Space,
    cohort_space: Space,
    anna: User,
    chantal: User,
    start: Any,
    as_person: Any,
) -> None:
    secret = start(other_cohort_space, chantal, SECRET)
    start(cohort_space, anna)
    client = as_person(anna)
    for address in (
        reverse("forum:index"),
        cohort_space.url,
        other_cohort_space.url,
        reverse("forum:topic", args=[secret.topic_id]),
        reverse("forum:lock", args=[secret.topic_id]),
        reverse("forum:reply", args=[secret.topic_id]),
        reverse("forum:edit", args=[secret.post_id]),
    ):
        assert SECRET not in client.get(address).content.decode()


# 2. Attachments and answers of a poll belong to one post


def test_nobody_takes_over_or_deletes_the_file_of_another_post(
    cohort_space: Space, anna: User, bram: User, start: Any, picture: Any, as_person: Any
) -> None:
    theirs = Attachment.objects.get(post=start(cohort_space, bram, files=[picture()]).post_id)
    mine = start(cohort_space, anna, "Van mij", files=[picture("mijn.png")])
    client = as_person(anna)
    sent = {
        "subject": "Van mij",
        "text": "Nieuwe tekst",
        "version": "0",
        "drop": [theirs.pk],
        # what machina's formset would have asked for
        "attachment-TOTAL_FORMS": "1",
        "attachment-INITIAL_FORMS": "1",
        "attachment-0-id": str(theirs.pk),
        "attachment-0-DELETE": "on",
        "attachment-0-post": str(mine.post_id),
    }
    shown = client.post(reverse("forum:edit", args=[mine.post_id]), sent)
    assert shown.status_code == 200
    assert "drop" in shown.context["form"].errors
    assert Attachment.objects.get(pk=theirs.pk).post_id == theirs.post_id
    assert theirs.file.storage.exists(theirs.file.name)


def test_nobody_votes_with_another_polls_answer(
    cohort_space: Space, anna: User, bram: User, start: Any, as_person: Any
) -> None:
    first = start(cohort_space, bram, "Een", poll=PollDraft("Wat?", ["a", "b"]))
    second = start(cohort_space, bram, "Twee", poll=PollDraft("Wie?", ["c", "d"]))
    other = polls.poll_facts(topic_id=second.topic_id, person_id=anna.pk)
    assert other is not None
    address = reverse("forum:vote", args=[first.topic_id])
    as_person(anna).post(address, {"options": [other.options[0].pk]})
    assert not TopicPollVote.objects.exists()


# 3. Files of posts that are out of sight


def test_the_file_of_a_post_taken_away_is_gone(
    cohort_space: Space,
    anna: User,
    bram: User,
    fatma: User,
    start: Any,
    picture: Any,
    as_person: Any,
) -> None:
    new = start(cohort_space, anna, files=[picture()])
    reply(topic_id=new.topic_id, author=bram, text="Zo blijft het onderwerp")
    address = reverse("forum:attachment", args=[Attachment.objects.get().key])
    post = access.get_post(entitlements_of(anna), new.post_id)
    delete_post(post=post, by=anna)
    for person in (anna, bram, fatma):
        assert as_person(person).get(address).status_code == 404


# 4. Lists and single pages agree; a child is never wider than its parent


def test_a_forum_below_another_is_no_space(
    programme_space: Space, cohort_space: Space, anna: User, start: Any, as_person: Any
) -> None:
    """Even where somebody nests the forum of a space that would be open."""
    new = start(cohort_space, anna)
    Forum.objects.filter(pk=cohort_space.forum_id).update(parent=programme_space.forum_id)
    client = as_person(anna)
    assert client.get(cohort_space.url).status_code == 404
    assert client.get(reverse("forum:topic", args=[new.topic_id])).status_code == 404
    assert "Groep Populier" not in client.get(reverse("forum:index")).content.decode()


def test_a_forum_without_a_space_is_open_to_nobody(anna: User, fatma: User, as_person: Any) -> None:
    forum = Forum.objects.create(name="Los", type=Forum.FORUM_POST)
    topic = Topic.objects.create(
        forum=forum, poster=anna, subject=SECRET, type=Topic.TOPIC_POST, status=Topic.TOPIC_UNLOCKED
    )
    Post.objects.create(topic=topic, poster=anna, subject=SECRET, content="x")
    for person in (anna, fatma):
        client = as_person(person)
        assert client.get(reverse("forum:topic", args=[topic.pk])).status_code == 404
        assert SECRET not in client.get(reverse("forum:index")).content.decode()


# 5, 6, 7. No feeds, no member pages, no admin, no change of state by GET


def test_only_what_is_used_of_machina_is_installed() -> None:
    installed = {config.name for config in apps.get_app_configs() if "machina" in config.name}
    assert installed == {
        "machina.apps.forum",
        "machina.apps.forum_conversation",
        "machina.apps.forum_conversation.forum_polls",
        "machina.apps.forum_tracking",
    }
    assert apps.get_app_config("forum_permission").name == "forum.forum_permission"
    assert not apps.is_installed("django.contrib.admin")


def test_none_of_machinas_views_has_an_address() -> None:
    def views(patterns: Any) -> Any:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from views(pattern.url_patterns)
            else:
                yield pattern.callback.__module__

    assert not [name for name in views(get_resolver().url_patterns) if name.startswith("machina")]


def test_no_template_of_machina_is_found() -> None:
    for engine in settings.TEMPLATES:
        assert not [path for path in engine["DIRS"] if "machina" in str(path)]


@pytest.mark.parametrize("name", ["unlock", "pin", "unpin", "vote"])
def test_state_changes_by_post_only(
    name: str, cohort_space: Space, anna: User, fatma: User, start: Any, as_person: Any
) -> None:
    new = start(cohort_space, anna)
    address = reverse(f"forum:{name}", args=[new.topic_id])
    shown = reverse("forum:topic", args=[new.topic_id])
    assert as_person(fatma).get(address).headers["Location"] == shown


@pytest.mark.parametrize("name", ["lock", "move"])
def test_asking_changes_nothing(
    name: str,
    cohort_space: Space,
    programme_space: Space,
    anna: User,
    fatma: User,
    start: Any,
    as_person: Any,
) -> None:
    new = start(cohort_space, anna)
    before = Topic.objects.values().get(pk=new.topic_id)
    assert as_person(fatma).get(reverse(f"forum:{name}", args=[new.topic_id])).status_code == 200
    assert Topic.objects.values().get(pk=new.topic_id) == before


# 8. What is out of sight shows nowhere


def test_a_post_taken_away_shows_in_no_list(
    cohort_space: Space, anna: User, bram: User, start: Any, as_person: Any
) -> None:
    new = start(cohort_space, anna, "Een vraag", "Dit had ik niet moeten schrijven")
    reply(topic_id=new.topic_id, author=bram, text="Antwoord")
    delete_post(post=access.get_post(entitlements_of(anna), new.post_id), by=anna)
    client = as_person(bram)
    for address in (
        cohort_space.url,
        reverse("forum:index"),
        reverse("forum:topic", args=[new.topic_id]),
    ):
        assert "Dit had ik" not in client.get(address).content.decode()
    answer = reverse("forum:reply", args=[new.topic_id])
    assert client.get(f"{answer}?citeer={new.post_id}").status_code == 404
    assert client.get(reverse("forum:post", args=[new.post_id])).status_code == 404


# 9. Own forms: a category takes no topics, a vote counts once


def test_a_space_is_a_forum_that_takes_topics(cohort_space: Space) -> None:
    assert cohort_space.forum.is_forum


def test_a_vote_counts_once(cohort_space: Space, anna: User, bram: User, start: Any) -> None:
    new = start(cohort_space, bram, poll=PollDraft("Wat?", ["a", "b"]))
    poll = polls.poll_facts(topic_id=new.topic_id, person_id=anna.pk)
    assert poll is not None
    one, two = (option.pk for option in poll.options)
    vote(topic_id=new.topic_id, voter=anna, option_ids=[one])
    with pytest.raises(ForumError, match="Je hebt al gestemd"):
        vote(topic_id=new.topic_id, voter=anna, option_ids=[two])
    with pytest.raises(IntegrityError), transaction.atomic():
        TopicPollVote.objects.create(voter=anna, poll_option_id=one)
    assert list(TopicPollVote.objects.values_list("poll_option", flat=True)) == [one]


# 10. A visitor leaves no trace


def test_a_visitor_gets_no_session(
    cohort_space: Space, anna: User, start: Any, client: Client
) -> None:
    new = start(cohort_space, anna)
    for address in (
        reverse("forum:index"),
        cohort_space.url,
        reverse("forum:topic", args=[new.topic_id]),
    ):
        answer = client.get(address)
        assert answer.status_code == 302
        assert settings.SESSION_COOKIE_NAME not in answer.cookies
    assert not Session.objects.exists()


# 11. People are shown by name


def test_the_internal_name_of_a_participant_is_shown_nowhere(
    cohort_space: Space, anna: User, bram: User, start: Any, as_person: Any
) -> None:
    new = start(cohort_space, bram)
    client = as_person(anna)
    for address in (
        reverse("forum:index"),
        cohort_space.url,
        reverse("forum:topic", args=[new.topic_id]),
    ):
        shown = client.get(address).content.decode()
        assert "Bram Bakker" in shown
        assert bram.username not in shown
    module = import_module("machina.conf.settings")
    assert module.USER_DISPLAY_NAME_METHOD == "get_full_name"


# 12. Who leaves takes nobody's words along


def test_a_person_who_wrote_cannot_be_deleted(
    cohort_space: Space, make_person: Any, anna: User, bram: User, start: Any
) -> None:
    gone = make_person("Gerda Gaat")
    new = start(cohort_space, gone)
    reply(topic_id=new.topic_id, author=bram, text="Een antwoord om te bewaren")
    for delete in (gone.delete, User.objects.filter(pk=gone.pk).delete):
        with pytest.raises(PeopleAreKept), transaction.atomic():
            delete()
    assert Topic.objects.filter(pk=new.topic_id).exists()


# 13. What is printed is what was rendered


def test_templates_print_only_what_was_rendered(
    cohort_space: Space, anna: User, start: Any, as_person: Any
) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    new = start(cohort_space, anna, evil, evil)
    client = as_person(anna)
    for address in (
        reverse("forum:index"),
        cohort_space.url,
        reverse("forum:topic", args=[new.topic_id]),
        reverse("forum:edit", args=[new.post_id]),
        reverse("forum:delete", args=[new.post_id]),
        reverse("forum:reply", args=[new.topic_id]) + f"?citeer={new.post_id}",
    ):
        shown = client.get(address).content.decode()
        assert "alert(1)" in shown
        assert "<script>alert" not in shown
        assert "<img" not in shown
