"""What the forum holds about a person, for that person: their own words, and nobody else's.

A title that somebody else gave to a conversation is theirs, so it stays behind: a post says its
address instead. A quotation within one's own post is part of what one wrote.
"""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from forum.board.engine import own
from forum.board.engine.rows import post_url, topic_url
from forum.board.models import Attachment
from portal.accounts.models import User
from portal.accounts.mydata import Part, exports


@exports("forum_conversation.Post.poster", "forum_conversation.Topic.poster")
def posts(person: User) -> Part:
    """What someone wrote, also what was taken away since, with the files."""
    files = Attachment.objects.filter(post__poster=person).order_by("pk")
    return Part(
        name="posts",
        title=_("What you wrote in the forum"),
        headings={
            "space": _("Where"),
            "subject": _("Subject, where you began the conversation"),
            "text": _("Text"),
            "written_at": _("Written"),
            "changed_at": _("Changed"),
            "taken_away": _("Taken away"),
            "address": _("Address"),
        },
        rows=[
            {
                "space": post.space,
                "subject": post.subject,
                "text": post.text,
                "written_at": post.created,
                "changed_at": post.changed,
                "taken_away": not post.in_sight,
                "address": f"{settings.BASE_URL}{post_url(post.pk)}",
            }
            for post in own.posts_by(person)
        ],
        files=[(f"{file.pk}-{file.name}", file.file) for file in files],
        says=_("What others wrote is not in here, unless you quoted it."),
    )


@exports("forum_polls.TopicPollVote.voter")
def votes(person: User) -> Part:
    """What someone chose in polls."""
    return Part(
        name="votes",
        title=_("What you voted in polls"),
        headings={"answer": _("Answer"), "at": _("When"), "address": _("Address")},
        rows=[
            {"answer": answer, "at": at, "address": f"{settings.BASE_URL}{topic_url(topic)}"}
            for topic, answer, at in own.votes_by(person)
        ],
    )


@exports("forum_tracking.ForumReadTrack.user", "forum_tracking.TopicReadTrack.user")
def read_marks(person: User) -> Part:
    """Until when someone has read what; it is shown to nobody."""
    return Part(
        name="read_marks",
        title=_("Until when you have read conversations"),
        headings={"space": _("Where"), "address": _("Address"), "at": _("Until")},
        rows=[
            {
                "space": space,
                "address": f"{settings.BASE_URL}{topic_url(topic)}" if topic else "",
                "at": at,
            }
            for space, topic, at in own.read_marks_of(person)
        ],
        says=_("The portal keeps this to show you what is new. Nobody else sees it."),
    )
