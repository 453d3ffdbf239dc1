"""What may be uploaded as a document: known kinds, of a bearable size, that are what they say.

Pictures are Wagtail's own affair: it opens each one. Of a document the first bytes are compared with
its name, so that a page of script cannot call itself a film.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.files import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

MB = 1024 * 1024
HEAD = 1024


class Kind(NamedTuple):
    """One kind of file: how large it may be, and how it begins."""

    max_bytes: int
    begins: Callable[[bytes], bool]


def _pdf(head: bytes) -> bool:
    return head.startswith(b"%PDF-")


def _zip(head: bytes) -> bool:
    return head.startswith(b"PK\x03\x04")


def _mp4(head: bytes) -> bool:
    return head[4:8] == b"ftyp"


def _webm(head: bytes) -> bool:
    return head.startswith(b"\x1a\x45\xdf\xa3")


def _mp3(head: bytes) -> bool:
    return head.startswith(b"ID3") or (head[:1] == b"\xff" and head[1:2] >= b"\xe0")


def _ogg(head: bytes) -> bool:
    return head.startswith(b"OggS")


def _captions(head: bytes) -> bool:
    return head.removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT")


def _text(head: bytes) -> bool:
    return b"\x00" not in head


_OFFICE = Kind(20 * MB, _zip)
KINDS = {
    "pdf": Kind(20 * MB, _pdf),
    "docx": _OFFICE,
    "xlsx": _OFFICE,
    "pptx": _OFFICE,
    "odt": _OFFICE,
    "ods": _OFFICE,
    "txt": Kind(MB, _text),
    "mp4": Kind(500 * MB, _mp4),
    "webm": Kind(500 * MB, _webm),
    "mp3": Kind(100 * MB, _mp3),
    "m4a": Kind(100 * MB, _mp4),
    "ogg": Kind(100 * MB, _ogg),
    "vtt": Kind(MB, _captions),
}
VIDEO_EXTENSIONS = frozenset({"mp4", "webm"})
AUDIO_EXTENSIONS = frozenset({"mp3", "m4a", "ogg"})
CAPTION_EXTENSIONS = frozenset({"vtt"})


def extension_of(filename: str) -> str:
    """``mp4`` of ``film.MP4``; empty where there is none."""
    return PurePosixPath(filename).suffix.lower().removeprefix(".")


def check_upload(file: File[bytes]) -> None:
    """Raise ValidationError, in words for the editor, where a file may not be uploaded."""
    extension = extension_of(file.name or "")
    kind = KINDS.get(extension)
    if kind is None:
        known = ", ".join(KINDS)
        raise ValidationError(
            _("Choose a file of one of these kinds: %(kinds)s.") % {"kinds": known}
        )
    if file.size > kind.max_bytes:
        raise ValidationError(
            _("This file is %(size)s. At most %(maximum)s is allowed for %(extension)s.")
            % {
                "size": filesizeformat(file.size),
                "maximum": filesizeformat(kind.max_bytes),
                "extension": extension,
            }
        )
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    if not kind.begins(head):
        raise ValidationError(
            _("This is not a real %(extension)s file. Save it again in that format.")
            % {"extension": extension}
        )
