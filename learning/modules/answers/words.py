"""What someone wrote in a block, each text with the question that it answers as it was asked.

Blocks in which people write keep their content in this shape, so that the logbook, the people it is
shared with and the download of one's own data all read it alike, also when the lesson is gone.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple


class Said(NamedTuple):
    """A text, and the question above it."""

    asked: str
    text: str


def content_of(title: str, said: Iterable[Said], **more: Any) -> dict[str, Any]:
    """The content of an answer in words; ``more`` is the block's own affair."""
    texts = [{"asked": each.asked, "text": each.text} for each in said]
    return {"title": title, "said": texts, **more}


def said_in(content: Mapping[str, Any]) -> list[Said]:
    """The texts in an answer, in order; none where it has no words."""
    return [Said(each["asked"], each["text"]) for each in content.get("said", [])]


def text_of(content: Mapping[str, Any], more: Sequence[str] = ()) -> str:
    """Someone's own words alone, to search in."""
    own = [each.text for each in said_in(content)]
    return "\n\n".join(text for text in (*own, *more) if text)
