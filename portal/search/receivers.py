"""What search does when a page of the library is saved, and when something is written in the forum."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from learning.modules.models import LessonPage, ModulePage
from portal.search import library


@receiver(post_save, sender=ModulePage)
@receiver(post_save, sender=LessonPage)
def know_page(instance: ModulePage | LessonPage, raw: bool = False, **kwargs: Any) -> None:
    """Publishing, importing and copying save the page; a draft alone leaves its text as it is."""
    if not raw:
        library.keep(instance)
