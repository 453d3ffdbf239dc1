"""When a lesson is published, what it holds to do is written down."""

from typing import Any

from django.dispatch import receiver
from wagtail.signals import page_published

from learning.modules.completion.services import note_exercises
from learning.modules.pages import LessonPage


@receiver(page_published, sender=LessonPage)
def note_what_is_to_do(instance: LessonPage, **kwargs: Any) -> None:
    note_exercises(lesson=instance)
