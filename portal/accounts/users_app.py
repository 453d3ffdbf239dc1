"""Wagtail's screens for accounts, with ours in their place."""

from wagtail.users.apps import WagtailUsersAppConfig


class PortalUsersConfig(WagtailUsersAppConfig):
    """Stands in INSTALLED_APPS for ``wagtail.users``."""

    user_viewset = "portal.accounts.viewsets.PersonViewSet"
