"""Keep what a published lesson holds to do."""

from django.db import transaction

from learning.modules.completion.models import Exercise
from learning.modules.pages import LessonPage


@transaction.atomic
def note_exercises(*, lesson: LessonPage) -> None:
    """Write down which blocks of a lesson count, in the place of what was written down before.

    Only new and gone blocks are written: publishing again costs one read.
    """
    held = {
        str(child.id): (child.block_type, order)
        for order, child in enumerate(lesson.body)
        if child.block_type in Exercise.Kind.values
    }
    known = {
        str(each.block): (each.kind, each.order)
        for each in Exercise.objects.select_for_update().filter(lesson=lesson)
    }
    if held == known:
        return
    Exercise.objects.filter(lesson=lesson).delete()
    Exercise.objects.bulk_create(
        Exercise(lesson=lesson, block=block, kind=kind, order=order)
        for block, (kind, order) in held.items()
    )
