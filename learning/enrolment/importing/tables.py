"""A table as a file that Excel opens as it is: CSV with semicolons and a mark, or a workbook.

What a spreadsheet would calculate gets an apostrophe before it; reading takes that off again.
"""

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO

from django.http import HttpResponse
from django.utils.text import slugify
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from learning.enrolment.importing.cells import shield

Row = Sequence[str]
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def as_download(kind: str, name: str, rows: Iterable[Row]) -> HttpResponse:
    """The response with a table as a file of this kind, to be kept by who asked for it alone."""
    content = {"csv": as_csv, "xlsx": as_workbook}[kind](rows)
    return HttpResponse(
        content,
        content_type=KINDS[kind],
        headers={
            "Content-Disposition": f'attachment; filename="{slugify(name)}.{kind}"',
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


def as_csv(rows: Iterable[Row]) -> bytes:
    """The rows, in the dialect of Excel in the Netherlands."""
    text = StringIO(newline="")
    # All cells in quotes: read with commas, half a cell ("Chef,=1+1") could become a formula.
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerows(map(shield, row) for row in rows)
    return text.getvalue().encode("utf-8-sig")


def as_workbook(rows: Iterable[Row]) -> bytes:
    """The rows as text, so that a number keeps its zeros."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        cells = [WriteOnlyCell(sheet, value=shield(text)) for text in row]
        for cell in cells:
            cell.data_type, cell.number_format = "s", "@"
        sheet.append(cells)
    content = BytesIO()
    book.save(content)
    return content.getvalue()
