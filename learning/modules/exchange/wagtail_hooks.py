"""The buttons in the CMS with which a module goes out, and comes in."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from learning.modules.exchange import views
from learning.modules.models import ModuleIndexPage, ModulePage
from portal.accounts.models import User


@hooks.register("register_admin_urls")
def register_addresses() -> list[URLPattern]:
    return [
        path("modules/<int:pk>/export/", views.export, name="module_export"),
        path("modules/<int:pk>/import/", views.ImportView.as_view(), name="module_import"),
    ]


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def exchange(page: Page, user: User, **_options: Any) -> Iterator[Button]:
    kind = page.specific_class
    if kind is ModulePage and page.permissions_for_user(user).can_edit():
        url = reverse("module_export", args=[page.pk])
        yield Button(_("Save as a file"), url, icon_name="download", priority=80)
    if kind is ModuleIndexPage and page.permissions_for_user(user).can_add_subpage():
        url = reverse("module_import", args=[page.pk])
        yield Button(_("Bring in a module"), url, icon_name="upload", priority=80)
