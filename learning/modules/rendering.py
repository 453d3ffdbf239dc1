"""The text of a lesson as HTML, made once per published revision and kept in the process.

Only what is the same for everyone is kept. A revision never changes, but what it points to may: a
replaced picture, a renamed document. So nothing is kept for longer than ``LIFETIME``.
"""

import time
from datetime import datetime
from functools import lru_cache

from django.utils.translation import get_language

from learning.modules.blocks.parts import Body, body_of_stream
from learning.modules.glossary import Marker, Term, terms_in
from learning.modules.models import LessonPage, ModuleIndexPage
from learning.modules.outline import LessonRow

LIFETIME = 300  # seconds
LESSONS_KEPT = 512


def body_of(lesson: LessonRow) -> Body:
    """The body of a published lesson in the language of this request, with places for the person."""
    period = int(time.monotonic()) // LIFETIME
    return _rendered(lesson.pk, lesson.published_at, get_language(), period)


@lru_cache(maxsize=LESSONS_KEPT)
def _rendered(pk: int, published_at: datetime | None, language: str | None, period: int) -> Body:
    lesson = LessonPage.objects.only("body", "path").get(pk=pk)
    return body_of_stream(lesson.body, Marker(terms_of_library(lesson)).mark)


def terms_of_library(lesson: LessonPage) -> list[Term]:
    """The words of the library that a lesson is in."""
    path = lesson.path[: -2 * LessonPage.steplen]
    library = ModuleIndexPage.objects.live().only("glossary").filter(path=path).first()
    return terms_in(library.glossary) if library else []
