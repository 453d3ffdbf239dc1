"""What happens to the site's pages when something else happens."""

from typing import Any

from django.apps import AppConfig
from django.apps.registry import Apps
from django.core.management import call_command

from portal.pages.services import set_up_site


def make_first_pages(sender: AppConfig, apps: Apps, **kwargs: Any) -> None:
    """After ``migrate``: a new database has a site that can be visited and edited at once."""
    try:
        apps.get_model("pages", "InfoPage")
    except LookupError:
        return  # migrated back to before these pages existed
    # The addresses of pages are kept in the cache, whose table a new database does not have yet.
    call_command("createcachetable", verbosity=0)
    set_up_site()
