"""machina's permissions, answered from the enrolments instead of from its rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from forum.board import access, queries
from forum.board.engine.rows import SpaceFacts
from learning.enrolment.access import NOBODY, Entitlements, entitlements_of

READER = {"can_see_forum", "can_read_forum", "can_download_file", "can_vote_in_polls"}
WRITER = {
    "can_start_new_topics",
    "can_reply_to_topics",
    "can_edit_own_posts",
    "can_delete_own_posts",
    "can_post_without_approval",
    "can_create_polls",
    "can_attach_file",
}
MODERATOR = {
    "can_post_stickies",
    "can_lock_topics",
    "can_move_topics",
    "can_delete_posts",
    "can_reply_to_locked_topics",
}


class ForumPermissionChecker:
    """What one person may in which forum. Superusers and ``is_staff`` count for nothing here.

    A forum without a space, and one below another forum, are open to nobody.
    """

    def __init__(self, user: Any) -> None:
        self.entitlements = entitlements_of(user) if user.is_authenticated else NOBODY
        self._spaces: dict[int, SpaceFacts] | None = None

    @property
    def spaces(self) -> dict[int, SpaceFacts]:
        """The spaces that the person may read, by forum."""
        if self._spaces is None:
            found = queries.spaces_for(self.entitlements)
            self._spaces = {space.forum_id: space for space in found}
        return self._spaces

    def has_perm(self, perm: str, forum: Any) -> bool:
        """Whether the person may do this in the forum."""
        return perm in self.get_perms(forum)

    def get_perms(self, forum: Any) -> set[str]:
        """The names of everything that the person may do in the forum; nothing for no forum."""
        space = self.spaces.get(forum.pk) if forum is not None else None
        return _permissions(self.entitlements, space) if space else set()

    def get_perms_for_forumlist(
        self, forums: Iterable[Any], perm_codenames: Iterable[str] | None = None
    ) -> dict[Any, set[str]]:
        """The same for several forums at once."""
        return {forum: self.get_perms(forum) for forum in forums}


def _permissions(entitlements: Entitlements, space: SpaceFacts) -> set[str]:
    granted = READER.copy()
    if not space.is_closed:
        granted |= WRITER
    if access.may_moderate(entitlements, space):
        granted |= MODERATOR
    return granted
