"""Vote in a poll."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from forum.board.engine import polls, writing
from forum.board.services.errors import ForumError
from portal.accounts.models import User


@transaction.atomic
def vote(*, topic_id: int, voter: User, option_ids: Collection[int]) -> None:
    """Choose one or more answers of a topic's poll, once.

    Raises ForumError where the poll is over, the person has voted and may not change it, or the
    answers are none, too many or of another poll.
    """
    topic = writing.lock_topic(topic_id)
    poll = polls.poll_facts(topic_id=topic_id, person_id=voter.pk)
    if poll is None:
        raise ForumError(_("This topic has no poll."))
    if topic.is_locked or topic.is_closed or poll.is_over:
        raise ForumError(_("This poll is over."))
    if not poll.takes_votes:
        raise ForumError(_("You have voted already."))
    chosen = set(option_ids)
    if not chosen or not chosen <= {option.pk for option in poll.options}:
        raise ForumError(_("Choose an answer first."))
    if len(chosen) > poll.max_options:
        raise ForumError(_("Choose no more than %(count)d answers.") % {"count": poll.max_options})
    polls.replace_votes(poll=poll, voter=voter, option_ids=chosen)
