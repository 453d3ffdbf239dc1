"""Reads: what someone has still to do in modules."""

from collections.abc import Collection
from typing import Any

from django.db.models import AutoField, CharField, Exists, F, OuterRef, QuerySet
from django.db.models.functions import Left, Length

from learning.modules.answers.models import Answer
from learning.modules.completion.models import Exercise
from learning.modules.completion.todo import OpenExercise
from learning.modules.pages import ModulePage
from portal.compiled import CompiledQuery, Slot

STEP = ModulePage.steplen


def _open_in_modules(modules: int) -> "QuerySet[Exercise, Any]":
    """What one person has not done of the exercises in these modules' published lessons."""
    paths: list[Any] = [Slot(f"path_{number}", CharField()) for number in range(modules)]
    done = Answer.objects.filter(
        person=Slot("person", AutoField()),
        lesson=OuterRef("lesson"),
        block=OuterRef("block"),
        done_at__isnull=False,
    )
    return (
        Exercise.objects.annotate(module=Left(F("lesson__path"), Length("lesson__path") - STEP))
        .filter(~Exists(done), module__in=paths, lesson__live=True)
        .order_by("lesson__path", "order")
        .values_list("lesson__path", "kind", "block")
    )


OPEN_IN_MODULES = CompiledQuery(_open_in_modules)


def open_exercises(person_id: int, paths: Collection[str]) -> dict[str, list[OpenExercise]]:
    """What someone has not done, by the path of the module: one query, none without modules."""
    found: dict[str, list[OpenExercise]] = {path: [] for path in paths}
    if paths:
        slots = {f"path_{at}": path for at, path in enumerate(paths)}
        for row in OPEN_IN_MODULES.rows(len(paths), **slots, person=person_id):
            found[row[0][:-STEP]].append(OpenExercise._make(row))
    return found
