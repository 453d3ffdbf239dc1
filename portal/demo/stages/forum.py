"""Conversations of the past weeks, some of which not everyone has read."""

from typing import Any

from forum.board.engine.polls import poll_facts
from forum.board.engine.reading import has_written
from forum.board.models import ModuleThread, Space
from forum.board.services import (
    PollDraft,
    invite_into_space,
    mark_spaces_read,
    pin_topic,
    reply,
    start_topic,
    vote,
)
from learning.enrolment.models import Role
from portal.demo.calendar import at
from portal.demo.demo import Demo
from portal.demo.sources import read

PROGRAMME = "programme"
# Working days since people last read along, one after the other over the list of people.
LAST_VISITS = (1, 2, 4, 1, 6, 2, 3)


def build(demo: Demo) -> int:
    """Build it whole, once: whoever speaks first has not spoken yet."""
    topics = read("forum")["topics"]
    if has_written(demo.person(topics[0]["posts"][0]["by"])):
        return 0
    spaces = _spaces(demo)
    _invite(demo, spaces)
    _visits(demo)
    for topic in topics:
        _talk(demo, spaces[topic["space"]], topic)
    return len(topics)


def _spaces(demo: Demo) -> dict[str, Space]:
    spaces = Space.objects.filter(programme=demo.programme).select_related("cohort")
    return {space.cohort.name if space.cohort else PROGRAMME: space for space in spaces}


def _invite(demo: Demo, spaces: dict[str, Space]) -> None:
    coordinator = next(e for e in demo.enrolments.values() if e.role == Role.COORDINATOR)
    for who in read("people")["staff"]:
        for cohort in who.get("guest_of", []):
            invite_into_space(
                space=spaces[cohort],
                enrolment=demo.enrolments[who["name"]],
                by=coordinator.person,
            )


def _visits(demo: Demo) -> None:
    """First of all: a mark on a whole space takes the place of those on its topics."""
    spaces = list(Space.objects.filter(programme=demo.programme))
    for place, enrolment in enumerate(demo.enrolments.values()):
        days = LAST_VISITS[place % len(LAST_VISITS)]
        mark_spaces_read(person=enrolment.person, spaces=spaces, at=at(demo.today, days, "16.00"))


def _talk(demo: Demo, space: Space, topic: dict[str, Any]) -> None:
    posts = list(topic["posts"])
    if "module" in topic:
        topic_id = ModuleThread.objects.get(space=space, module__slug=topic["module"]).topic_id
    else:
        first = posts.pop(0)
        topic_id = start_topic(
            space=space,
            author=demo.person(first["by"]),
            subject=topic["title"],
            text=first["text"],
            poll=_poll(topic),
            at=at(demo.today, first["ago"], first["at"]),
        ).topic_id
    for post in posts:
        reply(
            topic_id=topic_id,
            author=demo.person(post["by"]),
            text=post["text"],
            at=at(demo.today, post["ago"], post["at"]),
        )
    if topic.get("pinned"):
        pin_topic(topic_id=topic_id)
    _vote(demo, topic_id, topic)


def _poll(topic: dict[str, Any]) -> PollDraft | None:
    poll = topic.get("poll")
    return PollDraft(question=poll["question"], options=poll["options"]) if poll else None


def _vote(demo: Demo, topic_id: int, topic: dict[str, Any]) -> None:
    for option, voters in topic.get("poll", {}).get("votes", {}).items():
        for name in voters:
            voter = demo.person(name)
            facts = poll_facts(topic_id=topic_id, person_id=voter.pk)
            chosen = [each.pk for each in facts.options if each.text == option] if facts else []
            vote(topic_id=topic_id, voter=voter, option_ids=chosen)
