"""Something of another site, in a frame: only from a host that the organisation named, and after a yes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from learning.modules.blocks.base import FILES
from learning.modules.blocks.interactive import Interactive, Seat
from learning.organisation.queries import embed_hosts_of

STAYS_OPEN = timedelta(minutes=30)
"""So long a yes counts. It is asked again at a next visit: nothing is fetched elsewhere on load."""


def host_of(address: str) -> str:
    """``video.example.nl`` of an address there."""
    return urlsplit(address).hostname or ""


class EmbedBlock(Interactive, blocks.StructBlock):
    title = blocks.CharBlock(label=gettext_lazy("Title"), max_length=120)
    about = blocks.TextBlock(
        label=gettext_lazy("What it is"), rows=2, help_text=gettext_lazy("One sentence.")
    )
    address = blocks.URLBlock(
        label=gettext_lazy("Address"),
        help_text=gettext_lazy(
            "The address that the other site gives for embedding; it begins with https://. Only"
            " hosts on the list of the organisation are shown."
        ),
    )

    class Meta:
        label = gettext_lazy("From another site")
        icon = "site"
        group = FILES
        template = "learning/modules/blocks/embed.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if urlsplit(cleaned["address"] or "").scheme != "https":
            raise blocks.StructBlockValidationError(
                block_errors={"address": ValidationError(_("Use an address with https://."))}
            )
        return cleaned

    def screen(self, value: Any, seat: Seat) -> dict[str, Any]:
        host = host_of(value["address"])
        is_listed = seat.is_preview or host in embed_hosts_of(seat.programme_id)
        is_open = is_listed and _is_fresh(seat.content.get("opened_at")) and not seat.is_preview
        if is_open:
            seat.frame(host)
        return {"host": host, "is_listed": is_listed, "is_open": is_open}

    def receive(self, value: Any, seat: Seat, post: QueryDict) -> dict[str, Any]:
        return {"opened_at": timezone.now().isoformat()} if "open" in post else {}


def _is_fresh(opened_at: str | None) -> bool:
    if not opened_at:
        return False
    return timezone.now() - datetime.fromisoformat(opened_at) < STAYS_OPEN
