"""The CMS in our house: no inline script, no page of the world outside, no menu without use."""

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.ui import choosers

choosers.start_without_script()

# Reports on pages stay with who manages them; the help menu leads to wagtail.org.
FOR_ADMINISTRATORS = {"reports", "help"}


@hooks.register("insert_global_admin_css")
def stylesheet() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("ui/cms/cms.css"))


@hooks.register("insert_global_admin_js")
def scripts() -> SafeString:
    return format_html('<script src="{}"></script>', static("ui/cms/cms.js"))


@hooks.register("construct_main_menu")
def leave_out_what_is_not_theirs(request: HttpRequest, items: list[MenuItem]) -> None:
    if not request.user.is_superuser:
        items[:] = [item for item in items if item.name not in FOR_ADMINISTRATORS]


@hooks.register("construct_help_menu")
def leave_out_the_world_outside(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if not item.url.startswith("http")]


@hooks.register("register_admin_menu_item")
def way_back_to_the_portal() -> MenuItem:
    # The question mark keeps the menu from taking every address for one below this.
    return MenuItem(
        _("To the portal"),
        f"{settings.LOGIN_REDIRECT_URL}?",
        name="portal",
        icon_name="arrow-left",
        order=10_100,
    )
