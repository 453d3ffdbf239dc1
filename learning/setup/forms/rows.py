"""The wizard's steps that are a list: its routes and its modules."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learning.modules.models import ModulePage
from learning.setup.forms.fields import DayField
from learning.setup.plans import PlannedModule, PlannedRoute

if TYPE_CHECKING:
    from learning.setup.wizard import Wizard

FIXED, ELECTIVE = "fixed", "elective"
MOST_ROWS = 60


class RowsStep(forms.BaseFormSet):  # type: ignore[type-arg]
    """A step with a row for each thing, which can be removed, and room for more."""

    heading: Promise
    introduction: Promise | str = ""
    template = "learning/setup/rows.html"
    more: Promise
    form: type[forms.Form]
    extra, min_num, max_num, absolute_max = 0, 0, MOST_ROWS, MOST_ROWS
    can_order, can_delete, can_delete_extra = False, True, True
    validate_min, validate_max, edit_only = False, True, False
    renderer = None

    def __init__(self, data: QueryDict | None, wizard: "Wizard") -> None:
        self.wizard = wizard
        rows = [] if data is not None else list(self.first_rows())
        self.extra = 0 if rows else 1
        super().__init__(data, prefix="row", initial=rows, form_kwargs=self.choices())

    def first_rows(self) -> Iterator[dict[str, Any]]:
        """What stands there at first: what the source has."""
        raise NotImplementedError

    def choices(self) -> dict[str, Any]:
        """What the rows offer, looked up once for all of them."""
        return {}

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Remove")

    def rows(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """What was filled in and not removed, with its place."""
        for place, form in enumerate(self.forms):
            if form.has_changed() and not form.cleaned_data.get("DELETE"):
                yield place, form.cleaned_data


class RouteRow(forms.Form):
    """One route."""

    key = forms.CharField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=gettext_lazy("Route"), max_length=120)
    audience = forms.CharField(label=gettext_lazy("For whom"), max_length=120, required=False)


class RoutesStep(RowsStep):
    """Rename, remove and add routes."""

    heading = gettext_lazy("Routes")
    introduction = gettext_lazy(
        "A route is a line through the programme for one kind of participant. With a route that you "
        "remove, its steps and its choice of modules go too. Without routes everyone does the same."
    )
    more = gettext_lazy("One more route")
    form = RouteRow

    def first_rows(self) -> Iterator[dict[str, Any]]:
        for route in self.wizard.source_routes:
            yield {"key": str(route.pk), "title": route.title, "audience": route.audience}

    def clean(self) -> None:
        seen: set[str] = set()
        for place, row in self.rows():
            title = row.get("title", "").casefold()
            if title in seen:
                self.forms[place].add_error("title", _("This programme already has it."))
            seen.add(title)

    def answer(self) -> list[PlannedRoute]:
        of_source = {str(route.pk): route.pk for route in self.wizard.source_routes}
        return [
            PlannedRoute(
                key=row["key"] if row["key"] in of_source else f"n{place}",
                title=row["title"],
                audience=row["audience"],
                source_id=of_source.pop(row["key"], None),
            )
            for place, row in self.rows()
        ]


class ModuleRow(forms.Form):
    """One module, for whom and from when."""

    phase = forms.IntegerField(widget=forms.HiddenInput, required=False)
    module = forms.ChoiceField(label=gettext_lazy("Module"))
    route = forms.ChoiceField(label=gettext_lazy("Who does it"), required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Fixed or elective"),
        choices=[(FIXED, gettext_lazy("Fixed")), (ELECTIVE, gettext_lazy("Elective"))],
        initial=FIXED,
    )
    opens_on = DayField(label=gettext_lazy("Opens on"), required=False)

    def __init__(
        self, *args: Any, modules: dict[str, ModulePage], routes: list[Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        module, route = (self.fields[name] for name in ("module", "route"))
        module.choices = [("", "–"), *((key, page.title) for key, page in modules.items())]  # type: ignore[attr-defined]
        route.choices = [("", _("Everyone")), *((each.key, each.title) for each in routes)]  # type: ignore[attr-defined]


class ModulesStep(RowsStep):
    """Choose the modules: for everyone or per route, fixed or elective, and from when."""

    heading = gettext_lazy("Modules")
    introduction = gettext_lazy(
        "In the order of the programme. Without an opening day a module is open from the start. If you "
        "choose another first day later, the opening days here move along."
    )
    more = gettext_lazy("One more module")
    form = ModuleRow

    def choices(self) -> dict[str, Any]:
        return {"modules": self.wizard.library, "routes": self.wizard.routes}

    def first_rows(self) -> Iterator[dict[str, Any]]:
        keys = {each.source_id: each.key for each in self.wizard.routes if each.source_id}
        for pick in self.wizard.source_picks:
            if pick.route_id is None or pick.route_id in keys:
                yield {
                    "phase": pick.phase_id,
                    "module": str(pick.module_id),
                    "route": keys[pick.route_id] if pick.route_id else "",
                    "kind": ELECTIVE if pick.elective else FIXED,
                    "opens_on": pick.opens_on and self.wizard.about.shift.day(pick.opens_on),
                }

    def clean(self) -> None:
        """Once for everyone, or once for each of some routes."""
        seen: dict[str, set[str]] = {}
        for place, row in self.rows():
            if "module" not in row or "route" not in row:
                continue
            routes = seen.setdefault(row["module"], set())
            if row["route"] in routes or "" in routes or (routes and not row["route"]):
                self.forms[place].add_error("module", _("This programme has this module already."))
            routes.add(row["route"])

    def answer(self) -> list[PlannedModule]:
        return [
            PlannedModule(
                module=self.wizard.library[row["module"]],
                route=row["route"],
                elective=row["kind"] == ELECTIVE,
                opens_on=row["opens_on"],
                phase_id=row["phase"],
            )
            for _place, row in self.rows()
        ]
