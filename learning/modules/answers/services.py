"""Keep what someone did in a block."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from learning.modules.answers.models import Answer
from learning.modules.answers.words import text_of
from portal.accounts.models import User


@transaction.atomic
def save_answer(
    *,
    person: User,
    programme_id: int | None,
    lesson_id: int,
    lesson_title: str,
    block: UUID,
    kind: str,
    content: dict[str, Any],
    is_done: bool,
    module_id: int | None = None,
    module_title: str = "",
    may_undo: bool = False,
) -> Answer:
    """Keep someone's answer in a block; a later one takes the place of the earlier.

    What was done stays done: trying again takes nothing back. Where it is ticked, as a task is, it
    ``may_undo``.
    """
    now = timezone.now()
    answer, made = Answer.objects.select_for_update().get_or_create(
        person=person,
        lesson_id=lesson_id,
        block=block,
        defaults={
            "programme_id": programme_id,
            "lesson_title": lesson_title,
            "module_id": module_id,
            "module_title": module_title,
            "kind": kind,
            "content": content,
            "text": text_of(content),
            "done_at": now if is_done else None,
        },
    )
    if made:
        return answer
    answer.programme_id, answer.lesson_title = programme_id, lesson_title
    answer.module_id, answer.module_title = module_id, module_title
    answer.kind, answer.content, answer.text = kind, content, text_of(content)
    answer.version += 1
    answer.changed_at = now
    if is_done:
        answer.done_at = answer.done_at or now
    elif may_undo:
        answer.done_at = None
    answer.save()
    return answer


@transaction.atomic
def drop_answer(*, answer: Answer) -> None:
    """Take an answer away for good, at the request of whose it is."""
    answer.delete()
