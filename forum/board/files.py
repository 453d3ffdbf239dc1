"""Which files may stand with a post. What a file is, its content says, not its name."""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

MAX_FILES = 5
MAX_SIZE = 10 * 1024 * 1024

_HEAD = 16
_SIGNATURES = (
    (b"%PDF-", "application/pdf", {"pdf"}),
    (b"\x89PNG\r\n\x1a\n", "image/png", {"png"}),
    (b"\xff\xd8\xff", "image/jpeg", {"jpg", "jpeg"}),
    (b"GIF8", "image/gif", {"gif"}),
)
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
_OFFICE_PARTS = {
    "word/document.xml": (f"{_OFFICE}wordprocessingml.document", "docx"),
    "xl/workbook.xml": (f"{_OFFICE}spreadsheetml.sheet", "xlsx"),
    "ppt/presentation.xml": (f"{_OFFICE}presentationml.presentation", "pptx"),
}
_OPEN_TYPES = {f"{_OPEN}text": "odt", f"{_OPEN}spreadsheet": "ods", f"{_OPEN}presentation": "odp"}

SHOWN_IN_PLACE = {"image/png", "image/jpeg", "image/gif", "image/webp"}
"""Types that a browser may show; everything else is saved."""

ACCEPT = ".pdf,.png,.jpg,.jpeg,.gif,.webp,.docx,.xlsx,.pptx,.odt,.ods,.odp"


class FileRefused(ValidationError):
    """A file cannot stand with a post; the message says which one and why."""


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that passed, with the type that its content has."""

    file: UploadedFile[bytes]
    name: str
    content_type: str
    size: int


def check_file(upload: UploadedFile[bytes]) -> CheckedFile:
    """The file with its real type; raises FileRefused for a wrong type, name or size."""
    name = PurePosixPath((upload.name or "").replace("\\", "/")).name[-150:]
    size = upload.size or 0
    if size > MAX_SIZE:
        raise FileRefused(
            _("“%(name)s” is too big: %(limit)s is the most.")
            % {"name": name, "limit": filesizeformat(MAX_SIZE)}
        )
    content_type, endings = _look_inside(upload)
    ending = PurePosixPath(name).suffix.lower().lstrip(".")
    if ending not in endings and f".{ending}" in ACCEPT.split(","):
        raise FileRefused(
            _("“%(name)s” is not a real %(ending)s file: something else is in it.")
            % {"name": name, "ending": ending}
        )
    if not content_type or ending not in endings:
        raise FileRefused(
            _("“%(name)s” cannot be added. Pictures, PDF and office documents can.")
            % {"name": name}
        )
    return CheckedFile(upload, name, content_type, size)


def _look_inside(upload: UploadedFile[bytes]) -> tuple[str, set[str]]:
    """The type that the content shows, and the endings that go with it.

    No type where a document of that kind is not taken.
    """
    upload.seek(0)
    head = upload.read(_HEAD)
    upload.seek(0)
    for signature, content_type, endings in _SIGNATURES:
        if head.startswith(signature):
            return content_type, endings
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp", {"webp"}
    if head.startswith(b"PK\x03\x04"):
        return _look_inside_archive(upload)
    return "", set()


def _look_inside_archive(upload: UploadedFile[bytes]) -> tuple[str, set[str]]:
    """Office documents are archives; one with macros is not taken."""
    try:
        with zipfile.ZipFile(upload) as archive:
            names = set(archive.namelist())
            declared = b""
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
                declared = archive.read("mimetype")
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError, OSError):
        return "", set()
    finally:
        upload.seek(0)
    if any(name.lower().endswith("vbaproject.bin") or name.startswith("Basic/") for name in names):
        return "", {*_OPEN_TYPES.values(), *(ending for _type, ending in _OFFICE_PARTS.values())}
    for part, (content_type, ending) in _OFFICE_PARTS.items():
        if part in names:
            return content_type, {ending}
    content_type = declared.decode("ascii", "replace").strip()
    return (
        (content_type, {_OPEN_TYPES[content_type]}) if content_type in _OPEN_TYPES else ("", set())
    )
