"""What blocks share in which someone writes: boxes with who reads them, kept with their questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from learning.modules.answers.words import Said, said_in
from learning.modules.blocks.interactive import Interactive, Seat
from learning.modules.sharing.audience import readers_in_words
from learning.modules.sharing.queries import readers_in_lesson
from portal.accounts.drafts.offering import draft_initial

LONGEST = 8000
VERSION = "version"


@dataclass(frozen=True)
class Box:
    """A text box under its question."""

    name: str
    asked: str
    text: str
    id: str
    is_required: bool
    errors: Sequence[str]
    now: str
    """What is kept, where that changed on another screen and differs from what was typed."""


class Writing(Interactive):
    """Mixin for a block in which someone writes. Nobody else reads it until its writer says so."""

    shareable = True
    all_required = False
    """Whether each box must be filled in; else one of them is enough."""

    def asked(self, value: Any) -> list[str]:
        """What is asked, one text box for each."""
        raise NotImplementedError

    def screen(self, value: Any, seat: Seat) -> dict[str, Any]:
        answer = seat.answer
        takes_part = seat.programme_id in seat.who.attended_programme_ids
        may_share = bool(self.shareable and takes_part and answer and answer.text)
        return {
            "boxes": self.boxes(value, seat),
            "earlier": self.earlier(value, seat.content),
            "version": answer.version if answer else 0,
            "readers": self._readers(seat),
            "share_url": reverse("logbook:share", args=[answer.pk]) if answer and may_share else "",
            "draft_key": f"answer:{seat.lesson_id}:{seat.block_id}",
            "refused": [*seat.errors.get(VERSION, ()), *seat.errors.get("__all__", ())],
        }

    def _readers(self, seat: Seat) -> str:
        shares = readers_in_lesson(seat.request, seat.answer) if seat.answer else []
        return readers_in_words(shares)

    def boxes(self, value: Any, seat: Seat) -> list[Box]:
        """The boxes with what was typed and refused, or else a draft, or else what is kept."""
        kept = self.kept(value, seat.content)
        if seat.typed is not None:
            typed = {name: str(text) for name, text in seat.typed.items()}
        elif seat.is_preview:
            typed = {}
        else:
            typed = draft_initial(seat.request, f"answer:{seat.lesson_id}:{seat.block_id}")
        overtaken = VERSION in seat.errors
        return [
            Box(
                name=name,
                asked=asked,
                text=typed.get(name, kept.get(asked, "")),
                id=f"{seat.anchor}-{name}",
                is_required=self.all_required,
                errors=seat.errors.get(name, ()),
                now=kept.get(asked, "")
                if overtaken and typed.get(name, "").replace("\r\n", "\n") != kept.get(asked, "")
                else "",
            )
            for name, asked in _named(self.asked(value))
        ]

    def said(self, value: Any, seat: Seat, post: QueryDict) -> list[Said]:
        """What was written, with what was written earlier under a question that is asked no more.

        Raises ValidationError, by box: where it changed on another screen, where nothing was
        written and where it is too long.
        """
        questions = self.asked(value)
        _check_version(seat, post)
        texts = {name: _clean(post.get(name, "")) for name, _asked in _named(questions)}
        errors: dict[str, Any] = {
            name: _("This text has %(length)d characters; %(limit)d is the most.")
            % {"length": len(text), "limit": LONGEST}
            for name, text in texts.items()
            if len(text) > LONGEST
        }
        empty = [name for name, text in texts.items() if not text]
        if empty and (self.all_required or len(empty) == len(texts)):
            for name in empty if self.all_required else empty[:1]:
                errors[name] = _("Write something first.")
        if errors:
            raise ValidationError(errors)
        return self.with_earlier(value, seat, list(texts.values()))

    def with_earlier(self, value: Any, seat: Seat, texts: list[str]) -> list[Said]:
        """The texts under their questions, and below them what was written under others."""
        return [*map(Said, self.asked(value), texts), *self.earlier(value, seat.content)]

    def kept(self, value: Any, content: dict[str, Any]) -> dict[str, str]:
        """What was written, by the question that it answers."""
        return {each.asked: each.text for each in said_in(content)}

    def earlier(self, value: Any, content: dict[str, Any]) -> list[Said]:
        """What someone wrote under questions that the lesson no longer asks; it is never dropped."""
        asked = self.asked(value)
        return [each for each in said_in(content) if each.text and each.asked not in asked]


def _named(questions: Sequence[str]) -> list[tuple[str, str]]:
    return [(f"text-{number}", asked) for number, asked in enumerate(questions, start=1)]


def _check_version(seat: Seat, post: QueryDict) -> None:
    kept = seat.answer.version if seat.answer else 0
    if post.get(VERSION) != str(kept):
        raise ValidationError(
            {
                VERSION: _(
                    "You saved this on another screen in the meantime. Look at both texts: what is in "
                    "the boxes takes the place of the other when you save again."
                )
            }
        )


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
