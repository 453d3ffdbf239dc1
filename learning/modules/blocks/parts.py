"""The body of a lesson in parts: what is the same for everyone, and places for who sits before them."""

from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from django.utils.safestring import SafeString, mark_safe
from wagtail.blocks import StreamValue

from learning.modules.blocks.interactive import Interactive, Seat

SWAP_PARTS = "ui/js/parts.js"


class Place(NamedTuple):
    """Where a block comes that is another for each person."""

    block_id: UUID
    kind: str
    block: Interactive
    value: Any

    def render(self, seat: Seat) -> SafeString:
        return self.block.render_for(self.value, seat)


class Body(NamedTuple):
    """A lesson's body, rendered as far as it is the same for everyone."""

    parts: tuple[SafeString | Place, ...]
    scripts: tuple[str, ...]
    """Static paths of the scripts that its blocks ask for."""

    @property
    def places(self) -> tuple[Place, ...]:
        return tuple(part for part in self.parts if isinstance(part, Place))

    def place(self, block_id: UUID) -> Place | None:
        """The interactive block with this id."""
        return next((place for place in self.places if place.block_id == block_id), None)

    def filled(self, seat_at: Callable[[Place], Seat]) -> SafeString:
        """The whole body as one person finds it."""
        return SafeString(
            "\n".join(
                part.render(seat_at(part)) if isinstance(part, Place) else part
                for part in self.parts
            )
        )


def body_of_stream(stream: StreamValue, mark: Callable[[str], str] = str) -> Body:
    """Render what is the same for everyone, and leave places for the rest.

    ``mark`` marks the words of the glossary, in blocks of running text (``Meta.marks_words``).
    """
    parts: list[SafeString | Place] = []
    scripts: dict[str, None] = {}
    running: list[str] = []
    for child in stream:
        if script := getattr(child.block.meta, "script", ""):
            scripts[script] = None
        if isinstance(child.block, Interactive):
            scripts[SWAP_PARTS] = None
            block_id = UUID(child.id) if child.id else uuid4()  # a preview of what is not saved yet
            parts += [_text(running), Place(block_id, child.block_type, child.block, child.value)]
            running = []
        else:
            html = child.render()
            running.append(mark(html) if getattr(child.block.meta, "marks_words", False) else html)
    parts.append(_text(running))
    return Body(tuple(part for part in parts if part), tuple(scripts))


def _text(running: list[str]) -> SafeString:
    """Rendered blocks are safe, each by itself."""
    return mark_safe("\n".join(running))  # noqa: S308
