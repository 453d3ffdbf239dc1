from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BoardConfig(AppConfig):
    name = "forum.board"
    label = "forum_board"
    verbose_name = _("forum")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from forum.board import lessons, mydata, receivers  # noqa: F401
