"""What can be done in the forum: the views, the receivers, the demo and the tests call these."""

from forum.board.services.errors import ForumError
from forum.board.services.moderation import (
    lock_topic,
    move_topic,
    pin_topic,
    unlock_topic,
    unpin_topic,
)
from forum.board.services.polls import vote
from forum.board.services.posts import (
    Asked,
    EditConflict,
    NewTopic,
    PollDraft,
    delete_post,
    edit_post,
    reply,
    start_topic,
)
from forum.board.services.reading import mark_spaces_read, mark_topic_read
from forum.board.services.spaces import (
    close_space,
    invite_into_space,
    open_space,
    start_module_thread,
    withdraw_invitation,
)

__all__ = [
    "Asked",
    "EditConflict",
    "ForumError",
    "NewTopic",
    "PollDraft",
    "close_space",
    "delete_post",
    "edit_post",
    "invite_into_space",
    "lock_topic",
    "mark_spaces_read",
    "mark_topic_read",
    "move_topic",
    "open_space",
    "pin_topic",
    "reply",
    "start_module_thread",
    "start_topic",
    "unlock_topic",
    "unpin_topic",
    "vote",
    "withdraw_invitation",
]
