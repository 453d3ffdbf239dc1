"""What the editor tells a trainer about a lesson that was saved: advice, never a refusal.

A block that has something to say has a method ``advice(value)`` that gives sentences.
"""

from django.contrib import messages
from django.http import HttpRequest
from wagtail.models import Page

from learning.modules.pages import LessonPage


def advice_on(lesson: LessonPage) -> list[str]:
    """All advice on a lesson, in the order of its blocks."""
    told: list[str] = []
    for child in lesson.body:
        if advice := getattr(child.block, "advice", None):
            told += advice(child.value)
    return told


def give_advice(request: HttpRequest, page: Page) -> None:
    """Wagtail's hook after a page was made or saved."""
    if isinstance(page, LessonPage):
        for sentence in advice_on(page):
            messages.warning(request, sentence)
