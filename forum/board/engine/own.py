"""What is someone's own in the tables: what they wrote, voted and read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from forum.board.engine.tables import ForumReadTrack, Post, TopicPollVote, TopicReadTrack
from portal.accounts.models import User


class OwnPost(NamedTuple):
    """A post as its writer gets it back."""

    pk: int
    space: str
    subject: str
    """Of the conversation that this post began; the subject of others' is not theirs."""
    text: str
    created: datetime
    changed: datetime | None
    in_sight: bool


def posts_by(person: User) -> Iterator[OwnPost]:
    """Everything that someone wrote, in the order in which they did."""
    found = Post.objects.filter(poster=person).order_by("pk")
    for (
        pk,
        space,
        first,
        starter,
        subject,
        text,
        created,
        updated,
        updates,
        approved,
    ) in found.values_list(
        "pk",
        "topic__forum__name",
        "topic__first_post_id",
        "topic__poster_id",
        "topic__subject",
        "content",
        "created",
        "updated",
        "updates_count",
        "approved",
    ).iterator():
        began = pk == first and starter == person.pk
        yield OwnPost(
            pk=pk,
            space=space,
            subject=subject if began else "",
            text=str(text),
            created=created,
            changed=updated if updates else None,
            in_sight=approved,
        )


def votes_by(person: User) -> list[tuple[int, str, datetime]]:
    """The topic, the chosen answer and the moment of each vote."""
    votes = TopicPollVote.objects.filter(voter=person).order_by("pk")
    return list(votes.values_list("poll_option__poll__topic_id", "poll_option__text", "timestamp"))


def read_marks_of(person: User) -> list[tuple[str, int | None, datetime]]:
    """The space, the topic (none for the whole space), and until when it was read."""
    spaces = ForumReadTrack.objects.filter(user=person).order_by("pk")
    topics = TopicReadTrack.objects.filter(user=person).order_by("pk")
    return [
        *((space, None, at) for space, at in spaces.values_list("forum__name", "mark_time")),
        *topics.values_list("topic__forum__name", "topic_id", "mark_time"),
    ]
