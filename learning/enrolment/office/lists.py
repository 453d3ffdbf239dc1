"""The list of enrolments: its columns, its filters and its search."""

from datetime import datetime
from typing import Any

import django_filters
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.search import SearchForm
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column, TitleColumn
from wagtail.admin.widgets.button import Button, HeaderButton

from learning.enrolment.lifetimes import last_day
from learning.enrolment.models import CODE_ROLES, Enrolment, Role
from learning.enrolment.policies import coordinated_programme_ids
from learning.enrolment.queries import CodeState, expiring, named, with_code_state
from learning.organisation.models import Department
from learning.programmes.models import Cohort, Programme, Route
from portal.accounts.queries import by_name
from portal.ui.viewsets import ScopedFilterSet, ScopedIndexView, permitted

Rows = Any  # a queryset of enrolments that went through ``with_code_state``

EXPIRING, TO_ISSUE = "expiring", "to_issue"
LASTING, ENDED, ALL = "", "ended", "all"


def describe_code(enrolment: Any) -> str:
    """How things stand with the code, in words and a day: nothing of the code itself.

    For enrolments that went through ``with_code_state``.
    """
    if enrolment.role not in CODE_ROLES:
        return ""
    state = CodeState(enrolment.code_state)
    if state in {CodeState.NONE, CodeState.REVOKED}:
        return str(state.label)
    ends = last_day(enrolment.code_expires_at)
    words, day = {
        CodeState.UNUSED: (_("not used yet, up to and including %(day)s"), ends),
        CodeState.SPENT: (
            _("used on %(day)s, has no other way to sign in yet"),
            enrolment.code_first_used_at,
        ),
        CodeState.IN_USE: (_("in use since %(day)s"), enrolment.code_first_used_at),
        CodeState.FROZEN: (_("frozen on %(day)s: tried too often"), enrolment.code_frozen_at),
        CodeState.EXPIRED: (_("expired, was up to and including %(day)s"), ends),
    }[state]
    return words % {
        "day": date_format(localtime(day) if isinstance(day, datetime) else day, "j F Y")
    }


class EnrolmentFilterSet(ScopedFilterSet):
    """Only what is in the coordinator's own programmes can be chosen."""

    status = django_filters.ChoiceFilter(
        label=gettext_lazy("Enrolment"),
        empty_label=gettext_lazy("Running or still to begin"),
        choices=[(ENDED, gettext_lazy("Ended")), (ALL, gettext_lazy("All"))],
        method="filter_status",
    )
    programme = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Programme"), queryset=Programme.objects.all()
    )
    cohort = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Cohort"), queryset=Cohort.objects.all()
    )
    route = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Route"), queryset=Route.objects.all()
    )
    department = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Department"), queryset=Department.objects.all()
    )
    function = django_filters.ChoiceFilter(label=gettext_lazy("Function"))
    role = django_filters.ChoiceFilter(label=gettext_lazy("Role"), choices=Role.choices)
    code = django_filters.ChoiceFilter(
        label=gettext_lazy("Personal code"),
        choices=[
            *CodeState.choices,
            (EXPIRING, gettext_lazy("Not used, expires within two weeks")),
            (TO_ISSUE, gettext_lazy("Without a working code")),
        ],
        method="filter_code",
    )

    class Meta:
        model = Enrolment
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = permitted(Enrolment, self.request.user).exclude(function="")
        functions = named.order_by("function").values_list("function", flat=True).distinct()
        self.filters["function"].extra["choices"] = [(each, each) for each in functions]

    def filter_queryset(self, queryset: Rows) -> Rows:
        queryset = super().filter_queryset(queryset)
        return queryset if self.form.cleaned_data["status"] else queryset.lasting()

    def filter_status(self, queryset: Rows, name: str, value: str) -> Rows:
        return (
            queryset.exclude(pk__in=queryset.lasting().values("pk")) if value == ENDED else queryset
        )

    def filter_code(self, queryset: Rows, name: str, value: str) -> Rows:
        queryset = queryset.filter(role__in=CODE_ROLES)
        if value == EXPIRING:
            return queryset.filter(expiring())
        if value == TO_ISSUE:
            without = [CodeState.NONE, CodeState.REVOKED, CodeState.EXPIRED]
            return queryset.filter(code_state__in=without)
        return queryset.filter(code_state=value)


