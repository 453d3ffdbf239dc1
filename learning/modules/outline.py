"""The lessons of one module as one person sees them: in order, with state, where am I, what is next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LessonState(TextChoices):
    """Shown in words and as the style of the line."""

    DONE = "done", _("Done")
    NOW = "now", _("You are here")
    TO_DO = "todo", _("To do")


class LessonRow(NamedTuple):
    """What is read of a lesson for an outline, with the progress of the person who asks."""

    path: str
    pk: int
    slug: str
    title: str
    minutes: int
    timing: str
    published_at: datetime | None
    opened: bool
    done: bool


class LessonLine(NamedTuple):
    """A lesson in an outline."""

    number: int
    row: LessonRow
    url: str
    state: LessonState


@dataclass(frozen=True, slots=True)
class Outline:
    """A module's lessons in order. ``current`` is the first that is not done, None after the last."""

    url: str
    lessons: tuple[LessonLine, ...]
    current: LessonLine | None
    started: bool
    done: int
    minutes: int
    minutes_left: int

    @property
    def total(self) -> int:
        return len(self.lessons)

    def line(self, slug: str) -> LessonLine | None:
        """The lesson with this slug."""
        return next((line for line in self.lessons if line.row.slug == slug), None)

    def before(self, line: LessonLine) -> LessonLine | None:
        return self.lessons[line.number - 2] if line.number > 1 else None

    def after(self, line: LessonLine) -> LessonLine | None:
        return self.lessons[line.number] if line.number < self.total else None

    def around(self, line: LessonLine) -> dict[str, Any]:
        """What a lesson's template says about its place in the module."""
        return {
            "line": line,
            "lesson": line.row,
            "previous": self.before(line),
            "next": self.after(line),
            "back_url": self.url,
            "position": line.number,
            "total": self.total,
            "done": self.done,
        }


def outline_of(url: str, rows: Iterable[LessonRow]) -> Outline:
    """Number the lessons and say which is next. ``url`` is the module's, and ends in a slash."""
    lines: list[LessonLine] = []
    current = None
    started = False
    done = minutes = minutes_left = 0
    for number, row in enumerate(rows, start=1):
        state = LessonState.DONE if row.done else LessonState.TO_DO if current else LessonState.NOW
        line = LessonLine(number, row, f"{url}{row.slug}/", state)
        if state is LessonState.NOW:
            current = line
        lines.append(line)
        started = started or row.opened
        minutes += row.minutes
        if row.done:
            done += 1
        else:
            minutes_left += row.minutes
    return Outline(
        url=url,
        lessons=tuple(lines),
        current=current,
        started=started,
        done=done,
        minutes=minutes,
        minutes_left=minutes_left,
    )
