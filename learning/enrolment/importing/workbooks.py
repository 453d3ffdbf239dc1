"""Read an Excel workbook row by row, after its zip was found to be small enough to unpack."""

import logging
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from typing import Any, BinaryIO
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.cell.read_only import EMPTY_CELL

from learning.enrolment.importing.errors import ImportRefused
from learning.enrolment.importing.reading import MAX_COLUMNS, Fault, a_formula

MB = 1024 * 1024
MAX_UNPACKED, MAX_PARTS = 60 * MB, 1_000
# An ordinary sheet becomes ten to forty times smaller in its zip; a bomb a thousand times.
MAX_RATIO, RATIO_COUNTS_FROM = 150, 2 * MB
# A longer number format is none that shows a number of people: "00000" and the like.
LONGEST_FORMAT = 40

logger = logging.getLogger(__name__)


def read_workbook(file: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first sheet that is not hidden. Raises ImportRefused."""
    try:
        check_zip(file)
        with closing(load_workbook(file, read_only=True, keep_links=False)) as book:
            yield from _rows_of(book)
    except ImportRefused:
        raise
    except Exception as error:  # openpyxl raises whatever comes up where a file is not what it says
        logger.info("A workbook could not be read: %s", type(error).__name__)
        raise ImportRefused(
            _("This Excel file is damaged. Open it in Excel, save it again and try once more.")
        ) from error


def check_zip(file: BinaryIO) -> None:
    """Raise ImportRefused where unpacking would cost too much. A part never unpacks to more than it
    says it will: zipfile stops there."""
    try:
        with ZipFile(file) as archive:
            parts = archive.infolist()
    except BadZipFile as error:
        raise ImportRefused(
            _("This Excel file is damaged, or only half of it was sent.")
        ) from error
    finally:
        file.seek(0)
    is_bomb = any(
        part.file_size > RATIO_COUNTS_FROM
        and part.file_size > MAX_RATIO * max(part.compress_size, 1)
        for part in parts
    )
    if is_bomb or len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise ImportRefused(
            _("This Excel file unpacks to far more than a list of people needs. It was not opened.")
        )


def _rows_of(book: Any) -> Iterator[tuple[int, list[str]]]:
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not sheets:
        raise ImportRefused(_("There is no sheet in this Excel file."))
    sheet = sheets[0]
    sheet.reset_dimensions()  # programs that write lists are often wrong about them
    for number, row in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS + 1), start=1):
        yield number, [] if all(cell is EMPTY_CELL for cell in row) else list(map(_text, row))


def _text(cell: Any) -> str:
    """What stands in a cell, as people see it: a number without decimals that are not there."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return a_formula()
    if cell.data_type == "e":
        return Fault(_("Excel says there is a mistake here: %(sign)s.") % {"sign": value})
    if isinstance(value, datetime | date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value).zfill(_leading_zeros(cell.number_format))
    return str(value)


def _leading_zeros(number_format: str) -> int:
    """A number shown as 00042 by the format 00000 is 00042 to who reads it."""
    is_short = 0 < len(number_format or "") <= LONGEST_FORMAT
    return len(number_format) if is_short and set(number_format) == {"0"} else 0
