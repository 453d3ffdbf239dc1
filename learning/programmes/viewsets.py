"""Programmes and their routes, cohorts and phases in the CMS."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.widgets.button import HeaderButton

from learning.organisation.viewsets import DepartmentViewSet, OrganisationViewSet
from learning.programmes.forms import CohortForm, PhaseForm, ProgrammeForm, RouteForm
from learning.programmes.models import Cohort, Phase, Programme, Route
from learning.programmes.services import tell_of_new_dates
from portal.ui.viewsets import DayColumn, ScopedEditView, ScopedViewSet


class ProgrammeEditView(ScopedEditView):
    """One programme, with the way to what belongs to it."""

    parts = [
        ("office_routes", _("Routes"), "redirect"),
        ("office_cohorts", _("Cohorts"), "group"),
        ("office_phases", _("Phases"), "calendar-alt"),
    ]

    @property
    def header_buttons(self) -> list[HeaderButton]:
        return [
            HeaderButton(
                label,
                url=f"{reverse(f'{namespace}:index')}?programme={self.object.pk}",
                icon_name=icon,
                priority=place,
            )
            for place, (namespace, label, icon) in enumerate(self.parts)
        ]

    def save_instance(self) -> Programme:
        programme: Programme = super().save_instance()
        if "ends_on" in self.form.changed_data:
            tell_of_new_dates(programme=programme)
        return programme


class ProgrammeViewSet(ScopedViewSet):
    name = "office_programmes"
    url_prefix = "programmas"
    model = Programme
    icon = "list-ul"
    form_class = ProgrammeForm
    edit_view_class = ProgrammeEditView
    list_display = [
        "title",
        "organisation",
        DayColumn("starts_on", label=_("From"), sort_key="starts_on"),
        DayColumn("ends_on", label=_("Until"), sort_key="ends_on"),
    ]
    list_filter = ["organisation"]
    list_select_related = ("organisation",)
    search_fields = ["title"]


class PartViewSet(ScopedViewSet):
    """What all parts of a programme have in common."""

    list_filter = ["programme"]
    list_select_related: tuple[str, ...] = ("programme",)


class RouteViewSet(PartViewSet):
    name = "office_routes"
    url_prefix = "leergangen"
    model = Route
    icon = "redirect"
    form_class = RouteForm
    list_display = ["title", "programme", "audience", "order"]
    search_fields = ["title"]


class CohortViewSet(PartViewSet):
    name = "office_cohorts"
    url_prefix = "groepen"
    model = Cohort
    icon = "group"
    form_class = CohortForm
    list_display = ["name", "programme"]
    search_fields = ["name"]


class PhaseViewSet(PartViewSet):
    name = "office_phases"
    url_prefix = "fasen"
    model = Phase
    icon = "calendar-alt"
    form_class = PhaseForm
    list_display = [
        "title",
        "programme",
        "kind",
        Column("route", label=_("Route"), accessor=lambda phase: phase.route or _("Everyone")),
        DayColumn("starts_on", label=_("From"), sort_key="starts_on"),
        DayColumn("ends_on", label=_("Until"), sort_key="ends_on"),
    ]
    list_filter = ["programme", "kind"]
    list_select_related = ("programme", "route")
    search_fields = ["title"]


class ProgrammeGroup(ViewSetGroup):
    """The menu of the programme office."""

    menu_label = _("Programmes")
    menu_name = "programmes"
    menu_icon = "list-ul"
    menu_order = 110
    items = (
        ProgrammeViewSet,
        RouteViewSet,
        CohortViewSet,
        PhaseViewSet,
        DepartmentViewSet,
        OrganisationViewSet,
    )
