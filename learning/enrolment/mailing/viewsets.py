"""Every address of the log of mails in the CMS."""

from typing import Any

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from learning.enrolment.mailing.models import Mail
from learning.enrolment.mailing.views import MailDetailView, MailIndexView
from portal.ui.viewsets import ScopedForm, ScopedViewSet


class MailViewSet(ScopedViewSet):
    """Mails are sent elsewhere; here they are looked at, and never changed or deleted."""

    name = "office_mails"
    url_prefix = "mails"
    model = Mail
    icon = "mail"
    menu_label = _("Mail log")
    menu_order = 107
    add_to_admin_menu = True
    form_class = ScopedForm
    index_view_class = MailIndexView
    list_per_page = 50
    list_select_related = ("programme", "enrolment__person")

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        nowhere = {"add_url_name": None, "edit_url_name": None, "delete_url_name": None}
        return super().get_index_view_kwargs(**{**nowhere, **kwargs})

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("resultaten/", self.index_results_view, name="index_results"),
            path("<int:pk>/", MailDetailView.as_view(), name="detail"),
        ]
