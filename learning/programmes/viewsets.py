"""Programmes, templates and their routes, cohorts and phases in the CMS."""

from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import URLPattern, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_filters import ModelChoiceFilter
from wagtail import hooks
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.widgets.button import Button, HeaderButton

from learning.organisation.viewsets import DepartmentViewSet, OrganisationViewSet
from learning.programmes.forms import (
    CohortForm,
    PhaseForm,
    ProgrammeForm,
    RouteForm,
    TemplateForm,
)
from learning.programmes.models import Cohort, Phase, Programme, ProgrammeTemplate, Route
from learning.programmes.queries import changeable
from learning.programmes.services import tell_of_new_dates
from portal.ui.viewsets import (
    DayColumn,
    ScopedEditView,
    ScopedFilterSet,
    ScopedIndexView,
    ScopedViewSet,
)

WIZARD = "office_setup:start"
BUTTONS = "register_programme_buttons"
"""A hook: what subjects above let someone do with a programme. Called with it and the person, it
gives buttons."""


COLUMNS = "register_programme_columns"
"""A hook: what subjects above count of each programme in the list. Called without anything, it gives
columns by the annotation that they show."""


class ProgrammeIndexView(ScopedIndexView):
    """The programmes with their days, their cohorts and what is counted above."""

    @cached_property
    def counted(self) -> dict[str, tuple[Any, Column]]:
        found = {"cohort_count": (_count_of_cohorts(), Column("cohort_count", label=_("Cohorts")))}
        for count in hooks.get_hooks(COLUMNS):
            found |= count()
        return found

    @cached_property
    def columns(self) -> list[Column]:
        return [*super().columns, *(column for _annotation, column in self.counted.values())]

    @property
    def add_item_label(self) -> str:
        return gettext("Make a programme")

    def get_base_queryset(self) -> "QuerySet[Any]":
        counts = {name: annotation for name, (annotation, _column) in self.counted.items()}
        return super().get_base_queryset().annotate(**counts)


def _count_of_cohorts() -> Coalesce:
    cohorts = Cohort.objects.filter(programme=OuterRef("pk")).order_by().values("programme")
    return Coalesce(Subquery(cohorts.annotate(number=Count("pk")).values("number")), 0)


class ProgrammeEditView(ScopedEditView):
    """One programme or template, with the way to what belongs to it and to what can be done with it."""

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

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        more = [
            button
            for find in hooks.get_hooks(BUTTONS)
            for button in find(self.object, self.request.user)
        ]
        return [*more, *super().header_more_buttons]

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
    index_view_class = ProgrammeIndexView
    list_display = [
        "title",
        Column("organisation", label=_("Organisation"), classname="o-wide"),
        DayColumn("starts_on", label=_("From"), sort_key="starts_on", classname="o-wide"),
        DayColumn("ends_on", label=_("Until"), sort_key="ends_on"),
    ]
    list_filter = ["organisation"]
    list_select_related: tuple[str, ...] = ("organisation",)
    search_fields = ["title"]

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """A new one is made by the wizard, which stands above: with all that belongs to it."""
        return super().get_index_view_kwargs(**{"add_url_name": WIZARD, **kwargs})

    def get_urlpatterns(self) -> list[URLPattern]:
        return [each for each in super().get_urlpatterns() if each.name != "add"]


class TemplateIndexView(ScopedIndexView):
    """What a coordinator can begin with, and an administrator change."""

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("title", label=_("Title"), sort_key="title", get_url=self.get_edit_url),
            Column("organisation", label=_("Organisation")),
            Column("weeks", label=_("Weeks")),
            TitleColumn(
                "use",
                label=_("Make"),
                accessor=lambda each: _("Make a programme of it"),
                get_url=lambda each: f"{reverse(WIZARD)}?van={each.pk}",
            ),
        ]


class TemplateViewSet(ProgrammeViewSet):
    """Templates are made of programmes, and by administrators only."""

    name = "office_templates"
    url_prefix = "sjablonen"
    model = ProgrammeTemplate
    icon = "copy"
    form_class = TemplateForm
    index_view_class = TemplateIndexView

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(**{"add_url_name": None, **kwargs})


class PartFilterSet(ScopedFilterSet):
    """An administrator looks at the parts of a template too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in self.filters.values():
            if isinstance(each, ModelChoiceFilter) and each.queryset.model is Programme:
                each.queryset = changeable(self.request.user, or_templates=True)


class PartIndexView(ScopedIndexView):
    base_filterset_class = PartFilterSet


class PartViewSet(ScopedViewSet):
    """What all parts of a programme have in common."""

    index_view_class = PartIndexView
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
        TemplateViewSet,
        RouteViewSet,
        CohortViewSet,
        PhaseViewSet,
        DepartmentViewSet,
        OrganisationViewSet,
    )
