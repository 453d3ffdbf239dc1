"""What the editor tells a trainer about a lesson that was saved: advice, never a refusal.

A block that has something to say has a method ``advice(value)`` that gives sentences.
"""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Page

from learning.modules.glossary import avoided_words
from learning.modules.pages import LessonPage
from learning.modules.rendering import terms_of_library


def advice_on(lesson: LessonPage) -> list[str]:
    """All advice on a lesson, in the order of its blocks."""
    told: list[str] = []
    for child in lesson.body:
        if advice := getattr(child.block, "advice", None):
            told += advice(child.value)
    return told + _on_words(lesson)


def _on_words(lesson: LessonPage) -> list[str]:
    """Words that the library rather has otherwise."""
    text = " ".join(
        str(part)
        for child in lesson.body
        for part in child.block.get_searchable_content(child.value)
    )
    return [
        _("You write “%(word)s”. The glossary rather says “%(better)s”: %(meaning)s")
        % {"word": word, "better": term.word, "meaning": term.definition}
        for word, term in avoided_words(terms_of_library(lesson), text)
    ]


def give_advice(request: HttpRequest, page: Page) -> None:
    """Wagtail's hook after a page was made or saved."""
    if isinstance(page, LessonPage):
        for sentence in advice_on(page):
            messages.warning(request, sentence)
