"""One's own words: answers in lessons and practice cases. There are few, and nobody else's are read.

So there is no index of them, in which they would stand beside those of others.
"""

from collections.abc import Iterator
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from learning.modules.answers.models import Answer
from learning.practice.models import PracticeCase
from portal.search.sources.base import NOTHING, SHOWN, Found, Hit, Source
from portal.search.wording import Wording


class Note(NamedTuple):
    """Something that someone wrote for themselves."""

    title: str
    url: str
    text: str
    kind: str


class OwnNotes(Source):
    """What someone wrote in lessons and as practice cases, the newest first."""

    name = "notities"
    label = _("My notes")
    icon = "pencil"

    def look(self, wording: Wording, limit: int = SHOWN, after: str = "") -> Found:
        if self.who.person is None:
            return NOTHING
        found = [note for note in self._notes() if wording.fits(note.title, note.text)]
        return Found([_hit(note, wording) for note in found[:limit]], len(found))

    def _notes(self) -> Iterator[Note]:
        yield from self._cases()
        yield from self._answers()

    def _cases(self) -> Iterator[Note]:
        for case in PracticeCase.objects.of(self.who.person_id):
            text = " ".join(_texts([case.content, case.own]))
            yield Note(case.title, case.url, text, str(_("Practice case")))

    def _answers(self) -> Iterator[Note]:
        rows = Answer.objects.of(self.who.person_id).in_words().order_by("-changed_at", "-pk")
        for title, text, module, lesson, block, module_title in rows.values_list(
            "lesson_title", "text", "module__slug", "lesson__slug", "block", "module_title"
        ):
            url = f"{reverse('modules:lesson', args=[module, lesson])}#b-{block}" if lesson else ""
            yield Note(title, url, text, module_title)


def _hit(note: Note, wording: Wording) -> Hit:
    return Hit(wording.mark(note.title), note.url, wording.excerpt(note.text), note.kind)


def _texts(value: object) -> Iterator[str]:
    """The texts in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
