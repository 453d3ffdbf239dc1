"""Lists in every shape that people send; whatever is in a file, it ends in lines or in a clear no."""

import csv
from collections.abc import Sequence
from contextlib import closing, suppress
from io import BytesIO, StringIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from learning.enrolment.importing import reading, workbooks
from learning.enrolment.importing.cells import clean, shield, unshield
from learning.enrolment.importing.errors import ImportRefused
from learning.enrolment.importing.reading import read_lines
from learning.enrolment.importing.tables import as_csv, as_workbook
from tests.importing.conftest import as_workbook as workbook_of

NAMES = st.text(min_size=1, max_size=30).filter(clean)
HEADINGS = ["Voornaam", "Achternaam"]
Cells = Sequence[str]


def read(content: bytes) -> list[Cells]:
    with closing(read_lines(BytesIO(content))) as lines:
        return [line.cells for line in lines]


def refusal(content: bytes) -> str:
    with pytest.raises(ImportRefused) as refused:
        read(content)
    return " ".join(refused.value.messages)


def written(rows: Sequence[Cells], delimiter: str, encoding: str) -> bytes:
    text = StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


@settings(deadline=None)  # the machine may be busy
@given(st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=5))
@example([("'=1+1", "=1+1")])
@example([("'t Hooft", "@noniem")])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_names_come_through_in_each_encoding_and_with_each_delimiter(
    encoding: str, delimiter: str, names: list[tuple[str, str]]
) -> None:
    rows = [[shield(clean(name)) for name in row] for row in names]
    try:
        content = written([HEADINGS, *rows], delimiter, encoding)
    except UnicodeEncodeError:
        assume(False)
    if encoding == "cp1252":
        assume(not is_utf8(content) or content.isascii())
    assert read(content) == [tuple(HEADINGS), *[tuple(map(clean, row)) for row in names]]


def is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


@settings(deadline=None)  # the machine may be busy
@given(st.text(max_size=20))
def test_a_shield_is_taken_off_again(text: str) -> None:
    assert unshield(shield(text)) == text
    assert not shield(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@settings(deadline=None)  # the machine may be busy
@given(st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=5))
def test_what_is_written_is_read_again(names: list[tuple[str, str]]) -> None:
    rows = [tuple(map(clean, row)) for row in names]
    for content in (as_csv([HEADINGS, *rows]), as_workbook([HEADINGS, *rows])):
        assert read(content) == [tuple(HEADINGS), *rows]


@settings(deadline=None)  # the machine may be busy
@given(st.binary(max_size=400))
@example(b"PK\x03\x04")
@example(b"\xff\xfeN\x00a\x00")
@example(b'a;b\n"c;d')
@example(b"\xef\xbb\xbf")
@example(b"sep=;\r\n")
def test_any_bytes_are_a_list_or_refused(content: bytes) -> None:
    with suppress(ImportRefused):
        assert all(len(cells) >= 1 for cells in read(content))


@settings(deadline=None)  # the machine may be busy
@given(st.binary(min_size=1, max_size=60), st.integers(0, 4000))
def test_a_damaged_workbook_is_a_list_or_refused(damage: bytes, at: int) -> None:
    content = bytearray(workbook_of([HEADINGS, ["Anna", "Berg"]]).read())
    content[at : at + len(damage)] = damage
    with suppress(ImportRefused):
        assert all(len(cells) >= 1 for cells in read(bytes(content)))


def test_excel_may_say_its_separator() -> None:
    assert read(b"sep=,\r\nNaam,Rol\r\nAnna,Gast\r\n") == [("Naam", "Rol"), ("Anna", "Gast")]


def test_empty_rows_and_columns_at_the_end_do_not_count() -> None:
    assert read(b"Naam;Rol;;\n\n;;;\nAnna\n") == [("Naam", "Rol"), ("Anna", "")]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "niets in het bestand"),
        (b"Naam;Rol\n", "alleen kopjes"),
        (b'Naam;Rol\n"Anna;Gast\n', "aanhalingsteken"),
        (b"Naam;Rol\nAnna;Gast;extra\n", "Rij 2"),
        (b"Deelnemers 2026\n\nVoornaam;Achternaam\nAnna;Berg\n", "Ze lijken in rij 3 te staan"),
        (b"Deelnemers 2026\nAnna;Berg\n", "De kopjes moeten in de eerste rij staan"),
        (b"Naam\nAnna\n" + b";\n" * 6_000 + b"Bo\n", "duizenden lege rijen"),
        (b"\x00\x01\x02Naam\nAnna\n", "geen lijst"),
        (b"\x81\x8d\x8f", "geen lijst"),
        (b"Naam\n" + b"a" * 1001, "Cel A2"),
        (b";".join([b"a"] * 61) + b"\nb", "60 kolommen"),
        (b"Naam\n" + b"a\n" * 10_001, "10000 rijen"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "oud Excel-bestand"),
        (b"PK\x03\x04 is dit een zip?", "beschadigd"),
    ],
)
def test_what_cannot_be_a_list_is_explained(content: bytes, says: str) -> None:
    assert says in refusal(content)


