"""The sheets of a results workbook as they stand in the file: cells that know where they are."""

from __future__ import annotations

import math
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

# More than any edition needs; a file that unpacks to more is not read.
LARGEST = 2_000_000_000
SHEETS = ("README", "Criteria", "Scores", "Scorecards", "Results")


class CannotVerifyError(ValueError):
    """A file that cannot be verified; its text says what is wrong, where, and what to do."""


@dataclass(frozen=True)
class Cell:
    """A value and where it stands, to be named in a sentence."""

    value: Any
    where: str

    @property
    def text(self) -> str:
        """The value as text; a whole number without its decimals."""
        if isinstance(self.value, float) and self.value.is_integer():
            return str(int(self.value))
        return "" if self.value is None else str(self.value)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it."""
        return self.value is None or self.value == ""

    def number(self) -> float | None:
        """The value as a number, None when empty.

        Raises:
            CannotVerifyError: for a text.
        """
        if self.is_empty:
            return None
        if isinstance(self.value, bool) or not isinstance(self.value, int | float) or not math.isfinite(self.value):
            raise CannotVerifyError(f'{self.where} holds "{self.text}" where a number is needed. Write a number there.')
        return float(self.value)

    def needed(self) -> float:
        """The value as a number.

        Raises:
            CannotVerifyError: when it is empty or a text.
        """
        found = self.number()
        if found is None:
            raise CannotVerifyError(f"{self.where} is empty and a number is needed. Write a number there.")
        return found


@dataclass(frozen=True)
class Table:
    """A sheet with its header."""

    name: str
    columns: dict[str, int]
    rows: list[list[Any]]

    def column(self, title: str) -> int:
        """Where a column stands.

        Raises:
            CannotVerifyError: when the sheet has no such column.
        """
        if title not in self.columns:
            raise CannotVerifyError(f'The sheet {self.name} has no column "{title}". Download the workbook again.')
        return self.columns[title]

    def cell(self, row: int, title: str) -> Cell:
        """The cell of a row (from 0)."""
        at = self.column(title)
        return Cell(self.rows[row][at], f"{self.name}!{_letters(at)}{row + 2}")

    def cells(self, title: str) -> Iterator[Cell]:
        """A column's cells from top to bottom."""
        return (self.cell(row, title) for row in range(len(self.rows)))


def _letters(at: int) -> str:
    number, letters = at + 1, ""
    while number:
        number, left = divmod(number - 1, 26)
        letters = chr(65 + left) + letters
    return letters


def read(path: Path) -> dict[str, Table]:
    """The sheets of a workbook.

    Raises:
        CannotVerifyError: when the file is missing, is no XLSX workbook or lacks a sheet.
    """
    if not path.is_file():
        raise CannotVerifyError(f"There is no file {path}.")
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(part.file_size for part in archive.infolist()) > LARGEST:
                raise CannotVerifyError(f"{path.name} is too large to be a results workbook.")
        book = CalamineWorkbook.from_path(path)
        names = book.sheet_names
        found = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in names}
    except CannotVerifyError:
        raise
    except BaseException as error:
        # The reader is compiled code: on a damaged file it may raise what is no ordinary exception.
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        raise CannotVerifyError(
            f"{path.name} cannot be read as an XLSX workbook ({type(error).__name__}). Give the file as it was "
            "downloaded, or saved as XLSX by a spreadsheet program."
        ) from None
    for name in SHEETS:
        if name not in found:
            raise CannotVerifyError(f"The sheet {name} is missing. Sheets in the file: {', '.join(names)}.")
    return {name: _table(name, rows) for name, rows in found.items()}


def _table(name: str, rows: Sequence[Sequence[Any]]) -> Table:
    if not rows:
        raise CannotVerifyError(f"The sheet {name} is empty; its header is missing.")
    columns: dict[str, int] = {}
    for at, title in enumerate(rows[0]):
        if title != "":
            columns.setdefault(str(title), at)
    filled = [list(row) for row in rows[1:]]
    while filled and all(each in ("", None) for each in filled[-1]):
        filled.pop()
    return Table(name, columns, filled)


def unique_rows(table: Table, title: str) -> dict[str, int]:
    """Rows by the text of a column that must not hold the same twice."""
    found: dict[str, int] = {}
    for row, cell in enumerate(table.cells(title)):
        if cell.is_empty:
            raise CannotVerifyError(f"{cell.where} is empty. Each row needs what stands in that column.")
        if cell.text in found:
            raise CannotVerifyError(f"{cell.where}: {cell.text} is there twice. Remove one of the rows.")
        found[cell.text] = row
    return found
