"""How far a cohort is in modules: numbers of people, worked out for all of them at once."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import (
    BigIntegerField,
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.utils import timezone

from learning.enrolment.models import Enrolment, Role, oldest_end
from learning.modules.answers.models import Answer
from learning.modules.cases import case_source
from learning.modules.completion.models import Exercise
from learning.modules.completion.todo import Rules
from learning.modules.models import LessonPage, LessonProgress, ModulePage, ProgrammeModule
from portal.compiled import CompiledQuery, Slot


class Followed(NamedTuple):
    """A module as a programme offers it: to everyone, or to those on some routes."""

    module_id: int
    path: str
    rules: Rules
    route_ids: tuple[int, ...]
    """Empty: everyone."""


class Standing(NamedTuple):
    """How many of a group are where in a module."""

    people: int
    begun: int
    done: int

    @property
    def parts(self) -> tuple[int, int, int]:
        """Not started, busy, done."""
        return self.people - self.begun, self.begun - self.done, self.done


class Picked(NamedTuple):
    """A module of a programme, with what its staff say of it."""

    followed: Followed
    title: str
    slug: str
    opens_on: date | None
    elective: bool


def picked_modules(programme_id: int) -> list[Picked]:
    """The published modules of a programme in its order, each once, whichever routes it is for: one
    query."""
    rows = (
        ProgrammeModule.objects.filter(programme=programme_id, module__live=True)
        .order_by("order", "pk")
        .values_list(
            "route_id",
            "opens_on",
            "elective",
            "module_id",
            "module__path",
            "module__title",
            "module__slug",
            *(f"module__{rule}" for rule in ModulePage.RULES),
        )
    )
    found: dict[int, Picked] = {}
    for route, opens_on, elective, pk, path, title, slug, *rules in rows:
        routes = () if route is None else (route,)
        if known := found.get(pk):
            followed = known.followed
            routes = (*followed.route_ids, *routes) if followed.route_ids and routes else ()
            found[pk] = known._replace(followed=followed._replace(route_ids=routes))
        else:
            followed = Followed(pk, path, Rules._make(rules), routes)
            found[pk] = Picked(followed, title, slug, opens_on, elective)
    return list(found.values())


def standings(
    *, programme_id: int, cohort_id: int, modules: Sequence[Followed]
) -> dict[int, Standing]:
    """How far the participants of a cohort are, by module: one query, and one where a module asks for a
    practice case."""
    if not modules:
        return {}
    people = Enrolment.objects.active().filter(cohort=cohort_id, role=Role.PARTICIPANT)
    prepared = _prepared(programme_id, cohort_id, modules)
    first, *rest = (_of_module(people, module, prepared) for module in modules)
    rows = list(first.union(*rest, all=True) if rest else first)
    return {
        module.module_id: _counted([row[1:] for row in rows if row[0] == module.module_id])
        for module in modules
    }


def standing_of_others(
    *, programme_id: int, cohort_id: int, module: Followed, me: int, until: datetime
) -> Standing:
    """How far the others in someone's cohort were in a module at a moment: one query. It is asked on
    everybody's home page, so it is compiled; and who sent a case is only asked of who did the rest."""
    first, last = ModulePage._get_children_path_interval(module.path)
    today = timezone.localdate()
    rows = _OTHERS.rows(
        module.rules,
        len(module.route_ids),
        **{f"route_{at}": pk for at, pk in enumerate(module.route_ids)},
        cohort=cohort_id,
        me=me,
        today=today,
        oldest=oldest_end(today),
        until=until,
        first=first,
        last=last,
    )
    did_the_rest = any(done for _person, _begun, done in rows)
    prepared = _prepared(programme_id, cohort_id, [module]) if did_the_rest else ()
    return _counted(
        [
            (begun, done and (not module.rules.case or (person, module.module_id) in prepared))
            for person, begun, done in rows
        ]
    )


def _of_module(
    people: "QuerySet[Enrolment]", module: Followed, prepared: Collection[tuple[int, int]]
) -> "QuerySet[Enrolment, Any]":
    if module.route_ids:
        people = people.filter(route__in=module.route_ids)
    first, last = ModulePage._get_children_path_interval(module.path)
    begun, done = _begun_and_done(module.rules, first, last, timezone.now())
    if module.rules.case:
        done &= Q(person__in=[who for who, about in prepared if about == module.module_id])
    is_done = ExpressionWrapper(done, output_field=BooleanField())
    return people.order_by().values_list(Value(module.module_id), begun, is_done)


def _others(rules: Rules, routes: int) -> "QuerySet[Enrolment, Any]":
    days = Slot("today", DateField()), Slot("oldest", DateField())
    people = Enrolment.objects.active_on(*days).filter(
        cohort=Slot("cohort", BigIntegerField()), role=Role.PARTICIPANT
    )
    if routes:
        wanted: list[Any] = [Slot(f"route_{at}", BigIntegerField()) for at in range(routes)]
        people = people.filter(route__pk__in=wanted)
    first, last = Slot("first", CharField()), Slot("last", CharField())
    begun, done = _begun_and_done(rules, first, last, Slot("until", DateTimeField()))
    is_done = ExpressionWrapper(done, output_field=BooleanField())
    others = people.exclude(person=Slot("me", BigIntegerField())).order_by()
    return others.values_list("person_id", begun, is_done)


_OTHERS = CompiledQuery(_others)


def _begun_and_done(rules: Rules, first: Any, last: Any, until: Any) -> tuple[Exists, Any]:
    """Of an enrolment: whether its person began the module whose lessons lie between two paths, and
    whether they did what it asks, but for the case."""
    lessons = LessonPage.objects.filter(path__gte=first, path__lte=last, live=True)
    opened = LessonProgress.objects.filter(lesson__in=lessons, opened_at__lt=until)
    begun = Exists(opened.filter(person=OuterRef("person")))
    done: Any = Q(begun)
    me = OuterRef(OuterRef("person"))
    if rules.lessons:
        read = LessonProgress.objects.filter(person=me, lesson=OuterRef("pk"), done_at__lt=until)
        done &= ~Exists(lessons.filter(~Exists(read)))
    if rules.kinds:
        answered = Answer.objects.filter(
            person=me, lesson=OuterRef("lesson"), block=OuterRef("block"), done_at__lt=until
        )
        asked = Exercise.objects.filter(lesson__in=lessons, kind__in=rules.kinds)
        done &= ~Exists(asked.filter(~Exists(answered)))
    return begun, done


def _counted(rows: Sequence[Sequence[Any]]) -> Standing:
    """So many people, so many who began, so many who are done."""
    return Standing(
        len(rows), sum(bool(begun) for begun, _done in rows), sum(bool(done) for _b, done in rows)
    )


def _prepared(
    programme_id: int, cohort_id: int, modules: Sequence[Followed]
) -> Collection[tuple[int, int]]:
    """Who sent a practice case for which module; nobody is asked where no module wants one."""
    if not any(module.rules.case for module in modules):
        return ()
    return case_source().prepared_in(programme_id, cohort_id)
