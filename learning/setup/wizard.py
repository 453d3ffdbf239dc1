"""The wizard that makes a programme: its steps, and what someone has typed in them so far."""

from datetime import date, timedelta
from functools import cached_property
from typing import Any, cast

from django.http import QueryDict

from learning.modules.models import ModulePage, ProgrammeModule
from learning.programmes.models import Programme, Route
from learning.setup.forms.rows import ModulesStep, RoutesStep, RowsStep
from learning.setup.forms.steps import AboutStep, CohortsStep, RolesStep, SourceStep, StepForm
from learning.setup.models import ProgrammeDraft
from learning.setup.plans import About, Plan, PlannedRoute
from portal.accounts.models import User

SOURCE, ABOUT, ROUTES = "begin", "gegevens", "leergangen"
MODULES, COHORTS, ROLES = "modules", "groepen", "rollen"
SUMMARY = "overzicht"
STEPS: dict[str, type[StepForm] | type[RowsStep]] = {
    SOURCE: SourceStep,
    ABOUT: AboutStep,
    ROUTES: RoutesStep,
    MODULES: ModulesStep,
    COHORTS: CohortsStep,
    ROLES: RolesStep,
}
OF_SOURCE = {ROUTES, MODULES}
"""Steps that speak of the source: with another source they begin anew."""
NEVER_KEPT = {"csrfmiddlewaretoken", "go"}


class Wizard:
    """One person's way through the steps. Each answer is checked again whenever it is asked for."""

    def __init__(self, by: User, wanted: str = "") -> None:
        self.by, self.wanted = by, wanted
        draft = ProgrammeDraft.objects.filter(maker=by).first()
        self.typed: dict[str, Any] = draft.typed if draft else {}
        self.changed_at = draft.changed_at if draft else None
        self._steps: dict[str, Any] = {}

    def step(self, name: str) -> Any:
        """The form of a step, with what was typed in it."""
        if name not in self._steps:
            self._steps[name] = STEPS[name](self._typed_in(name), self)
        return self._steps[name]

    def is_answered(self, name: str) -> bool:
        """Whether a step was filled in, and is right."""
        step = self.step(name)
        return bool(step.is_bound and step.is_valid())

    def first_open(self) -> str:
        """The first step that still asks for something; the summary when none does."""
        return next((name for name in STEPS if not self.is_answered(name)), SUMMARY)

    def keep(self, name: str, posted: QueryDict) -> dict[str, Any]:
        """What is to be kept of a step: the text that was typed, and what it was about."""
        kept: dict[str, Any] = {
            "fields": {key: posted.getlist(key) for key in posted if key not in NEVER_KEPT}
        }
        if name in OF_SOURCE:
            kept["source"] = self.source.pk if self.source else None
        if name == MODULES:
            kept["first"] = self.about.period.first.isoformat()
        return kept

    def _typed_in(self, name: str) -> QueryDict | None:
        kept = self.typed.get(name)
        if kept is None:
            return None
        if name in OF_SOURCE and kept["source"] != (self.source.pk if self.source else None):
            return None
        data = QueryDict(mutable=True)
        for key, values in kept["fields"].items():
            data.setlist(key, values)
        if name == MODULES:
            _move_days(data, self.about.period.first - date.fromisoformat(kept["first"]))
        return data

    def _answer(self, name: str) -> Any:
        """What a step gave, which must have been answered: looking whether it was, cleans it."""
        if not self.is_answered(name):
            raise LookupError(name)
        return self.step(name).answer()

    @cached_property
    def source(self) -> Programme | None:
        """What to begin with; None for nothing, and before that is known."""
        if not self.is_answered(SOURCE):
            return None
        return cast("Programme | None", self._answer(SOURCE))

    @cached_property
    def about(self) -> About:
        return cast(About, self._answer(ABOUT))

    @cached_property
    def routes(self) -> list[PlannedRoute]:
        return cast("list[PlannedRoute]", self._answer(ROUTES))

    @cached_property
    def source_routes(self) -> list[Route]:
        return list(self.source.routes.all()) if self.source else []

    @cached_property
    def source_picks(self) -> list[ProgrammeModule]:
        return list(self.source.modules.select_related("module")) if self.source else []

    @cached_property
    def library(self) -> dict[str, ModulePage]:
        """Published modules, and what the source has of others."""
        pages = {page.pk: page for page in ModulePage.objects.live()}
        pages |= {pick.module_id: pick.module for pick in self.source_picks}
        return {str(page.pk): page for page in sorted(pages.values(), key=lambda each: each.title)}

    @cached_property
    def left_out(self) -> set[int]:
        """Routes of the source that the programme will not have."""
        return {route.pk for route in self.source_routes} - {
            route.source_id for route in self.routes if route.source_id
        }

    def plan(self) -> Plan:
        """What all steps together say; each must have been answered."""
        return Plan(
            source=self.source,
            about=self.about,
            routes=self.routes,
            modules=self._answer(MODULES),
            cohorts=self._answer(COHORTS),
            staff=self._answer(ROLES),
        )


def one_more_row(data: QueryDict) -> QueryDict:
    """The same rows with an empty one below them."""
    more = data.copy()
    total = more.get("row-TOTAL_FORMS", "")
    more["row-TOTAL_FORMS"] = str(int(total) + 1) if total.isdecimal() and len(total) < 5 else "1"
    return more


def _move_days(data: QueryDict, by: timedelta) -> None:
    """Let the days that were typed move along with the first day of the programme."""
    for key in [key for key in data if key.endswith("-opens_on")]:
        try:
            data[key] = (date.fromisoformat(str(data[key])) + by).isoformat()
        except (ValueError, OverflowError):
            continue
