"""Tables that leave and come back: nothing in them is a formula, and nothing in them changes."""

from __future__ import annotations

import contextlib
import csv
import io
import zipfile
from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from design.sheets import BadSheet, plain, read_table, written
from design.sheets.cells import FORMULA, as_typed, for_csv, for_xlsx
from design.sheets.columns import folded
from design.sheets.reading import MOST_BYTES, MOST_COLUMNS, MOST_LINES

NASTY = st.text(st.sampled_from("=+-@＝'\t\n\r ;,\"<&é ب1\x00\x0b"), max_size=8) | st.text(max_size=20)
STARTS = "=+-@\t\r\n＝＋－＠"


def made(kind: str, rows: Sequence[Sequence[str]]) -> bytes:
    return b"".join(written(kind, rows))


def read(data: bytes, most_rows: int = 100) -> list[list[str]]:
    table = read_table(io.BytesIO(data), most_rows=most_rows)
    return [table.headings, *(cells for _number, cells in table.rows)]


@given(NASTY)
@example("'=1")
@example("\t=1")
@example("'t Hof")
@example("+32470000001")
def test_no_cell_begins_a_formula_and_each_comes_back(text: str) -> None:
    left = for_csv(text)
    assert not left.startswith(tuple(STARTS))
    assert not left.lstrip().startswith(tuple(FORMULA.replace("\\", "")))
    assert as_typed(left) == plain(text)
    assert as_typed(for_xlsx(text)) == plain(text)


@given(st.lists(st.lists(NASTY, min_size=2, max_size=2), min_size=1, max_size=5))
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_table_comes_back_as_it_was(kind: str, rows: list[list[str]]) -> None:
    # A row number of its own keeps a row of blanks a row; blanks around a cell are nobody's name.
    rows = [["nr", "een", "twee"], *([str(number), *row] for number, row in enumerate(rows, 1))]
    same = [[plain(cell).strip() for cell in row] for row in rows]
    back = read(made(kind, rows))
    assert [[*row, *[""] * (3 - len(row))] for row in back] == same


@given(st.lists(NASTY, min_size=1, max_size=4))
def test_no_program_finds_a_formula_in_an_xlsx(cells: list[str]) -> None:
    sheet = load_workbook(io.BytesIO(made("xlsx", [["a"], cells]))).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert all(cell.value is None for row in sheet.iter_rows() for cell in row if cell.data_type == "n")


def test_a_csv_opens_in_a_belgian_excel() -> None:
    data = made("csv", [["Voornaam", "Gsm"], ["Zoë سلمى", "+32470000001"]])
    assert data == "\ufeffVoornaam;Gsm\r\nZoë سلمى;'+32470000001\r\n".encode()


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_reads_what_programs_write(delimiter: str, encoding: str) -> None:
    out = io.StringIO()
    rows = [["Voornaam", "Straat"], ["Zoë", f"Oefen{delimiter}straat"], ["سلمى", 'De "Schijf"\nboven']]
    csv.writer(out, delimiter=delimiter).writerows(rows)
    assert read(out.getvalue().encode(encoding)) == rows
    assert read(f"sep={delimiter}\n{out.getvalue()}".encode(encoding)) == rows


def workbook(*rows: Sequence[object]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def test_numbers_and_days_of_a_spreadsheet_are_text() -> None:
    from datetime import date, datetime

    data = workbook(["a", "b", "c", "d"], [date(2026, 1, 31), 470000001, 12.0, datetime(2026, 1, 31, 9)])
    assert read(data)[1] == ["2026-01-31", "470000001", "12", "2026-01-31 09:00"]


def test_says_which_row_it_is_and_passes_empty_ones_over() -> None:
    table = read_table(io.BytesIO(workbook(["a"], [], [None, ""], ["x"])), most_rows=5)
    assert table.rows == [(4, ["x"])]


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, data in parts.items():
            book.writestr({"types": "[Content_Types].xml", "book": "xl/workbook.xml"}.get(name, name), data)
    return out.getvalue()


def changed(data: bytes, name: str, part: bytes) -> bytes:
    """The same workbook with one part in another's place, or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.namelist():
            if each != name:
                new.writestr(each, old.read(each))
        new.writestr(name, part)
    return out.getvalue()


GOOD = workbook(["Voornaam"], ["Rosa"])
LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><worksheet
 xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row><c t="inlineStr"><is><t>&c;
 </t></is></c></row></sheetData></worksheet>"""
BAD = {
    "empty": (b" \n", "empty"),
    "too big": (b"a;b\n" + b"x" * MOST_BYTES, "too big"),
    "password": (b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "password"),
    "old excel": (b"\xd0\xcf\x11\xe0" + bytes(600), "not a file that we can read"),
    "picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(50), "not a file that we can read"),
    "pdf": (b"%PDF-1.7\n1 0 obj", "not a file that we can read"),
    "web page": (b"<html><table><tr><td>Voornaam", "not a file that we can read"),
    "other archive": (zipped(hallo=b"x"), "not a file that we can read"),
    "cut off": (GOOD[: len(GOOD) // 2], "broken"),
    "spoiled": (changed(GOOD, "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row><c"), "broken"),
    "laughs": (changed(GOOD, "xl/worksheets/sheet1.xml", LAUGHS), "broken"),
    "bomb": (zipped(types=b"x", book=b"x", big=bytes(60 * 2**20)), "too much in this file"),
    "many parts": (zipped(**{f"part{n}": b"x" for n in range(600)}), "too much in this file"),
    "macros": (changed(GOOD, "xl/vbaProject.bin", b"x"), "macros"),
    "another alphabet": ("Voornaam;Straat\nZoë;Été".encode("cp1252"), "CSV UTF-8"),
    "open quote": (b'Voornaam;Straat\n"Rosa;x', "broken"),
    "no rows": (b"Voornaam;Straat\n", "no rows"),
    "many rows": (b"Voornaam\n" + b"Rosa\n" * 200, "too many rows"),
    "many empty rows": (b"Voornaam\n" + b";\n" * (MOST_LINES + 1), "too many rows"),
    "many columns": (b"x;" * (MOST_COLUMNS + 1), "too many columns"),
    "a book in a cell": (b"Voornaam\n" + b"x" * 6000, "too much text"),
}


@pytest.mark.parametrize("name", BAD)
def test_says_what_is_wrong_with_a_file(name: str) -> None:
    data, sentence = BAD[name]
    with pytest.raises(BadSheet, match=sentence):
        read(data)


@given(st.binary(max_size=400) | st.binary(max_size=200).map(lambda more: b"PK\x03\x04" + more))
def test_whatever_comes_there_is_a_sentence(data: bytes) -> None:
    with contextlib.suppress(BadSheet):
        assert read(data)


@given(st.integers(0, len(GOOD) - 1), st.integers(0, 255))
def test_a_spoiled_workbook_is_read_or_refused(place: int, byte: int) -> None:
    with contextlib.suppress(BadSheet):
        read(GOOD[:place] + bytes([byte]) + GOOD[place + 1 :])


def test_headings_are_the_same_with_capitals_stars_and_spaces() -> None:
    assert folded("  FIRST   name* : ") == folded("First name")
