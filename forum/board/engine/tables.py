"""machina's models, by the names that the engine uses."""

from machina.apps.forum.models import Forum
from machina.apps.forum_conversation.forum_polls.models import (
    TopicPoll,
    TopicPollOption,
    TopicPollVote,
)
from machina.apps.forum_conversation.models import Post, Topic
from machina.apps.forum_tracking.models import ForumReadTrack, TopicReadTrack

__all__ = [
    "Forum",
    "ForumReadTrack",
    "Post",
    "Topic",
    "TopicPoll",
    "TopicPollOption",
    "TopicPollVote",
    "TopicReadTrack",
]
