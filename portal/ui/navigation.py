"""Items of a menu, and which of them is where the person is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class NavItem(NamedTuple):
    """One link of a menu. Hashable and compared by value, so that a drawn menu can be remembered."""

    url: str
    label: str
    icon: str = ""
    current: str = ""  # value of aria-current: "page" on the page itself, "true" below it


def mark_current(items: Iterable[NavItem], path: str) -> tuple[NavItem, ...]:
    """Return the items with the one that the path lies under marked: the longest that fits.

    The start page "/" only fits itself, or it would fit everything.
    """
    listed = tuple(items)
    under = [i for i in listed if i.url == path or (i.url != "/" and path.startswith(i.url))]
    nearest = max(under, key=lambda item: len(item.url), default=None)
    return tuple(
        item._replace(current="page" if item.url == path else "true") if item is nearest else item
        for item in listed
    )
