"""Reads for the screens: which modules someone has, and the lessons of one with their progress."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import (
    AutoField,
    BigIntegerField,
    CharField,
    F,
    FilteredRelation,
    IntegerField,
    Q,
    QuerySet,
    SlugField,
    TextChoices,
)
from django.db.models.functions import Left, Length
from django.db.models.lookups import IsNull
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.enrolment.access import Entitlements
from learning.modules.cases import case_source
from learning.modules.completion.going_on import GoOn, going_on
from learning.modules.completion.queries import open_exercises
from learning.modules.completion.rules import CompletionRules
from learning.modules.completion.todo import Rules, ToDo
from learning.modules.glossary import Term, terms_in
from learning.modules.models import LessonPage, ModuleIndexPage, ModulePage, ProgrammeModule
from learning.modules.outline import LessonRow, Outline, outline_of
from portal.compiled import CompiledQuery, Slot


class Offer(NamedTuple):
    """A module as someone's programme offers it. The fields are read in one query."""

    programme_id: int
    programme_title: str
    module_id: int
    path: str
    slug: str
    title: str
    summary: str
    online_minutes: int | None
    elective: bool
    opens_on: date | None
    phase_id: int | None
    route_id: int | None
    """The route that it is for; None for everyone."""
    rules: Rules
    as_staff: bool

    @property
    def is_open(self) -> bool:
        """Whether the person may read it today; staff may before it opens."""
        return self.as_staff or self.has_opened

    @property
    def has_opened(self) -> bool:
        """Whether participants may read it today."""
        return self.opens_on is None or self.opens_on <= timezone.localdate()

    @property
    def url(self) -> str:
        return _module_url(self.slug)


@lru_cache(maxsize=1024)
def _module_url(slug: str) -> str:
    """Asked once: a list of modules would otherwise spend much of its time on addresses."""
    return reverse("modules:module", args=[slug])


class ModuleState(TextChoices):
    """How far someone is in a module, in words."""

    LATER = "later", _("Opens later")
    TO_DO = "todo", _("Not started")
    STARTED = "started", _("In progress")
    DONE = "done", _("Completed")


@dataclass(frozen=True, slots=True)
class ModuleOverview:
    """A module in a list, with the person's own progress in it."""

    offer: Offer
    outline: Outline
    to_do: ToDo
    state: ModuleState

    @property
    def is_open(self) -> bool:
        return self.state is not ModuleState.LATER

    @property
    def minutes(self) -> int:
        return self.offer.online_minutes or self.outline.minutes

    @property
    def go_on(self) -> GoOn | None:
        """What comes first of what is left; None where the module is not open, or is done."""
        if not self.is_open:
            return None
        about = {"programme_id": self.offer.programme_id, "module_id": self.offer.module_id}
        return going_on(self.outline, self.to_do, **about)


def _picks(programmes: int, by_slug: bool) -> "QuerySet[ProgrammeModule, Any]":
    """What a number of programmes offer, in each one's order."""
    wanted: list[Any] = [
        Slot(f"programme_{number}", BigIntegerField()) for number in range(programmes)
    ]
    picks = ProgrammeModule.objects.filter(programme__pk__in=wanted, module__live=True)
    if by_slug:
        picks = picks.filter(module__slug=Slot("slug", SlugField()))
    return picks.order_by("-programme__starts_on", "programme_id", "order", "pk").values_list(
        "route_id",
        "programme_id",
        "programme__title",
        "module_id",
        "module__path",
        "module__slug",
        "module__title",
        "module__summary",
        "module__online_minutes",
        "elective",
        "opens_on",
        "phase_id",
        *(f"module__{rule}" for rule in CompletionRules.RULES),
    )


def _lines(lessons: "QuerySet[Any]") -> "QuerySet[Any, Any]":
    """Published lessons in order, each with one person's own progress."""
    mine = FilteredRelation("progress", condition=Q(progress__person=Slot("person", AutoField())))
    published: QuerySet[Any, Any] = (
        lessons.filter(live=True)
        .annotate(mine=mine)
        .annotate(opened=IsNull(F("mine__opened_at"), False))
        .annotate(done=IsNull(F("mine__done_at"), False))
        .order_by("path")
    )
    return published.values_list(
        "path",
        "pk",
        "slug",
        "title",
        "minutes",
        "timing",
        "last_published_at",
        "opened",
        "done",
    )


def _lines_of_modules(modules: int) -> "QuerySet[Any, Any]":
    paths = [Slot(f"path_{number}", CharField()) for number in range(modules)]
    parent = Left(F("path"), Length("path") - STEP)
    return _lines(LessonPage.objects.annotate(module_path=parent).filter(module_path__in=paths))


def _lines_of_module() -> "QuerySet[Any, Any]":
    return _lines(
        LessonPage.objects.filter(
            path__gte=Slot("first", CharField()),
            path__lte=Slot("last", CharField()),
            depth=Slot("depth", IntegerField()),
        )
    )


