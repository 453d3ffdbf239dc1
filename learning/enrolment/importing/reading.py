"""Read a list as lines of plain text, whatever kind of file it is in.

Nothing here trusts the file: every way in which it can be broken, too large or dangerous ends in
ImportRefused with words for the coordinator.
"""

import codecs
import csv
import io
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import BinaryIO, NamedTuple

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from learning.enrolment.importing.cells import clean, is_formula, key, unshield
from learning.enrolment.importing.columns import recognise
from learning.enrolment.importing.errors import ImportRefused

MAX_ROWS, MAX_COLUMNS, LONGEST_CELL = 10_000, 60, 1_000
MAX_EMPTY_ROWS = 5_000
"""So many in a row: no list of people goes on after that, and a file can hold a million of them."""
HEADINGS_WITHIN = 10
DELIMITERS = ";\t,"
ENCODINGS = ("utf-8-sig", "cp1252")
_BLOCK = 64 * 1024
_OLD_EXCEL, _ZIP = b"\xd0\xcf\x11\xe0", b"PK"
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Line(NamedTuple):
    """A row of the file that is not empty: its number there, and its cells as clean text.

    A cell that cannot be read as text is empty; why is in ``faults``, by its place.
    """

    number: int
    cells: tuple[str, ...]
    faults: Mapping[int, str] = MappingProxyType({})


class Fault(str):
    """In place of the text of a cell: why it cannot be read."""


def a_formula() -> Fault:
    """The fault of a cell that a spreadsheet calculates."""
    return Fault(_("this is a formula. Paste its outcome as plain text instead."))


def read_lines(file: BinaryIO) -> Generator[Line]:
    """The lines of a list, the headings first. Raises ImportRefused, also half-way."""
    file.seek(0)
    head = file.read(4)
    file.seek(0)
    if head.startswith(_OLD_EXCEL):
        raise ImportRefused(
            _(
                "This is an old Excel file, or one with a password."
                " Save it as an Excel workbook (.xlsx) without a password."
            )
        )
    if head.startswith(_ZIP):
        from learning.enrolment.importing.workbooks import read_workbook  # it costs 30 MB

        return _checked(read_workbook(file))
    return _checked(_read_csv(file))


def say_cell(row: int, column: int, why: str) -> str:
    """What is wrong with a cell, named as a spreadsheet does: D12."""
    return _("Cell %(cell)s: %(why)s") % {"cell": f"{get_column_letter(column)}{row}", "why": why}


def _checked(rows: Iterable[tuple[int, Sequence[str]]]) -> Generator[Line]:
    """The rows that hold something, as long as they are bearable and fit under the headings."""
    width = count = empty = 0
    has_headings = False
    for number, raw in rows:
        cells = _clean_cells(number, raw)
        while cells and not cells[-1]:
            cells.pop()
        empty = 0 if cells else empty + 1
        if empty > MAX_EMPTY_ROWS:
            raise _too_empty(number)
        if not cells:
            continue
        width = width or len(cells)
        known = sum(map(bool, recognise(cells, {}))) if count < HEADINGS_WITHIN else 0
        has_headings = has_headings or (not count and known > 0)
        if not has_headings and count and known > 1:
            raise _headings_below(number)
        if len(cells) > min(width, MAX_COLUMNS):
            raise _too_wide(number, width, has_headings)
        if count > MAX_ROWS:
            raise ImportRefused(
                _("The file has more than %(rows)d rows. Split it.") % {"rows": MAX_ROWS}
            )
        count += 1
        faults = {at: str(cell) for at, cell in enumerate(cells) if isinstance(cell, Fault)}
        texts = ["" if at in faults else cell for at, cell in enumerate(cells)]
        yield Line(number, (*texts, *[""] * (width - len(texts))), faults)
    if not count:
        raise ImportRefused(_("There is nothing in the file."))
    if count == 1:
        raise ImportRefused(_("There are only headings in the file, and nobody below them."))


def _clean_cells(number: int, raw: Sequence[str]) -> list[str]:
    cells = []
    for column, text in enumerate(raw, start=1):
        if len(text) > LONGEST_CELL:
            why = _("the text is too long for a list of people.")
            raise ImportRefused(say_cell(number, column, why))
        fault = text if isinstance(text, Fault) else a_formula() if is_formula(text) else None
        cells.append(fault or clean(unshield(text)))
    return cells


def _too_empty(number: int) -> ImportRefused:
    return ImportRefused(
        _(
            "There are thousands of empty rows above row %(row)d. Take them out, or paste the list"
            " into a new file."
        )
        % {"row": number}
    )


def _headings_below(number: int) -> ImportRefused:
    return ImportRefused(
        _(
            "The headings must be in the first row. They seem to be in row %(row)d: take out what is"
            " above it."
        )
        % {"row": number}
    )


def _too_wide(number: int, width: int, has_headings: bool) -> ImportRefused:
    if width > MAX_COLUMNS:
        return ImportRefused(
            _("The file has more than %(columns)d columns. Leave out what is not needed.")
            % {"columns": MAX_COLUMNS}
        )
    if not has_headings:
        return ImportRefused(
            _(
                "The headings must be in the first row, one above each column. The first row has"
                " fewer cells than row %(row)d."
            )
            % {"row": number}
        )
    return ImportRefused(
        _("Row %(row)d has more cells than there are headings. Look at its separators and quotes.")
        % {"row": number}
    )


def _read_csv(file: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    text = io.TextIOWrapper(file, encoding=_encoding_of(file), newline="")
    try:
        yield from _records(text)
    finally:
        if not file.closed:  # by who opened it
            text.detach()


def _records(text: io.TextIOWrapper) -> Iterator[tuple[int, list[str]]]:
    start = text.read(_BLOCK)
    text.seek(0)
    announced = start[:5].lower().startswith("sep=")
    delimiter = start[4] if announced and start[4] in DELIMITERS else _delimiter_of(start)
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    try:
        for row in reader:
            if not (announced and reader.line_num == 1):
                yield reader.line_num, row
    except csv.Error as error:
        raise ImportRefused(
            _("Row %(row)d cannot be read: a quotation mark is missing or one too many.")
            % {"row": max(reader.line_num, 1)}
        ) from error


def _encoding_of(file: BinaryIO) -> str:
    """The first encoding that fits every byte of the file."""
    for encoding in ENCODINGS:
        decoder = codecs.getincrementaldecoder(encoding)()
        file.seek(0)
        try:
            for block in iter(lambda: file.read(_BLOCK), b""):
                if b"\x00" in block or block.startswith(_WIDE):
                    raise _not_a_list()
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        file.seek(0)
        return encoding
    raise _not_a_list()


def _not_a_list() -> ImportRefused:
    return ImportRefused(
        _("This is not a list that can be read. Save it as Excel workbook (.xlsx) or as CSV UTF-8.")
    )


def _delimiter_of(start: str) -> str:
    """The sign between cells: with which most headings are known, or else most cells found."""

    def headings(delimiter: str) -> list[str]:
        reader = csv.reader(io.StringIO(start, newline=""), delimiter=delimiter)
        try:
            return next((row for row in reader if any(map(key, row))), [])
        except csv.Error:
            return []

    def score(delimiter: str) -> tuple[int, int]:
        found = headings(delimiter)[:MAX_COLUMNS]
        return sum(map(bool, recognise(found, {}))), len(found)

    return max(DELIMITERS, key=score)
