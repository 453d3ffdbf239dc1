"""What the screens read: the spaces someone may enter, what is new in them, and who is there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from forum.board.engine import reading
from forum.board.engine.rows import Page, PostHit, PostRow, SpaceFacts, TopicFacts, TopicRow
from forum.board.models import Attachment, LessonTopic, ModuleThread, Space, SpaceGuest
from learning.enrolment.access import INVITED_ROLES, Entitlements
from learning.enrolment.queries import standings_in
from portal.fulltext import Groups

if TYPE_CHECKING:
    from learning.enrolment.models import Enrolment


def note_invitations(entitlements: Entitlements, spaces: Sequence[SpaceFacts]) -> None:
    """Say of each space whether someone was invited into it, and whether to keep order there.

    A query for trainers and guests, none for others.
    """
    enrolments = entitlements.invited_enrolment_ids
    if not enrolments:
        return
    rows = SpaceGuest.objects.filter(enrolment_id__in=enrolments)
    invited = set(rows.values_list("space_id", "enrolment_id"))
    as_trainer = entitlements.training_enrolment_ids
    for space in spaces:
        through = {enrolment for space_id, enrolment in invited if space_id == space.pk}
        space.is_invited, space.keeps_order = bool(through), bool(through & as_trainer)


def spaces_for(entitlements: Entitlements) -> list[SpaceFacts]:
    """Spaces that someone may read, and whether there is news in them."""
    if entitlements.person_id is None or not entitlements:
        return []
    spaces = reading.spaces_of_programmes(entitlements.programme_ids, entitlements.person_id)
    note_invitations(entitlements, spaces)
    return [space for space in spaces if space.is_open_to(entitlements)]


def latest_topics(
    entitlements: Entitlements, limit: int, spaces: list[SpaceFacts] | None = None
) -> list[TopicRow]:
    """The topics with the newest posts in all spaces that someone may read: two queries.

    One where the caller has the ``spaces`` already.
    """
    spaces = spaces_for(entitlements) if spaces is None else spaces
    return reading.latest_topics(spaces, entitlements.person_id or 0, limit)


def find_posts(
    spaces: Sequence[SpaceFacts], groups: Groups, limit: int, before: int | None = None
) -> list[PostHit]:
    """Posts in the spaces of ``spaces_for`` in which each group has a word, newest first.

    One query, and one more on PostgreSQL where the newest posts do not fill the list.
    """
    return reading.find_posts(spaces, groups, limit, before)


def all_texts() -> Iterator[str]:
    """The subjects and texts of all posts, for who learns their words."""
    return reading.all_texts()


class Asked(NamedTuple):
    """What a group asks on the forum."""

    unanswered: list[TopicRow]
    most_answered: list[TopicRow]


def what_is_asked(
    entitlements: Entitlements,
    *,
    programme_id: int,
    cohort_id: int,
    since: datetime,
    limit: int,
) -> Asked:
    """The questions of a cohort and of its whole programme, as far as someone may read those spaces:
    four queries, and one for who may be invited."""
    spaces = [
        space
        for space in spaces_for(entitlements)
        if space.programme_id == programme_id and space.cohort_id in {None, cohort_id}
    ]
    person = entitlements.person_id or 0
    asked = Asked(
        *(
            reading.asked_topics(spaces, person, since=since, limit=limit, answered=answered)
            for answered in (False, True)
        )
    )
    _say_from_where([*asked.unanswered, *asked.most_answered])
    return asked


def _say_from_where(topics: Sequence[TopicRow]) -> None:
    """Say of topics from which module or lesson they were started: one query."""
    if not topics:
        return
    pks = [topic.pk for topic in topics]
    started = ModuleThread.objects.filter(topic__in=pks).values_list("topic", "module__title")
    asked = LessonTopic.objects.filter(topic__in=pks).values_list("topic", "lesson__title")
    about = dict(started.union(asked, all=True))
    for topic in topics:
        topic.about = about.get(topic.pk, "")


def post_page(
    topic: TopicFacts,
    *,
    since: int | None = None,
    until: int | None = None,
    around: int | None = None,
) -> Page[PostRow]:
    """Posts of a topic with their files, and what their authors are in the programme.

    Two queries; a third where a post has files.
    """
    page = reading.post_page(topic, since=since, until=until, around=around)
    authors = {row.author_id for row in page.rows if row.author_id}
    standings = standings_in(topic.space.programme_id, authors) if authors else {}
    with_files = {row.pk: row for row in page.rows if row.has_files}
    if with_files:
        for attachment in Attachment.objects.filter(post__in=with_files):
            with_files[attachment.post_id].files.append(attachment)
    _mark_news(topic, page.rows)
    for row in page.rows:
        if standing := standings.get(row.author_id or 0):
            row.function, row.photo = standing.function, standing.photo
            row.role = standing.title
    return page


def _mark_news(topic: TopicFacts, rows: Sequence[PostRow]) -> None:
    """Say which posts are new, and where on the page they begin."""
    has_begun = False
    for row in rows:
        if row.pk == topic.first_post_id:
            row.kind = "p-post--op"
        elif topic.read_until and row.created > topic.read_until:
            row.kind, row.is_new = "is-new", True
            row.begins_news = row is not rows[0] and not has_begun
            has_begun = True


def topic_of_module(entitlements: Entitlements, module_slug: str) -> int | None:
    """The topic that a module started in a space someone may read; one's own programme first."""
    readable = {space.pk: space.programme_id for space in spaces_for(entitlements)}
    threads = ModuleThread.objects.filter(
        module__slug=module_slug, topic__approved=True, space__in=readable
    )
    by_programme = {
        readable[space]: topic for space, topic in threads.values_list("space", "topic")
    }
    current = entitlements.current
    first = by_programme.get(current.programme_id) if current else None
    return first or next(iter(by_programme.values()), None)


def invitable_into(space: Space) -> QuerySet[Enrolment]:
    """The trainers and guests of the programme of a space, each with ``is_invited``."""
    return (
        space.programme.enrolments.active()
        .filter(role__in=INVITED_ROLES)
        .select_related("person")
        .annotate(is_invited=Exists(space.guests.filter(enrolment=OuterRef("pk"))))
    )
