"""The text of a lesson as HTML, made once per published revision and kept in the process.

Only what is the same for everyone is kept. A revision never changes, but what it points to may: a
replaced picture, a renamed document. So nothing is kept for longer than ``LIFETIME``.
"""

import time
from datetime import datetime
from functools import lru_cache

from django.utils.translation import get_language

from learning.modules.blocks.parts import Body, body_of_stream
from learning.modules.models import LessonPage
from learning.modules.outline import LessonRow

LIFETIME = 300  # seconds
LESSONS_KEPT = 512


def body_of(lesson: LessonRow) -> Body:
    """The body of a published lesson in the language of this request, with places for the person."""
    period = int(time.monotonic()) // LIFETIME
    return _rendered(lesson.pk, lesson.published_at, get_language(), period)


@lru_cache(maxsize=LESSONS_KEPT)
def _rendered(pk: int, published_at: datetime | None, language: str | None, period: int) -> Body:
    return body_of_stream(LessonPage.objects.only("body").get(pk=pk).body)
