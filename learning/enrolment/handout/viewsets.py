"""Every address of the runs of letters, cards and mails in the CMS."""

from typing import Any

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from learning.enrolment.handout.models import Handout
from learning.enrolment.handout.views import (
    DownloadView,
    HandoutDetailView,
    HandoutIndexView,
    StartAgainView,
)
from portal.ui.viewsets import ScopedForm, ScopedViewSet


class HandoutViewSet(ScopedViewSet):
    """Runs are started from the list of people, and never changed or deleted."""

    name = "office_handouts"
    url_prefix = "uitgifte"
    model = Handout
    icon = "doc-full"
    menu_label = _("Handing out codes")
    menu_order = 106
    add_to_admin_menu = True
    form_class = ScopedForm
    index_view_class = HandoutIndexView
    list_per_page = 30
    list_select_related = ("programme", "by")

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(**{"add_url_name": None, **kwargs})

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("resultaten/", self.index_results_view, name="index_results"),
            path("<int:pk>/", HandoutDetailView.as_view(), name="detail"),
            path("<int:pk>/bestand/", DownloadView.as_view(), name="download"),
            path("<int:pk>/opnieuw/", StartAgainView.as_view(), name="again"),
        ]
