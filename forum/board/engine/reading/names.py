"""What several reads say in the same way."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from forum.board.engine.database import aware


def name(first: str | None, last: str | None, otherwise: str | None = None) -> str:
    """A person's name as others see it."""
    return f"{first or ''} {last or ''}".strip() or otherwise or _("Someone")


def latest(*moments: datetime | None) -> datetime | None:
    """The newest of some moments, of which each may be missing."""
    return max((known for known in map(aware, moments) if known), default=None)
