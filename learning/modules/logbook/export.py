"""A logbook as a file that stands by itself: as text with signs, or as a page."""

from __future__ import annotations

from collections.abc import Sequence

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from learning.modules.answers.models import Answer
from learning.modules.logbook.kinds import EntryKind
from portal.accounts.mydata import archive
from portal.ui.moments import in_full


def as_markdown(entries: Sequence[Answer]) -> str:
    """The entries with their questions, newest first; what someone wrote is left as it is."""
    return "\n".join(["# " + _("My logbook"), "", *map(_entry_in_markdown, entries)])


def _entry_in_markdown(entry: Answer) -> str:
    lines = [f"## {entry.title}", ""]
    lines += [
        f"*{EntryKind(entry.kind).label} · {_where(entry)} · {in_full(entry.changed_at)}*",
        "",
    ]
    for each in entry.said:
        if each.text:
            lines += [f"**{_in_one_line(each.asked)}**", "", each.text, ""]
    for nudge in entry.nudges.all():
        if nudge.answered_at:
            said = " – ".join(filter(None, [nudge.get_outcome_display(), nudge.note]))
            lines += [f"**{_in_one_line(nudge.text)}**", "", said, ""]
    return "\n".join(lines)


def _where(entry: Answer) -> str:
    return " · ".join(filter(None, [entry.module_title, entry.lesson_title]))


def _in_one_line(text: str) -> str:
    return " ".join(text.split())


def as_html(entries: Sequence[Answer], name: str) -> str:
    """The entries as one page that needs nothing else."""
    return render_to_string(
        "learning/modules/logbook/file.html",
        {
            "entries": [(each, EntryKind(each.kind).label) for each in entries],
            "name": name,
            "at": timezone.now(),
            "style": format_html("<style>{}</style>", mark_safe(archive.STYLE.read_text())),  # noqa: S308
        },
    )
