"""What a block is in which someone does something, and what it knows of who sits before it.

The running text of a lesson is the same for everyone and is kept ready. An interactive block has a
place in it that is filled for each person: with the block's template, which says a form of its own
that is posted to ``seat.url``. That works without script; with it, ``parts.js`` swaps the part.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString

from learning.enrolment.access import Entitlements
from learning.modules.answers.models import Answer
from learning.modules.answers.queries import answers_of_cohorts


@dataclass(frozen=True)
class Seat:
    """Who sits before a block, where, and what they did in it so far."""

    request: HttpRequest
    who: Entitlements
    programme_id: int | None
    lesson_id: int
    lesson_title: str
    lesson_url: str
    block_id: UUID
    module_id: int | None = None
    module_title: str = ""
    answer: Answer | None = None
    typed: QueryDict | None = None
    """What was posted and refused: it stays in the fields."""
    errors: Mapping[str, list[str]] = field(default_factory=dict)
    is_preview: bool = False
    """In the editor's preview, where nothing is kept."""

    @property
    def content(self) -> dict[str, Any]:
        """What the block kept of this person; empty at first."""
        return self.answer.content if self.answer else {}

    @property
    def anchor(self) -> str:
        """The block's id on the page."""
        return f"b-{self.block_id}"

    @property
    def url(self) -> str:
        """Where the block's forms are posted to."""
        return f"{self.lesson_url}doe/{self.block_id}/"

    @property
    def cohort_ids(self) -> frozenset[int]:
        """The person's own cohorts in this programme, as a participant."""
        mine = {e.cohort_id for e in self.who.enrolments if e.programme_id == self.programme_id}
        return frozenset(self.who.cohort_ids & mine)

    @cached_property
    def group(self) -> list[dict[str, Any]]:
        """What the person's cohort answered here, without names: one query. Mind the floor of 5."""
        return answers_of_cohorts(block=self.block_id, cohort_ids=self.cohort_ids)

    def frame(self, host: str) -> None:
        """Let this response show a frame of another host: the view widens its policy by it."""
        hosts: set[str] = getattr(self.request, "frame_hosts", set())
        self.request.frame_hosts = hosts | {host}  # type: ignore[attr-defined]

    def refused(self, typed: QueryDict, error: ValidationError) -> Seat:
        """The same seat after a post that was refused: what was typed, and why it does not do."""
        known = hasattr(error, "error_dict")
        errors = error.message_dict if known else {"__all__": list(error.messages)}
        return replace(self, typed=typed, errors=errors)


class Interactive:
    """Mixin for a StructBlock in which someone does something. Its template is ``Meta.template``.

    The name under which a lesson holds the block is the ``kind`` of its answers.
    """

    meta: Any
    may_undo = False
    """Whether what was done can be taken back."""

    def screen(self, value: Any, seat: Seat) -> dict[str, Any]:
        """What the template is told besides ``value`` and ``seat``."""
        return {}

    def receive(self, value: Any, seat: Seat, post: QueryDict) -> dict[str, Any]:
        """The new content of the answer, from what was posted; empty to begin anew.

        Raises ValidationError, by field, with messages for the person.
        """
        raise NotImplementedError

    def is_done(self, value: Any, content: dict[str, Any]) -> bool:
        """Whether an answer counts as having done what the block asks."""
        return True

    def follow(self, value: Any, seat: Seat) -> None:
        """What else is to be kept with the answer, which ``seat`` has: in the same transaction."""

    def render_for(self, value: Any, seat: Seat) -> SafeString:
        """The block as this person finds it."""
        context = {"value": value, "seat": seat} | self.screen(value, seat)
        inside = render_to_string(self.meta.template, context, request=seat.request)
        return format_html('<div id="{}" class="p-part" data-part>{}</div>', seat.anchor, inside)
