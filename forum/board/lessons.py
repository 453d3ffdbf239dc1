"""Topics that are begun from a question in a lesson: what was asked there, and the way back.

The modules know nothing of the forum but a door (``learning.modules.threads``), which is opened here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from django.db.models import Case, Value, When
from django.http import Http404
from django.urls import reverse

from forum.board import markup
from forum.board.engine.rows import SpaceFacts, topic_url
from forum.board.models import LessonTopic, Space
from forum.board.queries import spaces_for
from learning.enrolment.access import Entitlements
from learning.modules.access import get_block
from learning.modules.threads import Talk, Thread, open_door

SHOWN = 10
BLOCK = "forum_prompt"


class Prompt(NamedTuple):
    """A question to the group, as it stands in a lesson."""

    lesson_id: int
    block_id: UUID
    programme_id: int
    lesson_title: str
    lesson_url: str
    text: str
    """What stands in the box already: the question as a quotation, and the first line."""


def get_prompt(who: Entitlements, lesson_id: int, block_id: UUID) -> Prompt:
    """A question to the group in a lesson that someone may read today. Raises Http404."""
    found = get_block(who, lesson_id, block_id)
    if found.place.kind != BLOCK:
        raise Http404
    asked = found.place.value
    quoted = markup.quote(f"**{asked['title']}**\n\n{asked['text']}")
    return Prompt(
        lesson_id=lesson_id,
        block_id=block_id,
        programme_id=found.offer.programme_id,
        lesson_title=found.title,
        lesson_url=f"{found.url}#b-{block_id}",
        text=f"{quoted}\n\n{asked['first_line']}",
    )


def space_for(
    who: Entitlements, spaces: Sequence[SpaceFacts], programme_id: int
) -> SpaceFacts | None:
    """Where someone talks about a lesson: with their cohort, or else with the whole programme."""
    here = [space for space in spaces if space.programme_id == programme_id]
    mine = [space for space in here if space.cohort_id in who.cohort_ids]
    whole = [space for space in here if space.kind == Space.Kind.PROGRAMME]
    return next(iter([*mine, *whole]), None)


class Threads:
    """What lessons show of the forum."""

    def talk_about(
        self, who: Entitlements, programme_id: int, lesson_id: int, block_id: UUID
    ) -> Talk | None:
        """The topics from this question in the space where this person would begin one."""
        space = space_for(who, spaces_for(who), programme_id)
        if space is None:
            return None
        in_sight = Case(When(topic__first_post__approved=True, then=Value(1)), default=Value(0))
        rows = (
            LessonTopic.objects.filter(
                lesson=lesson_id,
                block=block_id,
                topic__forum=space.forum_id,
                topic__approved=True,
            )
            .order_by("-topic__last_post_on", "-topic")
            .values_list("topic", "topic__subject", "topic__posts_count", in_sight)[:SHOWN]
        )
        start = "" if space.is_closed else reverse("forum_board:prompt", args=[lesson_id, block_id])
        return Talk(
            start,
            [
                Thread(subject, topic_url(pk), posts - visible)
                for pk, subject, posts, visible in rows
            ],
        )


open_door(Threads())
