"""The body of a lesson as it is stored, with files in the place of numbers that mean nothing elsewhere.

It walks the blocks themselves, so a new kind of block is exchanged without a line here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.db.models import Model
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.documents.models import Document
from wagtail.images.blocks import ImageChooserBlock
from wagtail.images.models import Image

Change = Callable[[type[Model], Any], Any]
"""From the number of a picture or document to what stands for it, or back. None where it is gone."""

_CHOOSERS: dict[type[blocks.Block], type[Model]] = {
    ImageChooserBlock: Image,
    DocumentChooserBlock: Document,
}
_LINKED_DOCUMENT = re.compile(r'(<a [^>]*linktype="document"[^>]*\bid=")([^"]*)(")')
_LINKED_PAGE = re.compile(r'<a [^>]*linktype="page"[^>]*>(.*?)</a>', re.DOTALL)


def changed(block: blocks.Block, raw: Any, change: Change) -> Any:
    """The stored value of a block with every picture and document changed, at any depth."""
    for chooser, model in _CHOOSERS.items():
        if isinstance(block, chooser):
            return _chosen(model, raw, change)
    if isinstance(block, blocks.RichTextBlock) and isinstance(raw, str):
        return _rich(raw, change)
    return _inside(block, raw, change)


def _inside(block: blocks.Block, raw: Any, change: Change) -> Any:
    if isinstance(block, blocks.StreamBlock) and isinstance(raw, list):
        return [
            item | {"value": changed(block.child_blocks[item["type"]], item["value"], change)}
            for item in raw
            if item["type"] in block.child_blocks
        ]
    if isinstance(block, blocks.ListBlock) and isinstance(raw, list):
        return [item | {"value": changed(block.child_block, item["value"], change)} for item in raw]
    if isinstance(block, blocks.StructBlock) and isinstance(raw, dict):
        return {
            name: changed(block.child_blocks[name], value, change)
            for name, value in raw.items()
            if name in block.child_blocks
        }
    return raw


def _chosen(model: type[Model], raw: Any, change: Change) -> Any:
    return None if raw is None else change(model, raw)


def _rich(html: str, change: Change) -> str:
    """Documents go along; a link to a page of this portal leads nowhere elsewhere, and is let go."""

    def document(found: re.Match[str]) -> str:
        return f"{found[1]}{change(Document, found[2]) or ''}{found[3]}"

    return _LINKED_DOCUMENT.sub(document, _LINKED_PAGE.sub(r"\1", html))
