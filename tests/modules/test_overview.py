"""Which modules someone has, in which order and state."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from learning.enrolment.access import NOBODY, entitlements_of
from learning.modules.models import LessonPage, ProgrammeModule
from learning.modules.queries import ModuleState, module_overview
from learning.modules.services import (
    ModuleError,
    create_module,
    drop_module,
    mark_lesson_done,
    mark_lesson_open,
    open_lesson,
    pick_module,
    save_pick,
)
from learning.programmes.models import Route
from tests.modules.conftest import module_data


def slugs(person: Any) -> list[str]:
    return [each.offer.slug for each in module_overview(entitlements_of(person))]


@pytest.fixture
def modules(library: Any) -> list[Any]:
    return [create_module(index=library, data=module_data(slug)) for slug in ("a", "b", "c")]


def test_modules_come_in_the_programme_order(anna: Any, programme: Any, modules: Any) -> None:
    _a, b, c = (pick_module(programme=programme, module=module) for module in modules)
    assert slugs(anna) == ["a", "b", "c"]
    save_pick(pick=c, place=1)
    assert slugs(anna) == ["c", "a", "b"]
    save_pick(pick=c, place=99)
    assert slugs(anna) == ["a", "b", "c"]
    assert list(programme.modules.values_list("order", flat=True)) == [1, 2, 3]
    drop_module(pick=b)
    assert slugs(anna) == ["a", "c"]


def test_a_route_has_its_own_modules(
    anna: Any, dirk: Any, els: Any, programme: Any, route: Any, modules: Any
) -> None:
    other = Route.objects.create(programme=programme, title="Ruimte geven")
    pick_module(programme=programme, module=modules[0])
    pick_module(programme=programme, module=modules[1], route=route)
    pick_module(programme=programme, module=modules[2], route=other)
    assert slugs(anna) == ["a", "b"]
    assert slugs(els) == ["a"]
    assert slugs(dirk) == ["a", "b", "c"]


def test_a_module_of_two_routes_is_listed_once_for_staff(
    dirk: Any, programme: Any, route: Any, modules: Any
) -> None:
    other = Route.objects.create(programme=programme, title="Ruimte geven")
    pick_module(programme=programme, module=modules[0], route=route)
    pick_module(programme=programme, module=modules[0], route=other)
    assert slugs(dirk) == ["a"]


def test_others_see_nothing(guus: Any, hugo: Any, pick: Any) -> None:
    assert slugs(guus) == []
    assert slugs(hugo) == []
    assert module_overview(NOBODY) == []


def test_a_draft_is_on_no_list(anna: Any, dirk: Any, pick: Any) -> None:
    pick.module.unpublish()
    assert slugs(anna) == slugs(dirk) == []


def test_a_module_that_opens_later_is_listed_but_closed(
    anna: Any, dirk: Any, programme: Any, module: Any
) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    pick = pick_module(programme=programme, module=module, opens_on=tomorrow, elective=True)
    (mine,) = module_overview(entitlements_of(anna))
    assert (mine.state, mine.is_open, mine.go_on) == (ModuleState.LATER, False, None)
    assert mine.offer.opens_on == tomorrow
    assert mine.offer.elective
    (theirs,) = module_overview(entitlements_of(dirk))
    assert theirs.is_open
    pick.opens_on = timezone.localdate()
    save_pick(pick=pick)
    assert module_overview(entitlements_of(anna))[0].is_open


def test_progress_goes_from_todo_to_done_and_back(anna: Any, bram: Any, pick: Any) -> None:
    lessons = list(LessonPage.objects.child_of(pick.module).order_by("path"))

    def state() -> tuple[str, int, str | None]:
        (mine,) = module_overview(entitlements_of(anna))
        line = mine.go_on and mine.go_on.line
        return mine.state, mine.outline.done, line and line.row.slug

    assert state() == ("todo", 0, "les-1")
    open_lesson(person=anna, lesson_id=lessons[0].pk)
    assert state() == ("started", 0, "les-1")
    mark_lesson_done(person=anna, lesson_id=lessons[0].pk)
    assert state() == ("started", 1, "les-2")
    for each in lessons:
        mark_lesson_done(person=anna, lesson_id=each.pk)
    assert state() == ("done", 3, None)
    mark_lesson_open(person=anna, lesson_id=lessons[1].pk)
    assert state() == ("started", 2, "les-2")
    (of_bram,) = module_overview(entitlements_of(bram))
    assert (of_bram.state, of_bram.outline.done) == ("todo", 0)


def test_ticking_off_twice_keeps_the_first_moment(anna: Any, lesson: Any) -> None:
    mark_lesson_done(person=anna, lesson_id=lesson.pk)
    first = anna.lesson_progress.get().done_at
    mark_lesson_done(person=anna, lesson_id=lesson.pk)
    open_lesson(person=anna, lesson_id=lesson.pk)
    assert anna.lesson_progress.get().done_at == first


def test_minutes_are_the_lessons_unless_given(
    anna: Any, programme: Any, library: Any, pick: Any
) -> None:
    given = create_module(index=library, data=module_data("meer"))
    given.online_minutes = 75
    given.save_revision().publish()
    pick_module(programme=programme, module=given)
    assert [each.minutes for each in module_overview(entitlements_of(anna))] == [30, 75]


@pytest.mark.parametrize("count", [1, 3])
def test_the_overview_takes_two_queries(
    count: int, anna: Any, programme: Any, modules: Any, django_assert_num_queries: Any
) -> None:
    for module in modules[:count]:
        pick_module(programme=programme, module=module)
    who = entitlements_of(anna)
    with django_assert_num_queries(2):
        assert len(module_overview(who)) == count


def test_a_module_is_picked_once(programme: Any, route: Any, pick: Any) -> None:
    for again in (None, route):
        with pytest.raises(ModuleError, match="al"):
            pick_module(programme=programme, module=pick.module, route=again)
    assert ProgrammeModule.objects.count() == 1


def test_a_route_of_another_programme_is_refused(
    programme: Any, other_programme: Any, module: Any
) -> None:
    stranger = Route.objects.create(programme=other_programme, title="Elders")
    with pytest.raises(ModuleError) as caught:
        pick_module(programme=programme, module=module, route=stranger)
    assert list(caught.value.error_dict) == ["route"]


def test_a_pick_is_told(
    programme: Any, module: Any, django_capture_on_commit_callbacks: Any
) -> None:
    from learning.modules.signals import module_picked

    heard = []

    def listen(programme_module: ProgrammeModule, **kwargs: Any) -> None:
        heard.append(programme_module)

    module_picked.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            pick = pick_module(programme=programme, module=module)
            assert heard == []
        assert heard == [pick]
    finally:
        module_picked.disconnect(listen)
