"""Make the library, let programmes pick from it, and keep someone's own progress."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from learning.enrolment.groups import grant_editorial_rights
from learning.modules import importing
from learning.modules.models import (
    LessonProgress,
    ModuleIndexPage,
    ModulePage,
    ProgrammeModule,
)
from learning.modules.signals import module_picked
from learning.programmes.dates import Shift
from learning.programmes.models import Phase, Programme, Route
from learning.programmes.services import twin_of
from portal.accounts.models import User


class ModuleError(ValidationError):
    """A module, or a programme's pick of it, cannot be what was asked; the message says why."""


@transaction.atomic
def create_library(*, parent: Page, title: str, slug: str) -> ModuleIndexPage:
    """A published, empty library below a page, with the rights of trainers and editors on it."""
    index = ModuleIndexPage(title=title, slug=slug)
    parent.add_child(instance=index)
    index.save_revision().publish()
    PageViewRestriction.objects.create(
        page=index, restriction_type=PageViewRestriction.LOGIN
    )  # a second fence: the gate closes these pages by type
    grant_editorial_rights(index)
    return index


@transaction.atomic
def create_module(*, index: ModuleIndexPage, data: Mapping[str, Any]) -> ModulePage:
    """Make and publish a module with its lessons; the shape of ``data`` is told in ``importing``.

    Raises InvalidContent, which names the module, lesson and block, where the data is not right.
    """
    module, lessons = importing.read_module(data)
    index.add_child(instance=module)
    module.save_revision().publish()
    for lesson in lessons:
        module.add_child(instance=lesson)
        lesson.save_revision().publish()
    return module


def pick_module(
    *,
    programme: Programme,
    module: ModulePage,
    route: Route | None = None,
    elective: bool = False,
    opens_on: date | None = None,
    phase: Phase | None = None,
) -> ProgrammeModule:
    """Let a programme offer a module, as the last in its order; ``phase`` is what it prepares for.

    Raises ModuleError where the programme has it already or a part is of another programme.
    """
    pick = ProgrammeModule(
        programme=programme,
        module=module,
        route=route,
        elective=elective,
        opens_on=opens_on,
        phase=phase,
    )
    return save_pick(pick=pick)


@transaction.atomic
def save_pick(*, pick: ProgrammeModule, place: int | None = None) -> ProgrammeModule:
    """Check and keep a pick, new or changed, at a place in its programme: from 1, or else last.

    Raises ModuleError, by field.
    """
    Programme.objects.select_for_update().get(pk=pick.programme_id)
    in_order = list(ProgrammeModule.objects.filter(programme=pick.programme_id).exclude(pk=pick.pk))
    in_order.insert(len(in_order) if place is None else max(place - 1, 0), pick)
    for order, each in enumerate(in_order, start=1):
        each.order = order
    try:
        pick.full_clean()
    except ValidationError as error:
        raise ModuleError(error.error_dict) from error
    pick.save()
    ProgrammeModule.objects.bulk_update(in_order, ["order"])
    _tell_of(pick)
    return pick


def drop_module(*, pick: ProgrammeModule) -> None:
    """Stop offering a module. What participants did in it is kept, and back when it is picked again."""
    pick.delete()


@transaction.atomic
def copy_picks(
    *,
    source: Programme,
    target: Programme,
    shift: Shift,
    routes: Mapping[int, Route],
    phases: Mapping[int, Phase],
) -> None:
    """Let a programme offer what another offers; ``routes`` and ``phases`` are its own, by number.

    A portal is open in weekends too: opening days are moved and no more.
    """
    copies = [
        twin_of(
            pick,
            programme=target,
            route=routes[pick.route_id] if pick.route_id else None,
            phase=phases[pick.phase_id] if pick.phase_id else None,
            opens_on=pick.opens_on and shift.day(pick.opens_on),
        )
        for pick in source.modules.select_related("module")
    ]
    ProgrammeModule.objects.bulk_create(copies)
    for pick in copies:
        _tell_of(pick)


@transaction.atomic
def shift_picks(*, programme: Programme, shift: Shift) -> None:
    """Move the opening days of a programme's modules."""
    picks = list(programme.modules.exclude(opens_on=None).select_for_update())
    for pick in picks:
        pick.opens_on = pick.opens_on and shift.day(pick.opens_on)
    ProgrammeModule.objects.bulk_update(picks, ["opens_on"])


def _tell_of(pick: ProgrammeModule) -> None:
    transaction.on_commit(lambda: module_picked.send(sender=ProgrammeModule, programme_module=pick))


@transaction.atomic
def open_lesson(*, person: User, lesson_id: int) -> None:
    """Keep when someone first saw a lesson; later visits change nothing."""
    LessonProgress.objects.bulk_create(
        [LessonProgress(person=person, lesson_id=lesson_id)], ignore_conflicts=True
    )


@transaction.atomic
def mark_lesson_done(*, person: User, lesson_id: int) -> None:
    """Tick a lesson off; ticking it again keeps the first moment."""
    progress, _made = LessonProgress.objects.get_or_create(person=person, lesson_id=lesson_id)
    if progress.done_at is None:
        progress.done_at = timezone.now()
        progress.save(update_fields=["done_at"])


@transaction.atomic
def mark_lesson_open(*, person: User, lesson_id: int) -> None:
    """Take a tick back."""
    LessonProgress.objects.filter(person=person, lesson_id=lesson_id).update(done_at=None)
