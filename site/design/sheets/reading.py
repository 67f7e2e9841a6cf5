"""Tables that come from outside. What the file is called says nothing; what is in it decides."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from design.errors import RuleError

from .cells import as_typed

# Below what Django keeps in memory: a file that we take never stands in a folder for passing files.
MOST_BYTES = 2 * 1024 * 1024
MOST_UNPACKED = 40 * 1024 * 1024
MOST_PARTS = 500
MOST_COLUMNS = 80
MOST_CELL = 5000
# Empty ones count too: a spreadsheet program may think that a million are in use.
MOST_LINES = 100_000
_ZIP, _OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_LOCKED = "EncryptedPackage".encode("utf-16-le")


class BadSheet(RuleError):
    """The file cannot be read. The sentence says what to do."""

    status = 400


@dataclass(frozen=True)
class Table:
    """The headings, and every row that is not empty with its number in the file; all cells are text."""

    headings: list[str]
    rows: list[tuple[int, list[str]]]


def read_table(file: BinaryIO, *, most_rows: int) -> Table:
    """Raises `BadSheet`; a file of more than `most_rows` rows is never read to its end."""
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise BadSheet(_("This file is too big. Send at most %(size)s MB.") % {"size": MOST_BYTES // 2**20})
    if not data.strip():
        raise BadSheet(_("This file is empty."))
    if data.startswith(_OLD):
        raise BadSheet(_locked() if _LOCKED in data else _no_sheet())
    lines = _xlsx(data) if data.startswith(_ZIP) else _csv(data)
    return _table(lines, most_rows)


def _no_sheet() -> str:
    return _(
        "This is not a file that we can read. Save it as “Excel (.xlsx)” or as “CSV UTF-8” and try again."
    )


def _locked() -> str:
    return _("This file has a password. Take the password away and save it again.")


def _broken() -> str:
    return _("This file is broken. Open it in your spreadsheet program, save it again, and try once more.")


def _table(lines: Iterable[list[str]], most_rows: int) -> Table:
    headings: list[str] | None = None
    rows: list[tuple[int, list[str]]] = []
    for number, cells in enumerate(lines, start=1):
        if number > MOST_LINES:
            raise BadSheet(_too_many(most_rows))
        cells = [_cell(cell, number) for cell in cells]
        if not any(cells):
            continue
        if any(cells[MOST_COLUMNS:]):
            raise BadSheet(
                _("There are too many columns. We read at most %(most)s.") % {"most": MOST_COLUMNS}
            )
        while not cells[-1]:
            cells.pop()
        if headings is None:
            headings = cells
            continue
        if len(rows) == most_rows:
            raise BadSheet(_too_many(most_rows))
        rows.append((number, cells))
    if headings is None or not rows:
        raise BadSheet(
            _("There are no rows in this file. The first row holds the headings, then come people.")
        )
    return Table(headings, rows)


def _too_many(most: int) -> str:
    return _("There are too many rows. Send at most %(most)s at once, and the others in a next file.") % {
        "most": most
    }


def _cell(value: str, number: int) -> str:
    if len(value) > MOST_CELL:
        raise BadSheet(_("There is too much text in one cell of row %(number)s.") % {"number": number})
    return as_typed(value).strip()


def _csv(data: bytes) -> Iterator[list[str]]:
    text = _decoded(data)
    first, _end, rest = text.partition("\n")
    if first.strip().lower().startswith("sep="):  # Excel's own hint
        text, first = rest, rest.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error:
        raise BadSheet(_broken()) from None


def _decoded(data: bytes) -> str:
    """UTF-8, or UTF-16 when it says so; guessing another would spoil names without anybody noticing."""
    is_wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = data.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError:
        if b"\0" in data:
            raise BadSheet(_no_sheet()) from None
        raise BadSheet(
            _(
                "We cannot read the letters in this file. "
                "In Excel choose “Save as” and then “CSV UTF-8”, or save it as “Excel (.xlsx)”."
            )
        ) from None
    if "\0" in text or text.lstrip().startswith(("%PDF", "<", "{")):
        raise BadSheet(_no_sheet())
    return text


def _xlsx(data: bytes) -> Iterator[list[str]]:
    _check_parts(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for row in sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1):
            yield [_text(value) for value in row]
    except BadSheet:
        raise
    except Exception:  # noqa: BLE001  whatever openpyxl, zipfile or the XML reader stumble over
        raise BadSheet(_broken()) from None


def _check_parts(data: bytes) -> None:
    """Before anything is unpacked. `zipfile` never gives more of a part than these sizes say."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise BadSheet(_broken()) from None
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise BadSheet(_("There is too much in this file. Keep only the list of people, and save it again."))
    if any(part.flag_bits & 1 for part in parts):
        raise BadSheet(_locked())
    names = {part.filename for part in parts}
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise BadSheet(_("There are macros in this file. Save it as “Excel (.xlsx)” without macros."))
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise BadSheet(_no_sheet())


def _text(value: Any) -> str:
    """A date as 2026-11-30; a whole number without a point, so that a house number stays one."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, bool):
        return "1" if value else "0"
    return str(value)
