"""Who may do what in the forum: derived from the enrolments, and from nothing else.

Reading a space is the condition for everything in it, so each object is got through a getter here
that answers 404 where the space around it is not open. What a reader may do beyond that follows.
"""

from __future__ import annotations

from django.http import Http404

from forum.board import queries
from forum.board.engine import reading
from forum.board.engine.rows import PostFacts, SpaceFacts, TopicFacts
from forum.board.models import Attachment
from learning.enrolment.access import Entitlements


def get_space(entitlements: Entitlements, pk: int) -> SpaceFacts:
    """A space that is open to this person; Http404 otherwise."""
    space = reading.space_facts(pk, entitlements.person_id or 0)
    if space is None:
        raise Http404
    _let_in(entitlements, space)
    return space


def get_topic(entitlements: Entitlements, topic_id: int) -> TopicFacts:
    """A topic in a space that is open to this person; Http404 otherwise."""
    topic = reading.topic_facts(topic_id, entitlements.person_id or 0)
    if topic is None:
        raise Http404
    _let_in(entitlements, topic.space)
    return topic


def get_post(entitlements: Entitlements, post_id: int) -> PostFacts:
    """A post that this person may read; Http404 otherwise, and where it was taken away."""
    post = reading.post_facts(post_id, entitlements.person_id or 0)
    if post is None:
        raise Http404
    _let_in(entitlements, post.topic.space)
    return post


def get_attachment(entitlements: Entitlements, key: str) -> Attachment:
    """A file of a post that this person may read; Http404 otherwise."""
    attachment = Attachment.objects.filter(key=key).first()
    if attachment is None:
        raise Http404
    get_post(entitlements, attachment.post_id)
    return attachment


def _let_in(entitlements: Entitlements, space: SpaceFacts) -> None:
    queries.note_invitations(entitlements, [space])
    if not space.is_open_to(entitlements):
        raise Http404


def may_moderate(entitlements: Entitlements, space: SpaceFacts) -> bool:
    """Coordinators of the programme keep order, and the trainers who were invited here."""
    return space.programme_id in entitlements.coordinated_programme_ids or space.keeps_order


def may_invite(entitlements: Entitlements, space: SpaceFacts) -> bool:
    """Only coordinators decide which trainers and guests come in."""
    return space.programme_id in entitlements.coordinated_programme_ids


def may_answer(entitlements: Entitlements, topic: TopicFacts) -> bool:
    """Whoever reads may answer, until the topic is locked or the space closed."""
    if topic.space.is_closed:
        return False
    return not topic.is_locked or may_moderate(entitlements, topic.space)


def may_edit(entitlements: Entitlements, post: PostFacts) -> bool:
    """One's own words only: nobody, moderator or not, puts words in another's mouth."""
    is_own = post.author_id is not None and post.author_id == entitlements.person_id
    return is_own and not (post.topic.is_locked or post.topic.space.is_closed)


def may_remove(entitlements: Entitlements, post: PostFacts) -> bool:
    """One's own post always; another's as a moderator, who says why."""
    is_own = post.author_id is not None and post.author_id == entitlements.person_id
    return is_own or may_moderate(entitlements, post.topic.space)
