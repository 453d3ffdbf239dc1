"""The one thing that comes next, and what this week holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from learning.modules.completion.going_on import (
    GoOn,
    case_to_send,
    going_on,
    lesson_to_go_on_with,
    what_to_do,
)
from learning.modules.completion.todo import ToDo
from learning.modules.intentions.queries import Question
from learning.modules.outline import LessonLine
from learning.modules.queries import ModuleOverview, ModuleState
from learning.programmes.queries import PhaseRow
from portal.pages import words
from portal.ui.moments import full_day

BEFORE = "before"
PREPARATIONS_SHOWN = 3
WEEK = timedelta(days=7)


class Preparation(NamedTuple):
    """Something to do before a day on the timeline."""

    title: str
    url: str
    note: str
    is_done: bool = False


class NextStep(NamedTuple):
    """The one thing that comes next: the next date, its preparation, and where to go on."""

    phase: PhaseRow | None
    when: str
    opens_on: date | None
    """When the module that prepares for the date opens, where that is still to come."""
    left: str
    """What is still to be done before, in words."""
    preparation: tuple[Preparation, ...]
    more: int
    """How much of it is not in the short list."""
    go_on: GoOn | None
    """What the one button opens."""
    about: str
    """Of what it is, where the list above does not say so."""
    module_id: int | None
    """The module in which it is."""


class WeekLine(NamedTuple):
    """Something of this week: on which day, what, and what is to be done before."""

    icon: str
    day: str
    text: str
    url: str = ""
    before: str = ""


def next_step(
    phases: Sequence[PhaseRow],
    modules: Sequence[ModuleOverview],
    today: date,
    question: Question | None = None,
) -> NextStep:
    """What the person does now. Works without dates, without modules, and after the last one.

    First what prepares for a day of this week; then an intention that asks how it went; then what
    prepares for a later day, the module that was begun, or the next one; then there is nothing but
    to wait for the day.
    """
    phase = next((phase for phase in phases if phase.starts_on >= today), None)
    module = next((m for m in modules if phase and m.offer.phase_id == phase.pk), None)
    before = _preparation(module, phase)
    left = [each for each in before if not each.is_done]
    is_near = phase is not None and phase.starts_on - today < WEEK
    preparing = module if left and (is_near or question is None) else None
    source, go_on, about = _first_of(preparing, modules, question)
    shown = _around_first_open(before)
    return NextStep(
        phase=phase,
        when=words.days_away((phase.starts_on - today).days) if phase else "",
        opens_on=module.offer.opens_on if module and not module.is_open else None,
        left=_to_do_before(module).words if module else "",
        preparation=shown,
        more=len(left) - sum(not each.is_done for each in shown),
        go_on=go_on,
        about=about,
        module_id=source.offer.module_id if source else None,
    )


def week_of(
    phases: Sequence[PhaseRow], modules: Sequence[ModuleOverview], today: date
) -> tuple[WeekLine, ...]:
    """What the coming seven days hold, by day: modules that open, days that come, what ends."""
    within = {today + timedelta(days=days) for days in range(WEEK.days)}
    prepares = {m.offer.phase_id: m for m in modules if m.is_open and m.offer.phase_id}
    found: list[tuple[date, WeekLine]] = []
    for module in modules:
        opens_on = module.offer.opens_on
        if opens_on in within and opens_on and not module.offer.as_staff:
            found.append((opens_on, _opening(module, opens_on, today)))
    for phase in phases:
        if phase.starts_on in within:
            found.append((phase.starts_on, _coming(phase, prepares.get(phase.pk), today)))
        elif phase.ends_on in within:
            text = _("Last day: %(what)s") % {"what": phase.title}
            found.append((phase.ends_on, WeekLine("flag", _day(phase.ends_on, today), text)))
    return tuple(line for _at, line in sorted(found, key=lambda each: each[0]))


def _opening(module: ModuleOverview, opens_on: date, today: date) -> WeekLine:
    text = _("Module “%(title)s” opens") % {"title": module.offer.title}
    return WeekLine(
        "book-open", _day(opens_on, today), text, module.offer.url if module.is_open else ""
    )


def _coming(phase: PhaseRow, module: ModuleOverview | None, today: date) -> WeekLine:
    to_do = _to_do_before(module) if module else None
    before = _("Still to do before: %(what)s") % {"what": to_do.words} if to_do else ""
    url = module.offer.url if module and to_do else ""
    return WeekLine("calendar", _day(phase.starts_on, today), phase.title, url, before)


def _day(day: date, today: date) -> str:
    said = full_day(day, today)
    return said[:1].upper() + said[1:]


def _first_of(
    preparing: ModuleOverview | None,
    modules: Sequence[ModuleOverview],
    question: Question | None,
) -> tuple[ModuleOverview | None, GoOn | None, str]:
    """The module that it is in, what the button opens, and what is said above it."""
    if preparing:
        return preparing, _before(preparing), ""
    if question:
        about = _("Your intention: %(question)s") % {"question": question.text}
        return None, GoOn("question", None, question.url, _("Tell how it went")), about
    found = _where_to_go_on(modules)
    if found is None:
        return None, None, ""
    source, go_on = found
    if go_on.line and go_on.kind == "lesson":
        return source, go_on, _("Next lesson: %(title)s") % {"title": go_on.line.row.title}
    return source, go_on, source.offer.title


def _before(module: ModuleOverview) -> GoOn | None:
    """What comes first of what prepares for the day."""
    first = next((line for line in _lines_before(module) if not line.row.done), None)
    if first:
        return lesson_to_go_on_with(first, begun=module.state is ModuleState.STARTED)
    return going_on(
        module.outline,
        _to_do_before(module),
        programme_id=module.offer.programme_id,
        module_id=module.offer.module_id,
    )


def _lines_before(module: ModuleOverview) -> list[LessonLine]:
    if not module.is_open:
        return []
    return [line for line in module.outline.lessons if line.row.timing == BEFORE]


def _to_do_before(module: ModuleOverview) -> ToDo:
    """What is left of a module that counts before its day: not what comes after it."""
    lines = _lines_before(module)
    paths = {line.row.path for line in lines}
    return ToDo(
        module.offer.rules._replace(lessons=True),
        lessons=sum(not line.row.done for line in lines),
        exercises=[each for each in module.to_do.exercises if each.lesson_path in paths],
        has_case=not (module.is_open and module.to_do.needs_case),
    )


def _preparation(module: ModuleOverview | None, phase: PhaseRow | None) -> list[Preparation]:
    """Lessons to read first, then what they ask to do, then the case."""
    if module is None or phase is None:
        return []
    lines = _lines_before(module)
    titles = {line.row.path: line for line in lines}
    to_do = _to_do_before(module)
    found = [
        Preparation(line.row.title, line.url, _minutes(line.row.minutes), line.row.done)
        for line in lines
    ]
    for exercise in to_do.exercises:
        line = titles[exercise.lesson_path]
        url = f"{line.url}#b-{exercise.block}"
        found.append(Preparation(what_to_do(exercise.kind), url, line.row.title))
    if to_do.needs_case:
        case = case_to_send(
            programme_id=module.offer.programme_id, module_id=module.offer.module_id
        )
        found.append(Preparation(case.label, case.url, _by(phase.starts_on)))
    return found


def _by(day: date) -> str:
    return _("Before %(day)s") % {"day": full_day(day)}


def _minutes(minutes: int) -> str:
    return ngettext("%(minutes)d minute", "%(minutes)d minutes", minutes) % {"minutes": minutes}


def _around_first_open(items: Sequence[Preparation]) -> tuple[Preparation, ...]:
    """A few of them: the last one that was done, and what comes after it."""
    first_open = next((at for at, each in enumerate(items) if not each.is_done), len(items))
    start = max(0, min(first_open - 1, len(items) - PREPARATIONS_SHOWN))
    return tuple(items[start : start + PREPARATIONS_SHOWN])


def _where_to_go_on(
    modules: Sequence[ModuleOverview],
) -> tuple[ModuleOverview, GoOn] | None:
    """What was begun, else what everyone does, else what may be chosen."""
    ordered = sorted(modules, key=lambda m: (m.state is not ModuleState.STARTED, m.offer.elective))
    return next(((module, found) for module in ordered if (found := module.go_on)), None)
