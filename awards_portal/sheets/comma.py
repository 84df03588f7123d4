"""CSV files: UTF-8 with a byte order mark (spreadsheet programs ask for it), commas, CRLF; whole texts, never cut.

A text that a spreadsheet program could take for a formula begins with an apostrophe (see `cells.inert`).
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import BinaryIO

from .book import Cell, Column, Formula, Kind, Workbook
from .cells import inert, legal, local_text, utc


def csv_bytes(columns: Sequence[Column], rows: Iterable[Sequence[Cell]], zone: str = "UTC") -> bytes:
    """A table as a CSV file: a header line, then a line per row. Formulas are written as their values."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([title for column in columns for title in titles(column, zone)])
    for row in rows:
        fields: list[str] = []
        for column, cell in zip(columns, row, strict=True):
            fields += _fields(column, cell, zone)
        writer.writerow(fields)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def write_zip(workbook: Workbook, to: BinaryIO) -> None:
    """Every sheet of a workbook as a CSV file, in one ZIP file."""
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        for sheet in workbook.sheets:
            archive.writestr(f"{sheet.name}.csv", csv_bytes(sheet.columns, sheet.filled(), workbook.zone))


def titles(column: Column, zone: str) -> list[str]:
    """A column's titles as they stand in a file: an instant has two."""
    if column.kind is Kind.INSTANT:
        return [inert(legal(f"{column.title} (UTC)")), inert(legal(f"{column.title} ({zone} time)"))]
    return [inert(legal(column.title))]


def _fields(column: Column, cell: Cell, zone: str) -> list[str]:
    if column.kind is Kind.INSTANT:
        if isinstance(cell, datetime):
            return [utc(cell).isoformat(timespec="seconds").replace("+00:00", "Z"), local_text(cell, zone)]
        return [_field(cell), ""]
    return [_field(cell)]


def _field(cell: Cell) -> str:
    if isinstance(cell, Formula):
        cell = cell.value
    if cell is None:
        return ""
    if isinstance(cell, str):
        return inert(legal(cell))
    if isinstance(cell, Fraction):
        cell = float(cell)
    if isinstance(cell, datetime):
        return utc(cell).isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(cell, float | int | Decimal):
        return str(cell)
    return cell.isoformat()
