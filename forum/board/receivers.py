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
def open_spaces(sender: Any, enrolments: Any, **kwargs: Any) -> None:
    """Whoever is enrolled finds a space for the programme, and one for the cohort."""
    for programme in {enrolment.programme for enrolment in enrolments}:
        open_space(programme=programme)
    for programme, cohort in {(each.programme, each.cohort) for each in enrolments if each.cohort}:
        open_space(programme=programme, cohort=cohort)


@receiver(enrolment_changed)
def follow_to_cohort(sender: Any, enrolments: Any, previous_cohorts: Any, **kwargs: Any) -> None:
    """Whoever moves to another cohort finds its space open, and may have left an empty one."""
    open_spaces(sender, enrolments)
    for cohort in set(previous_cohorts):
        _close_if_empty("cohort", cohort)


@receiver(enrolment_ended)
def close_empty_spaces(sender: Any, enrolments: Any, **kwargs: Any) -> None:
    """The last one to go closes the door."""
    for kind in ("programme", "cohort"):
        for group in {getattr(enrolment, kind) for enrolment in enrolments}:
            _close_if_empty(kind, group)


def _close_if_empty(kind: str, group: Any) -> None:
    if group and not group.enrolments.active().exists():
        for space in Space.objects.filter(**{"kind": kind, kind: group}):
            close_space(space=space)


@receiver(module_picked)
def start_thread_of_module(sender: Any, programme_module: Any, **kwargs: Any) -> None:
    """A module that a programme picks gets its topic, with the question that its writers put.

    In a template nobody talks.
    """
    if programme_module.programme.is_template:
        return
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
