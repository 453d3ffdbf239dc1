"""What the forum does when something happens below it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils.translation import gettext as _

from forum.board.models import Attachment, Space
from forum.board.services import close_space, open_space, start_module_thread
from learning.enrolment.signals import (
    enrolment_changed,
    enrolment_ended,
    participant_enrolled,
)
from learning.modules.signals import module_picked


@receiver(participant_enrolled)
def open_spaces(sender: Any, enrolment: Any, **kwargs: Any) -> None:
    """Whoever is enrolled finds a space for the programme, and one for the cohort."""
    open_space(programme=enrolment.programme)
    if enrolment.cohort:
        open_space(programme=enrolment.programme, cohort=enrolment.cohort)


@receiver(enrolment_changed)
def follow_to_cohort(sender: Any, enrolment: Any, previous_cohort: Any, **kwargs: Any) -> None:
    """Whoever moves to another cohort finds its space open, and may have left an empty one."""
    open_spaces(sender, enrolment)
    _close_if_empty("cohort", previous_cohort)


@receiver(enrolment_ended)
def close_empty_spaces(sender: Any, enrolment: Any, **kwargs: Any) -> None:
    """The last one to go closes the door."""
    _close_if_empty("programme", enrolment.programme)
    _close_if_empty("cohort", enrolment.cohort)


def _close_if_empty(kind: str, group: Any) -> None:
    if group and not group.enrolments.active().exists():
        for space in Space.objects.filter(**{"kind": kind, kind: group}):
            close_space(space=space)


@receiver(module_picked)
def start_thread_of_module(sender: Any, programme_module: Any, **kwargs: Any) -> None:
    """A module that a programme picks gets its topic, with the question that its writers put."""
    module = programme_module.module
    start_module_thread(
        space=open_space(programme=programme_module.programme),
        module=module,
        title=module.forum_starter_title or module.title,
        text=module.forum_starter_text
        or _("Put your questions and examples about this module here."),
    )


@receiver(post_delete, sender=Attachment)
def delete_file(sender: Any, instance: Attachment, **kwargs: Any) -> None:
    """A file goes with its row, once the row is gone for good."""
    transaction.on_commit(lambda: instance.file.delete(save=False))