def with_what_is_shown(rows: Rows) -> Rows:
    """Enrolments with everything that a screen of the office says of each of them."""
    return with_code_state(
        rows.select_related("person", "programme", "cohort", "route", "department")
    )


def found_in_list(request: HttpRequest, rows: Rows) -> Rows:
    """Of these enrolments what the list shows with the search and the filters of this address.

    Raises Http404 for a filter that is none: "all of the list" must never be more than was seen.
    """
    rows = with_what_is_shown(rows)
    filters = EnrolmentFilterSet(data=request.GET, request=request, queryset=rows)
    search = SearchForm(request.GET)
    if not (filters.is_valid() and search.is_valid()):
        raise Http404
    return named(filters.filter_queryset(rows), search.cleaned_data["q"])


class EnrolmentIndexView(ScopedIndexView):
    """Everyone in the programmes that someone coordinates."""

    template_name = "learning/enrolment/office/list.html"
    filterset_class = EnrolmentFilterSet
    default_ordering = "name"
    is_searchable = True

    @cached_property
    def columns(self) -> list[Column]:
        columns = [
            BulkActionsCheckboxColumn("bulk_actions", obj_type="enrolment"),
            TitleColumn(
                "person",
                get_title_id=lambda each: f"enrolment_{each.pk}_title",
                label=_("Name"),
                sort_key="name",
                get_url=lambda each: reverse(self.edit_url_name, args=[each.pk]),
            ),
            Column("get_role_display", label=_("Role"), sort_key="role", classname="o-wide"),
            Column(
                "programme", label=_("Programme"), sort_key="programme__title", classname="o-wide"
            ),
            Column("cohort", label=_("Cohort"), sort_key="cohort__name"),
            Column("route", label=_("Route"), classname="o-wide"),
            Column("department", label=_("Department"), classname="o-wide"),
            Column("code", label=_("Personal code"), accessor=describe_code),
        ]
        user = self.request.user
        if not user.is_superuser and len(coordinated_programme_ids(user)) == 1:
            columns = [column for column in columns if column.name != "programme"]
        return columns

    @property
    def header_buttons(self) -> list[HeaderButton]:
        url = reverse("office_enrolments:add")
        return [HeaderButton(_("Enrol a participant"), url=url, icon_name="plus")]

    @property
    def header_more_buttons(self) -> list[Button]:
        shown = self.request.GET.copy()
        shown.pop("_w_filter_fragment", None)
        return [
            Button(
                _("Enrol a trainer or coach"),
                url=reverse("office_enrolments:add_account"),
                icon_name="user",
                priority=10,
            ),
            Button(
                _("Import people"),
                url=reverse("office_imports:add"),
                icon_name="upload",
                priority=20,
            ),
            *(
                Button(
                    _("Download this list (%(kind)s)") % {"kind": kind.upper()},
                    url=f"{reverse(f'office_imports:export_{kind}')}?{shown.urlencode()}",
                    icon_name="download",
                    priority=30,
                )
                for kind in ("xlsx", "csv")
            ),
        ]

    def get_base_queryset(self) -> Rows:
        return with_what_is_shown(permitted(Enrolment, self.request.user))

    def order_queryset(self, queryset: Rows) -> Rows:
        first = [] if self.ordering in {"name", "-name"} else [self.ordering]
        names = by_name("person__", reverse=self.ordering == "-name")
        return queryset.order_by(*first, *names, "pk")

    def search_queryset(self, queryset: Rows) -> Rows:
        return named(queryset, self.search_query) if self.is_searching else queryset

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        return context | {"can_add": False, "add_url": None}
