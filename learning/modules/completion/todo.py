"""What someone still has to do of a module, and whether it is done."""

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from learning.modules.completion.models import Exercise


class Rules(NamedTuple):
    """What a module asks; in the order of ``CompletionRules.RULES``."""

    lessons: bool = True
    tasks: bool = False
    quizzes: bool = False
    dialogues: bool = False
    case: bool = False

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of exercises that count."""
        asked = {
            Exercise.Kind.TASK: self.tasks,
            Exercise.Kind.QUIZ: self.quizzes,
            Exercise.Kind.DIALOGUE: self.dialogues,
        }
        return tuple(kind.value for kind, counts in asked.items() if counts)


class OpenExercise(NamedTuple):
    """Something in a lesson that someone has not done."""

    lesson_path: str
    kind: str
    block: UUID


class ToDo:
    """What is left of a module: lessons, exercises in the order of the lessons, and a case."""

    def __init__(
        self, rules: Rules, *, lessons: int, exercises: Sequence[OpenExercise], has_case: bool
    ) -> None:
        self.lessons = lessons if rules.lessons else 0
        self.exercises = tuple(each for each in exercises if each.kind in rules.kinds)
        self.needs_case = rules.case and not has_case

    def __bool__(self) -> bool:
        return bool(self.lessons or self.exercises or self.needs_case)

    @cached_property
    def words(self) -> str:
        """What is left, as one sentence says it; empty where nothing is."""
        return ", ".join(self._parts())

    def _parts(self) -> list[str]:
        count = Counter(each.kind for each in self.exercises)
        parts = [
            (self.lessons, ngettext("%(total)d lesson", "%(total)d lessons", self.lessons)),
            (
                count[Exercise.Kind.TASK],
                ngettext("the task", "%(count)d tasks", count[Exercise.Kind.TASK]),
            ),
            (
                count[Exercise.Kind.QUIZ],
                ngettext("the quiz", "%(count)d quizzes", count[Exercise.Kind.QUIZ]),
            ),
            (
                count[Exercise.Kind.DIALOGUE],
                ngettext("the dialogue", "%(count)d dialogues", count[Exercise.Kind.DIALOGUE]),
            ),
            (int(self.needs_case), _("sending your practice case")),
        ]
        return [words % {"count": number, "total": number} for number, words in parts if number]
