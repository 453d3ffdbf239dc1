"""Give a draft back: to the form that a screen shows, and to the component inside that form.

A view puts it into its form when its writer asked to go on with it::

    form = ReplyForm(initial=draft_initial(request, f"reply:{topic.pk}"))

The template includes ``components/autosave.html`` inside the form, with the same key.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from portal.accounts.drafts.rescue import take_rescued, version_in
from portal.accounts.drafts.services import draft_of
from portal.accounts.models import Draft, User

ASKED = "concept"
_EXCERPT = 80
_VERSIONS, _SHOWN = "_draft_versions", "_draft_shown"
_WAS_SIGNED_OUT = _(
    "You were signed out before this was sent. What you typed is still here: send it again."
)


@dataclass(frozen=True)
class Kept:
    """What the component needs of the draft of one form."""

    key: str
    version: int
    """What the form builds on: 0 as long as its writer did not choose for the kept text."""
    hand: str
    """The window that typed what a refused form shows."""
    offer: Offer | None
    is_first: bool
    """Whether this is the first such form on the page: what they share goes with it."""


@dataclass(frozen=True)
class Offer:
    """A text that is kept and not in the form."""

    version: int
    at: datetime
    excerpt: str


def draft_initial(request: HttpRequest, key: str) -> dict[str, str]:
    """What was kept for this form, where its writer goes on with it; meant for ``initial``.

    That is what they chose, or what was sent after their session ended: then they are told.
    """
    rescued, is_draft = take_rescued(request, key)
    if rescued:
        messages.info(request, _WAS_SIGNED_OUT)
        if is_draft:
            setattr(request, _SHOWN, key)
        return rescued
    if request.GET.get(ASKED) != key or not isinstance(request.user, User):
        return {}
    setattr(request, _SHOWN, key)
    draft = draft_of(person=request.user, key=key)
    return draft.fields if draft else {}


def kept_for(request: HttpRequest, key: str) -> Kept | None:
    """The state of a form's draft for its component; None for a visitor.

    One query for all forms of a page, and one more for each text that is offered.
    """
    person = request.user
    if not isinstance(person, User):
        return None
    versions: dict[str, int] | None = getattr(request, _VERSIONS, None)
    is_first = versions is None
    if versions is None:
        versions = dict(
            Draft.objects.filter(person=person).exclude(fields={}).values_list("key", "version")
        )
        setattr(request, _VERSIONS, versions)
    if request.POST.get("draft") == key:  # refused: the form shows what was sent
        hand = request.POST.get("draft_hand", "")
        return Kept(key, version_in(request.POST), hand, None, is_first)
    version = versions.get(key, 0)
    if not version or getattr(request, _SHOWN, None) == key:
        return Kept(key, version, "", None, is_first)
    return Kept(key, 0, "", _offer(person, key), is_first)


def mark_of(person: User) -> str:
    """By which a window knows whose text it holds: says nothing to who reads it."""
    return salted_hmac(f"{__name__}.mark", str(person.pk)).hexdigest()[:16]


def secret_of(person: User) -> str:
    """The key with which a browser locks what it keeps for someone, in base64.

    It stands in pages that only they are shown, and is kept nowhere: without signing in again
    nobody reads what was left in a browser.
    """
    digest = salted_hmac(f"{__name__}.secret", str(person.pk), algorithm="sha256").digest()
    return base64.b64encode(digest).decode()


def _offer(person: User, key: str) -> Offer | None:
    draft = draft_of(person=person, key=key)
    return Offer(draft.version, draft.changed_at, _excerpt(draft.fields)) if draft else None


def _excerpt(fields: dict[str, Any]) -> str:
    longest = max(fields.values(), key=len, default="")
    return Truncator(" ".join(longest.split())).chars(_EXCERPT)
