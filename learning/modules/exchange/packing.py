"""The file itself: a ZIP of ``module.json`` and the files that its blocks show, read with suspicion."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from typing import IO, Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

CONTENT = "module.json"
KIND = "learning-portal-module"
VERSION = 1
FOLDER = "files/"
MOST_FILES = 300
LARGEST_CONTENT = 5 * 1024 * 1024
LARGEST_IN_ALL = 600 * 1024 * 1024


class InvalidPackage(ValidationError):
    """The file is no module that was exported, or not as a whole; the message says what is wrong."""


class Packed(NamedTuple):
    """What is in the file. ``open_file`` gives the bytes of a name that the content mentions."""

    content: dict[str, Any]
    archive: zipfile.ZipFile

    def read(self, name: str) -> bytes:
        """The bytes of a file. Raises InvalidPackage where it is not there, or is damaged."""
        try:
            return self.archive.read(name)
        except (KeyError, zipfile.BadZipFile, RuntimeError, OSError) as error:
            raise InvalidPackage(
                _("The file %(name)s is missing or damaged.") % {"name": name}
            ) from error


def pack(target: IO[bytes], content: Mapping[str, Any], files: Mapping[str, IO[bytes]]) -> None:
    """Write content and files as one ZIP."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        whole = {"kind": KIND, "version": VERSION, **content}
        archive.writestr(CONTENT, json.dumps(whole, ensure_ascii=False, indent=1))
        for name, source in files.items():
            with archive.open(name, "w") as entry:
                while chunk := source.read(1024 * 1024):
                    entry.write(chunk)


def unpack(source: IO[bytes]) -> Packed:
    """Open a file that someone gave. Raises InvalidPackage; nothing is written anywhere."""
    try:
        archive = zipfile.ZipFile(source)
    except (zipfile.BadZipFile, OSError) as error:
        raise InvalidPackage(_("This is not a module: a ZIP file is expected.")) from error
    entries = archive.infolist()
    if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > LARGEST_IN_ALL:
        raise InvalidPackage(_("This file holds more than a module can hold."))
    try:
        if archive.getinfo(CONTENT).file_size > LARGEST_CONTENT:
            raise InvalidPackage(_("This file holds more than a module can hold."))
        content = json.loads(archive.read(CONTENT))
    except (KeyError, ValueError, RecursionError, zipfile.BadZipFile, RuntimeError) as error:
        raise InvalidPackage(_("This ZIP file is not a module from a learning portal.")) from error
    if not isinstance(content, dict) or content.get("kind") != KIND:
        raise InvalidPackage(_("This ZIP file is not a module from a learning portal."))
    if content.get("version") != VERSION:
        raise InvalidPackage(_("This module comes from a newer portal. Update this one first."))
    return Packed(content, archive)