def test_a_workbook_gives_what_people_see() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["Nr", "Wie", "Sinds", "Ja"],
        [42.0, "  Anna\u00a0Berg ", None, True],
        [7, "", "x"],
    ):
        sheet.append(row)
    sheet["A3"].number_format = "00000"
    sheet["C2"] = "2026-02-01"
    assert read(saved(book)) == [
        ("Nr", "Wie", "Sinds", "Ja"),
        ("42", "Anna Berg", "2026-02-01", "True"),
        ("00007", "", "x", ""),
    ]


def test_a_formula_and_a_mistake_stay_with_their_cell() -> None:
    book = Workbook()
    for row in (["Naam", "Functie"], ["Anna", "=SUM(1,2)"], ["#N/A", "Jurist"], ["Bo", ""]):
        book.worksheets[0].append(row)
    for content in (saved(book), b"Naam;Functie\nAnna;=1+1\n=2;Jurist\nBo;\n"):
        with closing(read_lines(BytesIO(content))) as lines:
            _headings, formula, mistake, right = lines
        assert (formula.cells, list(formula.faults)) == (("Anna", ""), [1])
        assert (mistake.cells, list(mistake.faults)) == (("", "Jurist"), [0])
        assert (right.cells, list(right.faults)) == (("Bo", ""), [])


def test_a_number_format_of_millions_of_zeros_makes_no_text_of_millions() -> None:
    book = Workbook()
    book.worksheets[0].append(["Naam", "Nr"])
    book.worksheets[0].append(["Anna", 7])
    book.worksheets[0]["B2"].number_format = "0" * 200_000
    assert read(saved(book)) == [("Naam", "Nr"), ("Anna", "7")]


def test_a_hidden_sheet_is_not_read() -> None:
    book = Workbook()
    book.worksheets[0].append(["Salaris"])
    book.worksheets[0].sheet_state = "hidden"
    book.create_sheet("Lijst").append(["Naam"])
    book["Lijst"].append(["Anna"])
    assert read(saved(book)) == [("Naam",), ("Anna",)]


def saved(book: Workbook) -> bytes:
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def repacked(changes: dict[str, bytes]) -> bytes:
    """A workbook in which parts were put in place of others."""
    content = BytesIO()
    with (
        ZipFile(workbook_of([HEADINGS, ["Anna", "Berg"]])) as old,
        ZipFile(content, "w", ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, changes.get(name) or old.read(name))
        for name in set(changes) - set(old.namelist()):
            new.writestr(name, changes[name])
    return content.getvalue()


def test_a_zip_bomb_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "load_workbook", lambda *args, **options: pytest.fail("opened"))
    bomb = repacked({"xl/worksheets/sheet1.xml": b" " * (3 * 1024 * 1024)})
    assert len(bomb) < 100_000
    assert "uitpakken" in refusal(bomb)
    many = repacked({f"xl/{number}": b"" for number in range(1001)})
    assert "uitpakken" in refusal(many)


def test_a_bomb_of_entities_is_refused() -> None:
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    bomb = f'<!DOCTYPE x [<!ENTITY a0 "boem">{levels}]><x>&a8;</x>'.encode()
    assert "beschadigd" in refusal(repacked({"xl/worksheets/sheet1.xml": bomb}))


def test_rows_far_below_are_bearable() -> None:
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="99999999999"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>'
        "</sheetData></worksheet>"
    )
    assert "lege rijen" in refusal(repacked({"xl/worksheets/sheet1.xml": sheet.encode()}))


def test_an_export_cannot_be_calculated() -> None:
    evil = ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "＝1"]
    rows = list(csv.reader(StringIO(as_csv([evil]).decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows == [[f"'{text}" for text in evil]]
    sheet = load_workbook(BytesIO(as_workbook([evil[:5]]))).worksheets[0]
    assert [cell.data_type for cell in sheet[1]] == ["s"] * 5
    assert all(str(cell.value).startswith("'") for cell in sheet[1])


def test_the_limits_are_those_of_the_messages() -> None:
    assert (reading.MAX_ROWS, reading.MAX_COLUMNS) == (10_000, 60)
