"""Enrolments and personal codes in the CMS: every address of the programme office for people."""

from typing import Any

from django.urls import URLPattern, path

from learning.enrolment.models import Enrolment
from learning.enrolment.office.codes import (
    ExtendCodeView,
    IssueCodeView,
    ReplaceCodeView,
    RevokeCodeView,
    UnfreezeCodeView,
)
from learning.enrolment.office.enrol import ChooseProgrammeView, EnrolAccountView, EnrolView
from learning.enrolment.office.forms import ChangeForm
from learning.enrolment.office.lists import EnrolmentIndexView
from learning.enrolment.office.person import EnrolmentDetailView
from learning.enrolment.office.views import (
    ChangeEnrolmentView,
    EndEnrolmentView,
    EnrolAgainView,
)
from portal.ui.viewsets import ScopedViewSet


class EnrolmentViewSet(ScopedViewSet):
    """Everything about an enrolment goes through a service, and nothing is deleted."""

    name = "office_enrolments"
    url_prefix = "inschrijvingen"
    model = Enrolment
    icon = "user"
    menu_order = 105
    add_to_admin_menu = True
    form_class = ChangeForm
    index_view_class = EnrolmentIndexView
    list_per_page = 50

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            **{"edit_url_name": self.get_url_name("detail"), **kwargs}
        )

    def get_urlpatterns(self) -> list[URLPattern]:
        choose = ChooseProgrammeView.as_view
        return [
            path("", self.index_view, name="index"),
            path("resultaten/", self.index_results_view, name="index_results"),
            path("deelnemer/", EnrolView.as_view(), name="add"),
            path(
                "deelnemer/kies/",
                choose(next_url_name=self.get_url_name("add_in")),
                name="add_choose",
            ),
            path("deelnemer/<int:programme_pk>/", EnrolView.as_view(), name="add_in"),
            path("account/", EnrolAccountView.as_view(), name="add_account"),
            path(
                "account/kies/",
                choose(next_url_name=self.get_url_name("add_account_in")),
                name="add_account_choose",
            ),
            path("account/<int:programme_pk>/", EnrolAccountView.as_view(), name="add_account_in"),
            path("<int:pk>/", EnrolmentDetailView.as_view(), name="detail"),
            path("<int:pk>/wijzigen/", ChangeEnrolmentView.as_view(), name="edit"),
            path("<int:pk>/beeindigen/", EndEnrolmentView.as_view(), name="end"),
            path("<int:pk>/opnieuw/", EnrolAgainView.as_view(), name="enrol_again"),
            path("<int:pk>/code/", IssueCodeView.as_view(), name="issue_code"),
            path(
                "<int:pk>/code/<int:code_pk>/vervangen/",
                ReplaceCodeView.as_view(),
                name="replace_code",
            ),
            path(
                "<int:pk>/code/<int:code_pk>/intrekken/",
                RevokeCodeView.as_view(),
                name="revoke_code",
            ),
            path(
                "<int:pk>/code/<int:code_pk>/verlengen/",
                ExtendCodeView.as_view(),
                name="extend_code",
            ),
            path(
                "<int:pk>/code/<int:code_pk>/vrijgeven/",
                UnfreezeCodeView.as_view(),
                name="unfreeze_code",
            ),
        ]
