"""What search does when a page of the library is saved, and when something is written in the forum."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver

from forum.board.signals import text_written
from learning.modules.models import LessonPage, ModulePage
from portal.search import library, services, vocabulary
from portal.search.models import PageText


@receiver(post_save, sender=ModulePage)
@receiver(post_save, sender=LessonPage)
def know_page(instance: ModulePage | LessonPage, raw: bool = False, **kwargs: Any) -> None:
    """Publishing, importing and copying save the page; a draft alone leaves its text as it is."""
    if not raw:
        library.keep(instance)


@receiver(text_written)
def know_words(text: str, **kwargs: Any) -> None:
    """The text itself is in the index at once; other forms of its words when it is certain to stay.

    After the commit, because who writes a word first holds up everyone else who writes it.
    """
    transaction.on_commit(lambda: vocabulary.learn(text), robust=True)


def know_what_was_there(**kwargs: Any) -> None:
    """After an upgrade from a version without search: read what was written before."""
    if LessonPage.objects.exists() and not PageText.objects.exists():
        services.rebuild()
