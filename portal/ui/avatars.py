"""Avatars are a photo, or initials on one of six tones: the tone follows from the name alone."""

from __future__ import annotations

import functools
import zlib

from django.utils.html import format_html
from django.utils.safestring import SafeString

TONES = 6


def initials(name: str) -> str:
    """Return one or two letters: of the first name, and of the surname without its prefixes.

    >>> initials("Joost van Dijk"), initials("Samira El Amrani"), initials("Cher")
    ('JD', 'SE', 'C')
    """
    first, *rest = name.split() or [""]
    surname = next((word for word in rest if word[0].isupper()), rest[-1] if rest else "")
    return (first[:1] + surname[:1]).upper()


@functools.lru_cache(maxsize=4096)
def avatar(name: str, size: str = "", photo: str = "") -> SafeString:
    """Return the avatar of a person, hidden from screen readers: the name stands beside it.

    ``photo`` is the address of a photo that the reader may see.
    """
    extra = f" p-avatar--{size}" if size else ""
    if photo:
        return format_html(
            '<img class="p-avatar{}" src="{}" alt="" width="42" height="42" loading="lazy">',
            extra,
            photo,
        )
    tone = zlib.crc32(name.encode()) % TONES + 1
    return format_html(
        '<span class="p-avatar p-avatar--{}{}" aria-hidden="true">{}</span>',
        tone,
        extra,
        initials(name),
    )
