"""Change an entry of one's logbook, or throw it away."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.modules.answers.models import Answer
from learning.modules.answers.services import drop_answer
from learning.modules.answers.words import Said, said_in, text_of


class EntryError(ValidationError):
    """An entry cannot be changed like that; the message says why."""


class EntryChanged(EntryError):
    """The entry was changed on another screen after this one was opened."""


@transaction.atomic
def change_entry(*, entry: Answer, texts: Sequence[str], version: int) -> Answer:
    """Keep other words under the same questions; who reads along reads them too.

    Raises EntryChanged where ``version`` is not the one that is kept, and EntryError where nothing
    is left.
    """
    kept = Answer.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    if kept.version != version:
        raise EntryChanged(
            _(
                "You saved this on another screen in the meantime. Look at both texts before you save."
            )
        )
    said = [
        Said(each.asked, text.strip())
        for each, text in zip(said_in(kept.content), texts, strict=True)
    ]
    if not any(each.text for each in said):
        raise EntryError(_("Nothing is left of it. Do you want to throw it away?"))
    kept.content["said"] = [{"asked": each.asked, "text": each.text} for each in said]
    kept.text = text_of(kept.content, list(kept.nudges.values_list("note", flat=True)))
    kept.version += 1
    kept.changed_at = timezone.now()
    kept.save(update_fields=["content", "text", "version", "changed_at"])
    return kept


def throw_entry_away(*, entry: Answer) -> None:
    """Remove what someone wrote, with what came back of it; nobody reads it any more.

    A task that was done stays done.
    """
    if entry.kind == "task" and entry.done_at:
        _forget_words(entry)
    else:
        drop_answer(answer=entry)


@transaction.atomic
def _forget_words(entry: Answer) -> None:
    kept = Answer.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    kept.content["said"], kept.text = [], ""
    kept.version += 1
    kept.save(update_fields=["content", "text", "version"])
    kept.shares.all().delete()
