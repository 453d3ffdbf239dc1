"""Organisations and departments in the CMS. Administrators make organisations."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column

from learning.organisation.models import Department, Organisation
from portal.ui.viewsets import ScopedForm, ScopedIndexView, ScopedViewSet


class OrganisationIndexView(ScopedIndexView):
    """A coordinator may know an organisation as a choice, without a list of them."""

    any_permission_required = ["add", "change", "delete"]


class OrganisationForm(ScopedForm):
    class Meta(ScopedForm.Meta):
        model = Organisation
        fields = [
            "name",
            "slug",
            "portal_name",
            "brand_colour",
            "accent_colour",
            "third_colour",
            "help_name",
            "help_email",
            "help_phone",
            "embed_hosts",
        ]


class OrganisationViewSet(ScopedViewSet):
    name = "office_organisations"
    url_prefix = "organisaties"
    model = Organisation
    icon = "home"
    form_class = OrganisationForm
    index_view_class = OrganisationIndexView
    list_display = ["name", "portal_name", Column("help_name", label=gettext_lazy("Help"))]
    search_fields = ["name"]


class DepartmentForm(ScopedForm):
    fixed_fields = ("organisation",)

    class Meta(ScopedForm.Meta):
        model = Department
        fields = ["organisation", "name"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        self.refuse_taken("name", "organisation", _("This organisation already has it."))
        return cleaned


class DepartmentViewSet(ScopedViewSet):
    name = "office_departments"
    url_prefix = "afdelingen"
    model = Department
    icon = "group"
    form_class = DepartmentForm
    list_display = ["name", "organisation"]
    search_fields = ["name"]
    list_filter = ["organisation"]
    list_select_related = ("organisation",)
