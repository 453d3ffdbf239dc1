"""machina's tables, unchanged and empty: its migrations stay the only ones of this label."""

from machina.apps.forum_permission.models import (
    ForumPermission,
    GroupForumPermission,
    UserForumPermission,
)

__all__ = ["ForumPermission", "GroupForumPermission", "UserForumPermission"]
