"""Polls in machina's tables: one with a topic at most."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef

from forum.board.engine.rows import PollFacts, PollOption
from forum.board.engine.tables import TopicPoll, TopicPollOption, TopicPollVote
from portal.accounts.models import User


def insert_poll(
    *,
    topic_id: int,
    question: str,
    options: Sequence[str],
    max_options: int,
    days: int | None,
    may_change: bool,
) -> None:
    """A poll with its answers."""
    poll = TopicPoll.objects.create(
        topic_id=topic_id,
        question=question,
        max_options=max_options,
        duration=days,
        user_changes=may_change,
    )
    TopicPollOption.objects.bulk_create(TopicPollOption(poll=poll, text=text) for text in options)


def poll_facts(*, topic_id: int, person_id: int) -> PollFacts | None:
    """The poll of a topic with its votes, as one person may see it."""
    poll = TopicPoll.objects.filter(topic_id=topic_id).first()
    if poll is None:
        return None
    mine = TopicPollVote.objects.filter(poll_option=OuterRef("pk"), voter=person_id)
    options = (
        TopicPollOption.objects.filter(poll=poll)
        .annotate(count=Count("votes"), is_mine=Exists(mine))
        .order_by("pk")
    )
    voters = (
        TopicPollVote.objects.filter(poll_option__poll=poll).aggregate(
            voters=Count("voter", distinct=True)
        )
    )["voters"]
    return PollFacts(
        pk=poll.pk,
        question=poll.question,
        max_options=poll.max_options,
        ends_at=poll.created + timedelta(days=poll.duration) if poll.duration else None,
        may_change=poll.user_changes,
        options=[PollOption(o.pk, o.text, o.count, o.is_mine) for o in options],
        voters=voters,
    )


def replace_votes(*, poll: PollFacts, voter: User, option_ids: Collection[int]) -> None:
    """What someone chose, instead of what they chose before."""
    TopicPollVote.objects.filter(poll_option__poll=poll.pk, voter=voter).delete()
    TopicPollVote.objects.bulk_create(
        TopicPollVote(poll_option_id=option_id, voter=voter) for option_id in option_ids
    )
