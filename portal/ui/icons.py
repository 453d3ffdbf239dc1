"""Inline SVG icons, drawn once per process."""

from __future__ import annotations

import re
from typing import Any

from django.utils.safestring import SafeString
from lucide.templatetags.lucide import lucide

# The stylesheet draws the lines; what is left in the markup is the shape.
_DRAWN_BY_CSS = re.compile(r' (?:fill="none"|stroke[a-z-]*="[^"]*")')


class _Icons(dict[tuple[str, str], SafeString]):
    """Icons by (name, size); a missing one is drawn, every later use is one look-up."""

    def __missing__(self, key: tuple[str, str]) -> SafeString:
        name, size = key
        css_class = f"p-icon p-icon--{size}" if size else "p-icon"
        attributes: dict[str, Any] = {"class": css_class, "aria_hidden": "true"}
        svg = str(lucide(name, **attributes))
        head, shape = svg.split(">", 1)
        shape = re.sub(r"\s+(?=<)|\s+(?=/>)", "", shape)
        drawn = SafeString(f"{_DRAWN_BY_CSS.sub('', head)}>{shape}")
        self[key] = drawn
        return drawn


_icons = _Icons()


def icon(name: str, size: str = "") -> SafeString:
    """Return the icon as SVG, hidden from screen readers; size is "", "sm" or "lg".

    Raises lucide.IconDoesNotExist for an unknown name.
    """
    return _icons[name, size]
