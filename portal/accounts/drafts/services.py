"""Keep what someone is typing, and let go of it once it was sent.

A draft belongs to a person and to a form, which the screen names by a key ("reply:88"). Each save
says on which version it builds. Whoever builds on an older one is told, and chooses: nobody's words
are overwritten unseen. The ``hand`` is the window that types; its own saves never get in its way,
also when an answer was lost on the line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Draft, User

KEPT = timedelta(days=90)
MOST_DRAFTS = 200
"""Of one person: a year's forms at once. Beyond it the oldest goes."""
MOST_FIELDS = 60
LARGEST = 64 * 1024
"""All text of one draft together, in characters."""

_KEY = re.compile(r"[\w:.-]{1,100}", re.ASCII)
_HAND = re.compile(r"[\w-]{0,32}", re.ASCII)
_NAME = re.compile(r"[\w.:\[\]-]{1,100}")
_NEVER_KEPT = re.compile(r"^next$|passw|code|secret|token|credential", re.IGNORECASE)


class DraftRefused(ValidationError):
    """What came is no draft of a form: too large, or not text by name."""

    def __init__(self) -> None:
        super().__init__(_("This cannot be kept as a draft."))


class DraftConflict(ValidationError):
    """Another window kept something else meanwhile: its writer has to choose."""

    def __init__(self, theirs: Draft) -> None:
        super().__init__(_("This draft was changed in another window or on another device."))
        self.theirs = theirs


class DraftSent(ValidationError):
    """This window has sent the form already: there is nothing left to keep."""

    def __init__(self) -> None:
        super().__init__(_("This was sent already."))


def draft_of(*, person: User, key: str) -> Draft | None:
    """What a person kept for a form; None where there is nothing, or no longer."""
    found = Draft.objects.filter(person=person, key=key).first()
    return found if found and found.fields else None


@transaction.atomic
def save_draft(
    *, person: User, key: str, fields: Mapping[str, Any], base: int = 0, hand: str = ""
) -> Draft:
    """Keep the text fields of a form, building on version ``base``; no fields lets go of them.

    Raises DraftRefused, DraftConflict and DraftSent.
    """
    if not (_KEY.fullmatch(key) and _HAND.fullmatch(hand)):
        raise DraftRefused
    kept = check_fields(fields)
    draft, is_new = Draft.objects.select_for_update().get_or_create(person=person, key=key)
    if hand and draft.sent_by == hand:
        raise DraftSent
    if draft.fields == kept:
        return draft
    is_own = hand != "" and hand == draft.hand
    if draft.fields and draft.version != base and not is_own:
        raise DraftConflict(draft)
    draft.fields, draft.hand = kept, hand
    _change(draft)
    if is_new:
        _make_room(person)
    return draft


@transaction.atomic
def drop_draft(*, person: User, key: str, version: int, hand: str = "") -> None:
    """Let go of a draft: its form was sent, or its writer threw it away.

    What another window kept after ``version`` stays. With a ``hand``, nothing that this window
    still has under way is kept any more.
    """
    if not (_KEY.fullmatch(key) and _HAND.fullmatch(hand)):
        raise DraftRefused
    drafts = Draft.objects.select_for_update()
    draft = drafts.filter(person=person, key=key).first()
    if draft is None:
        if not hand:
            return
        draft, _is_new = drafts.get_or_create(person=person, key=key)
    if hand:
        draft.sent_by = hand
    is_own = hand != "" and hand == draft.hand
    if is_own or draft.version <= version:
        draft.fields = {}
        _change(draft)
    else:
        draft.save(update_fields=["sent_by"])


def check_fields(fields: Mapping[str, Any]) -> dict[str, str]:
    """The fields to keep, without what is secret.

    Raises DraftRefused where they are not text, or too much of it.
    """
    kept = {name: text for name, text in fields.items() if not _NEVER_KEPT.search(name)}
    for name, text in kept.items():
        if not (_NAME.fullmatch(name) and isinstance(text, str) and _can_be_stored(text)):
            raise DraftRefused
    if len(kept) > MOST_FIELDS or sum(map(len, kept.values())) > LARGEST:
        raise DraftRefused
    return kept


def forget_old_drafts() -> int:
    """Remove what nobody came back to for three months; says how many drafts that were."""
    return Draft.objects.filter(changed_at__lt=timezone.now() - KEPT).delete()[0]


def _change(draft: Draft) -> None:
    draft.version += 1
    draft.changed_at = timezone.now()
    draft.save()


def _make_room(person: User) -> None:
    newest = Draft.objects.filter(person=person).order_by("-changed_at", "-pk")
    surplus = list(newest.values_list("pk", flat=True)[MOST_DRAFTS:])
    if surplus:
        Draft.objects.filter(pk__in=surplus).delete()


def _can_be_stored(text: str) -> bool:
    """Whether a database takes it: no null byte, no half of a sign."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text
