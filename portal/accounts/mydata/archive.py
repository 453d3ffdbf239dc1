"""The archive that someone downloads: a page to read, the same for machines, and their files."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.accounts.mydata import Part, parts_of
from portal.ui.moments import in_full

STYLE = Path(__file__).with_name("archive.css")
IN_MEMORY = 4 * 1024 * 1024
CHUNK = 64 * 1024


def write_archive(person: User) -> IO[bytes]:
    """A ZIP with everything that the portal holds about a person, read from its start.

    A large one is written to disk while it is made, so that memory stays what it was.
    """
    at = timezone.now()
    parts = parts_of(person)
    archive: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - sent, then closed
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("index.html", _page(person, parts, at))
        bundle.write(STYLE, "style.css")
        bundle.writestr("data.json", _data(parts, at))
        for part in parts:
            for name, file in part.files:
                _add(bundle, f"{part.name}/{get_valid_filename(name)}", file)
    archive.seek(0)
    return archive


def _page(person: User, parts: Sequence[Part], at: datetime) -> str:
    shown = [
        {
            "name": part.name,
            "title": part.title,
            "says": part.says,
            "rows": [
                [(heading, _in_words(row.get(key))) for key, heading in part.headings.items()]
                for row in part.rows
            ],
        }
        for part in parts
    ]
    return render_to_string(
        "account/mydata/archive.html", {"person": person, "parts": shown, "at": at}
    )


def _in_words(value: Any) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return in_full(value)
    if isinstance(value, date):
        return date_format(value, "j F Y")
    return str(value)


def _data(parts: Sequence[Part], at: datetime) -> str:
    content: dict[str, Any] = {"made_at": at, "parts": {part.name: part.rows for part in parts}}
    return json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)


def _add(bundle: zipfile.ZipFile, name: str, file: Any) -> None:
    """A file as it is; one that is gone from the disk is left out."""
    if not file.storage.exists(file.name):
        return
    with file.storage.open(file.name) as source, bundle.open(name, "w") as target:
        while chunk := source.read(CHUNK):
            target.write(chunk)
