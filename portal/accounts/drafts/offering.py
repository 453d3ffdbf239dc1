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

from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.text import Truncator

from portal.accounts.drafts.services import draft_of
from portal.accounts.models import Draft, User

ASKED = "concept"
_EXCERPT = 80
_ATTRIBUTE = "_kept_drafts"


@dataclass(frozen=True)
class Kept:
    """What the component needs of the draft of one form."""

    key: str
    version: int
    """What the form builds on: 0 as long as its writer did not choose for the kept text."""
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
    """What was kept for this form, where its writer chose to go on with it; meant for ``initial``."""
    if request.GET.get(ASKED) != key or not isinstance(request.user, User):
        return {}
    draft = draft_of(person=request.user, key=key)
    return draft.fields if draft else {}


def kept_for(request: HttpRequest, key: str) -> Kept | None:
    """The state of a form's draft for its component; None for a visitor.

    One query for all forms of a page, and one more for each text that is offered.
    """
    person = request.user
    if not isinstance(person, User):
        return None
    versions: dict[str, int] | None = getattr(request, _ATTRIBUTE, None)
    is_first = versions is None
    if versions is None:
        versions = dict(
            Draft.objects.filter(person=person).exclude(fields={}).values_list("key", "version")
        )
        setattr(request, _ATTRIBUTE, versions)
    if request.method == "POST" and request.POST.get("draft") == key:
        return Kept(key, _number(request.POST.get("draft_version", "")), None, is_first)
    version = versions.get(key, 0)
    if not version or request.GET.get(ASKED) == key:
        return Kept(key, version, None, is_first)
    return Kept(key, 0, _offer(person, key), is_first)


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


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
