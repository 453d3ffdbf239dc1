from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ForumPermissionConfig(AppConfig):
    """Stands in machina's place. Its rows of permissions are not made: nothing is granted by rows."""

    name = "forum.forum_permission"
    label = "forum_permission"
    verbose_name = _("forum permissions")
