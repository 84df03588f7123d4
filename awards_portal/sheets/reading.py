"""A small table that somebody made in a spreadsheet program, XLSX or CSV: its cells as plain texts."""

import csv
import io
import zipfile
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from ..errors import Invalid

MAX_BYTES = 2_000_000
# A packed sheet may say one thing a million times: what it unpacks to is measured before it is read.
MAX_UNPACKED = 40_000_000
MAX_ROWS = 2_000
MAX_COLUMNS = 60


def read_table(content: bytes) -> list[list[str]]:
    """The rows of a CSV file or of the first sheet of an XLSX file, from the first row on; each cell trimmed.

    Raises:
        Invalid: with the sentence that says why it cannot be read and what to do.
    """
    return read_sheet(content).rows


@dataclass(frozen=True)
class Table:
    """A sheet as it was read. `name` is empty for a CSV file, which has no sheets."""

    name: str
    rows: list[list[str]]

    def cell(self, row: int, column: int) -> str:
        """A cell as spreadsheet programs name it, row and column from 0: `Entries!C17`, or `C17` in a CSV file."""
        place = cell_name(row, column)
        if not self.name:
            return place
        return f"{self.name}!{place}" if self.name.isalnum() else f"'{self.name}'!{place}"


def read_sheet(content: bytes, wanted: str = "", most_bytes: int = MAX_BYTES) -> Table:
    """The rows of a CSV file or of one sheet of an XLSX file, from the first row on; each cell trimmed.

    Args:
        wanted: the sheet's name, in any case; without such a sheet the first one is read.
        most_bytes: how large the file may be.

    Raises:
        Invalid: with the sentence that says why it cannot be read and what to do.
    """
    if not content:
        raise Invalid(_("Choose a file: a spreadsheet (XLSX) or a CSV file."))
    if len(content) > most_bytes:
        raise Invalid(_("The file is larger than %(n)s MB. Keep only the rows that matter.", n=most_bytes // 1_000_000))
    table = _xlsx(content, wanted) if content.startswith(b"PK") else Table("", _csv(content))
    rows = table.rows
    while rows and not any(rows[-1]):
        rows.pop()
    _check_size(len(rows), max(map(len, rows), default=0))
    return table


def _check_size(rows: int, columns: int) -> None:
    if rows > MAX_ROWS or columns > MAX_COLUMNS:
        raise Invalid(_("The table has more than %(n)s rows or %(m)s columns. Split it.", n=MAX_ROWS, m=MAX_COLUMNS))


def cell_name(row: int, column: int) -> str:
    """A cell as spreadsheet programs name it: row and column from 0; `cell_name(6, 1)` is `B7`."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def _csv(content: bytes) -> list[list[str]]:
    try:
        text = content.decode("utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")
        # What stands most often in the first line separates: a comma, a semicolon or a tab.
        first = text.partition("\n")[0]
        separator = max(",;\t", key=first.count)
        return [
            [cell.strip() for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        ]
    except (UnicodeDecodeError, csv.Error) as error:
        raise Invalid(
            _("The file could not be read as a table. Save it as XLSX, or as “CSV UTF-8”, and choose it again.")
        ) from error


def _xlsx(content: bytes, wanted: str) -> Table:
    # A library of its own weight, needed for this alone.
    from python_calamine import CalamineError, CalamineWorkbook

    refused = Invalid(_("The spreadsheet could not be opened. Save it again as XLSX without a password."))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MAX_UNPACKED:
                raise Invalid(
                    _("The spreadsheet unpacks to more than a table of people needs. Copy the rows to a new one.")
                )
        book: Any = CalamineWorkbook.from_filelike(io.BytesIO(content))
        name = next((each for each in book.sheet_names if each.casefold() == wanted.casefold()), None)
        sheet = book.get_sheet_by_index(0) if name is None else book.get_sheet_by_name(name)
        _check_size(sheet.height, sheet.width)
        return Table(sheet.name, [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)])
    except (zipfile.BadZipFile, CalamineError, ValueError, IndexError, OSError) as error:
        raise refused from error


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
