"""A photo as it may be kept: a small square, made anew, so that nothing else of the file is left.

What comes out of a camera says where and when it was taken, and what is called a picture may be
something else, or unfold to gigabytes. So the content decides what it is, the size is looked at
before anything is unpacked, and what is kept is a new picture with the same pixels and no more.
"""

from __future__ import annotations

import struct
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

ACCEPT = "image/jpeg,image/png,image/webp"
MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 25_000_000
"""A photo of a good phone. Of a progressive JPEG six bytes a pixel are unpacked at once."""
LEAST_SIDE = 80
SIDE = 320

_FORMATS = ("JPEG", "PNG", "WEBP")
# What Pillow raises for a file that is no picture, is cut off, or was made to break the reader.
_BROKEN: tuple[type[BaseException], ...] = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    IndexError,
    struct.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


class PhotoRefused(ValidationError):
    """A file cannot be someone's photo; the message says why."""


def prepare_photo(upload: File[Any]) -> bytes:
    """The photo as a square WebP without metadata.

    Raises PhotoRefused for a file that is too big, is no picture, or unfolds to too much.
    """
    if upload.size > MAX_BYTES:
        raise PhotoRefused(
            _("This photo is too big: %(limit)s is the most.")
            % {"limit": filesizeformat(MAX_BYTES)}
        )
    upload.seek(0)
    try:
        with Image.open(upload, formats=_FORMATS) as picture:
            _check_size(picture)
            picture.draft("RGB", (2 * SIDE, 2 * SIDE))  # a JPEG is unpacked no larger than needed
            return _encode(_square(picture))
    except _BROKEN as error:
        if isinstance(error, PhotoRefused):
            raise
        raise PhotoRefused(
            _("This is not a photo that we can read. Choose a JPEG, PNG or WebP picture.")
        ) from error


def _check_size(picture: Picture) -> None:
    if picture.width * picture.height > MAX_PIXELS:
        raise PhotoRefused(
            _("This photo has too many pixels: %(limit)s million is the most.")
            % {"limit": MAX_PIXELS // 1_000_000}
        )
    if min(picture.size) < LEAST_SIDE:
        raise PhotoRefused(
            _("This photo is too small: it needs at least %(side)s by %(side)s pixels.")
            % {"side": LEAST_SIDE}
        )


def _square(picture: Picture) -> Picture:
    """The middle of the picture, upright, a little above the middle of a tall one."""
    upright = ImageOps.exif_transpose(picture)
    return ImageOps.fit(upright, (SIDE, SIDE), centering=(0.5, 0.4))


def _encode(square: Picture) -> bytes:
    """A new picture, on white where it was transparent: nothing of the old file goes along."""
    is_clear = "A" in square.getbands() or "transparency" in square.info
    paint = square.convert("RGBA") if is_clear else square.convert("RGB")
    canvas = Image.new("RGB", square.size, "white")
    canvas.paste(paint, mask=paint.getchannel("A") if is_clear else None)
    kept = BytesIO()
    canvas.save(kept, "WEBP", quality=80)
    return kept.getvalue()
