"""Which page numbers to show: a window, never all of them."""

from __future__ import annotations


def window(number: int, last: int, around: int = 1) -> list[int | None]:
    """Return the page numbers to link, None for a gap: first, last and those around the current.

    >>> window(6, 12)
    [1, None, 5, 6, 7, None, 12]
    """
    near = range(max(1, number - around), min(last, number + around) + 1)
    shown: list[int | None] = []
    for page in sorted({1, last, *near}):
        previous = shown[-1] if shown else 0
        if previous is not None and page - previous == 2:
            shown.append(page - 1)
        elif previous is not None and page - previous > 2:
            shown.append(None)
        shown.append(page)
    return shown