# On every page of every participant; made by Django each time, they cost six times as much.
STEP = ModulePage.steplen
RULES = len(CompletionRules.RULES)
PICKS = CompiledQuery(_picks)
LINES_OF_MODULE = CompiledQuery(_lines_of_module)
LINES_OF_MODULES = CompiledQuery(_lines_of_modules)


def offers(who: Entitlements, *, slug: str | None = None) -> list[Offer]:
    """The published modules that someone's enrolments offer, also those that open later: one query.

    They come in the programme's order; with a slug only that one. Staff see every route of the
    programmes that they teach or coordinate; others what is for everyone and for their own route.
    A module that two of one's programmes offer is listed for each.
    """
    if not who.reading:
        return []
    open_ids = sorted({each.programme_id for each in who.reading})
    programmes = {f"programme_{at}": pk for at, pk in enumerate(open_ids)}
    by_slug = {} if slug is None else {"slug": slug}
    mine = {(each.programme_id, each.route_id) for each in who.reading}
    found: dict[tuple[int, int], Offer] = {}
    for route, *row in PICKS.rows(len(programmes), bool(by_slug), **programmes, **by_slug):
        programme = row[0]
        as_staff = programme in who.staffed_programme_ids
        if as_staff or route is None or (programme, route) in mine:
            about, rules = row[:-RULES], Rules._make(row[-RULES:])
            offer = Offer._make((*about, route, rules, as_staff))
            known = found.setdefault((programme, offer.module_id), offer)
            # Picked for several routes, and seen by staff:
            if known is not offer and offer.is_open and not known.is_open:
                found[programme, offer.module_id] = offer
    return list(found.values())


def overview_of(offer: Offer, outline: Outline, who: Entitlements) -> ModuleOverview:
    """How far someone is in a module whose lessons were read: a query where it asks for exercises, and
    one where it asks for a case."""
    return _overview(offer, outline, _to_do([offer], {offer.path: outline}, who)[0])


def _to_do(mine: Sequence[Offer], outlines: Mapping[str, Outline], who: Entitlements) -> list[ToDo]:
    """What is left of each of these modules. Staff have nothing to do."""
    asked = [offer for offer in mine if not offer.as_staff]
    person = _pk_of(who) or 0
    exercises = open_exercises(person, {each.path for each in asked if each.rules.kinds})
    programmes = frozenset(each.programme_id for each in asked if each.rules.case)
    cases = case_source().prepared_modules(person, programmes) if programmes else set()
    return [
        ToDo(
            offer.rules,
            lessons=outlines[offer.path].total - outlines[offer.path].done,
            exercises=exercises.get(offer.path, ()),
            has_case=offer.as_staff or offer.module_id in cases,
        )
        for offer in mine
    ]


def outline_for(offer: Offer, who: Entitlements) -> Outline:
    """The lessons of one module with the person's own progress: one query."""
    first, last = ModulePage._get_children_path_interval(offer.path)
    depth = len(offer.path) // STEP + 1
    lines = LINES_OF_MODULE.rows(first=first, last=last, depth=depth, person=_pk_of(who))
    return outline_of(offer.url, map(LessonRow._make, lines))


def module_overview(who: Entitlements) -> list[ModuleOverview]:
    """All modules of someone's programmes with the progress in each: two queries, however many.

    A third where a module asks for more than lessons, and a fourth where one asks for a case.
    """
    mine = offers(who)
    if not mine:
        return []
    paths = {f"path_{at}": path for at, path in enumerate({offer.path for offer in mine})}
    rows: dict[str, list[LessonRow]] = defaultdict(list)
    for line in LINES_OF_MODULES.rows(len(paths), **paths, person=_pk_of(who)):
        rows[line[0][:-STEP]].append(LessonRow._make(line))
    outlines = {offer.path: outline_of(offer.url, rows[offer.path]) for offer in mine}
    left = _to_do(mine, outlines, who)
    return [
        _overview(offer, outlines[offer.path], to_do)
        for offer, to_do in zip(mine, left, strict=True)
    ]


def _pk_of(who: Entitlements) -> int | None:
    return who.person.pk if who.person else None


def _overview(offer: Offer, outline: Outline, to_do: ToDo) -> ModuleOverview:
    if not offer.is_open:
        state = ModuleState.LATER
    elif outline.started and not to_do:
        state = ModuleState.DONE
    elif outline.started:
        state = ModuleState.STARTED
    else:
        state = ModuleState.TO_DO
    return ModuleOverview(offer, outline, to_do, state)


def glossary_of(who: Entitlements) -> list[Term]:
    """The words of the libraries from which someone's programmes offer modules: two queries."""
    paths = {offer.path[:-STEP] for offer in offers(who)}
    libraries = ModuleIndexPage.objects.live().filter(path__in=paths).order_by("path")
    words = {term.word.casefold(): term for each in libraries for term in terms_in(each.glossary)}
    return [words[word] for word in sorted(words)]
