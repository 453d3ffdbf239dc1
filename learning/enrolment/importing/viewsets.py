"""Every address of importing and exporting in the CMS."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from learning.enrolment.importing.models import ImportRun
from learning.enrolment.importing.tables import KINDS
from learning.enrolment.importing.views import (
    ColumnsView,
    DiscardView,
    EnrolAgainView,
    EnterView,
    ExportView,
    ImportDetailView,
    ImportIndexView,
    MakeUnknownView,
    ReportView,
    StartAgainView,
    UploadView,
)
from learning.enrolment.office.enrol import ChooseProgrammeView
from portal.ui.viewsets import ScopedForm, ScopedViewSet


class ImportViewSet(ScopedViewSet):
    """Lists are taken in, checked, entered and thrown away; nothing of them is edited here."""

    name = "office_imports"
    url_prefix = "importeren"
    model = ImportRun
    icon = "upload"
    menu_label = _("Imports")
    menu_order = 107
    add_to_admin_menu = True
    form_class = ScopedForm
    index_view_class = ImportIndexView
    list_select_related = ("programme", "by")
    list_per_page = 30

    def get_urlpatterns(self) -> list[URLPattern]:
        choose = ChooseProgrammeView.as_view(next_url_name=self.get_url_name("add_in"))
        return [
            path("", self.index_view, name="index"),
            path("resultaten/", self.index_results_view, name="index_results"),
            path("nieuw/", UploadView.as_view(), name="add"),
            path("nieuw/kies/", choose, name="add_choose"),
            path("nieuw/<int:programme_pk>/", UploadView.as_view(), name="add_in"),
            path("<int:pk>/", ImportDetailView.as_view(), name="detail"),
            path("<int:pk>/kolommen/", ColumnsView.as_view(), name="columns"),
            path("<int:pk>/maken/", MakeUnknownView.as_view(), name="make"),
            path("<int:pk>/weer-inschrijven/", EnrolAgainView.as_view(), name="enrol_again"),
            path("<int:pk>/invoeren/", EnterView.as_view(), name="enter"),
            path("<int:pk>/opnieuw/", StartAgainView.as_view(), name="again"),
            path("<int:pk>/weggooien/", DiscardView.as_view(), name="discard"),
            *(
                address
                for kind in KINDS
                for address in (
                    path(
                        f"<int:pk>/verslag.{kind}",
                        ReportView.as_view(),
                        {"kind": kind},
                        name=f"report_{kind}",
                    ),
                    path(
                        f"deelnemers.{kind}",
                        ExportView.as_view(),
                        {"kind": kind},
                        name=f"export_{kind}",
                    ),
                )
            ),
        ]
