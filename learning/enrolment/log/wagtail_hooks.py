"""The access log in the menu of the CMS, among the reports that administrators have."""

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from learning.enrolment.log.office import AccessLogView


@hooks.register("register_admin_urls")
def register_access_log() -> list[URLPattern]:
    return [path("logboek/", AccessLogView.as_view(), name="access_log")]


@hooks.register("register_reports_menu_item")
def add_to_reports() -> MenuItem:
    return MenuItem(_("Access log"), reverse("access_log"), icon_name="history", order=50)
