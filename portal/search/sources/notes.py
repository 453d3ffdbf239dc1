"""One's own words: answers in lessons and practice cases. There are few, and nobody else's are read.

So there is no index of them, in which they would stand beside those of others.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from learning.modules.answers.models import Answer
from learning.modules.logbook.kinds import EntryKind
from learning.practice.models import PracticeCase
from portal.search.sources.base import NOTHING, SHOWN, Found, Hit, Source
from portal.search.wording import Wording


class Note(NamedTuple):
    """Something that someone wrote themselves."""

    title: str
    url: str
    text: str
    where: str
    at: datetime


class OwnNotes(Source):
    """What someone wrote in lessons and as practice cases, the newest first."""

    name = "notities"
    label = _("My notes")
    more = _("More notes")

    def look(self, wording: Wording, limit: int = SHOWN, after: str = "") -> Found:
        if self.who.person is None:
            return NOTHING
        found = [note for note in self._notes() if wording.fits(note.title, note.text)]
        found.sort(key=lambda note: note.at, reverse=True)
        return Found([_hit(note, wording) for note in found[:limit]], len(found))

    def _notes(self) -> Iterator[Note]:
        for case in PracticeCase.objects.of(self.who.person_id):
            text = " ".join([*_texts(case.content), *_texts(case.own)])
            yield Note(case.title, case.url, text, str(_("Practice case")), case.changed_at)
        for answer in Answer.objects.of(self.who.person_id).in_words():
            url = reverse("logbook:entry", args=[answer.pk])
            where = f"{EntryKind(answer.kind).label} · {answer.lesson_title}"
            yield Note(answer.title, url, answer.text, where, answer.changed_at)


def _hit(note: Note, wording: Wording) -> Hit:
    excerpt = wording.excerpt(note.text)
    return Hit(wording.mark(note.title), note.url, excerpt, note.where, note.at)


def _texts(value: object) -> Iterator[str]:
    """The texts in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)
