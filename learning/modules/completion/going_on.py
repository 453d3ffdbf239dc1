"""The one thing in a module to go on with: a lesson, what a lesson asks to do, or the practice case."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext as _

from learning.modules.cases import case_source
from learning.modules.completion.models import Exercise
from learning.modules.completion.todo import ToDo
from learning.modules.outline import LessonLine, Outline


class GoOn(NamedTuple):
    """Where to go on, and what the button says."""

    kind: str
    """``lesson``, ``case`` or a kind of exercise."""
    line: LessonLine | None
    """The lesson that it is, or that it is in."""
    url: str
    label: str


def going_on(outline: Outline, to_do: ToDo, *, programme_id: int, module_id: int) -> GoOn | None:
    """What comes first of what is left: the lessons in their order, then what was passed over in them,
    then the case. None where the module is done."""
    if to_do.lessons and outline.current:
        return lesson_to_go_on_with(outline.current, begun=outline.started)
    if to_do.exercises:
        exercise = to_do.exercises[0]
        line = next(line for line in outline.lessons if line.row.path == exercise.lesson_path)
        url = f"{line.url}#b-{exercise.block}"
        return GoOn(exercise.kind, line, url, what_to_do(exercise.kind))
    if to_do.needs_case:
        return case_to_send(programme_id=programme_id, module_id=module_id)
    return None


def lesson_to_go_on_with(line: LessonLine, *, begun: bool) -> GoOn:
    """A lesson to begin with, or to go on with in a module that was begun."""
    words = _("Go on with lesson %(number)s") if begun else _("Start with lesson %(number)s")
    return GoOn("lesson", line, line.url, words % {"number": line.number})


def case_to_send(*, programme_id: int, module_id: int) -> GoOn:
    """The practice case that a module asks for."""
    url = case_source().new_case_url(programme_id, module_id)
    return GoOn("case", None, url, _("Send your practice case"))


def what_to_do(kind: str) -> str:
    """A kind of exercise, as something to do."""
    return {
        Exercise.Kind.TASK.value: _("Do the task"),
        Exercise.Kind.QUIZ.value: _("Do the quiz"),
        Exercise.Kind.DIALOGUE.value: _("Play the dialogue"),
    }[kind]
