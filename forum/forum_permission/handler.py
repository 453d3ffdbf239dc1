"""machina's door-keeper, without its back doors."""

from __future__ import annotations

from typing import Any

from machina.apps.forum_permission.handler import PermissionHandler as MachinaPermissionHandler


class PermissionHandler(MachinaPermissionHandler):
    """Everybody is asked: machina's own lets a superuser through before it asks the checker."""

    def forum_list_filter(self, qs: Any, user: Any) -> Any:
        """The forums of a queryset that the person may see."""
        return qs.filter(pk__in=self._get_checker(user).spaces)

    def get_readable_forums(self, forums: Any, user: Any) -> Any:
        """The forums, of a queryset or a list, that the person may read."""
        readable = self._get_checker(user).spaces
        if hasattr(forums, "filter"):
            return forums.filter(pk__in=readable)
        return [forum for forum in forums if forum.pk in readable]

    def can_edit_post(self, post: Any, user: Any) -> bool:
        """One's own words only, as ``forum.board.access`` says."""
        return (
            self._is_post_author(post, user)
            and not post.topic.is_locked
            and self._perform_basic_permission_check(post.topic.forum, user, "can_edit_own_posts")
        )

    def can_delete_post(self, post: Any, user: Any) -> bool:
        """One's own post, or as a moderator."""
        forum = post.topic.forum
        own = self._is_post_author(post, user) and self._perform_basic_permission_check(
            forum, user, "can_delete_own_posts"
        )
        return own or self._perform_basic_permission_check(forum, user, "can_delete_posts")

    def _get_forums_for_user(
        self, user: Any, perm_codenames: Any, use_tree_hierarchy: bool = False
    ) -> Any:
        checker = self._get_checker(user)
        wanted = set(perm_codenames)
        return [f for f in self._get_all_forums() if wanted <= checker.get_perms(f)]

    def _perform_basic_permission_check(self, forum: Any, user: Any, permission: str) -> bool:
        return bool(self._get_checker(user).has_perm(permission, forum))
