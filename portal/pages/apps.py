from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "portal.pages"
    label = "pages"
    verbose_name = _("pages")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from portal.pages.receivers import make_first_pages

        post_migrate.connect(make_first_pages, sender=self)
