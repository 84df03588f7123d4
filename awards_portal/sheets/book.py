"""A workbook as plain data: sheets of columns and rows, and where a cell of them will stand."""

import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cached_property


class Kind(enum.StrEnum):
    """What a column holds. A text in a column of numbers or dates stays a text."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    INSTANT = "instant"


@dataclass(frozen=True)
class Formula:
    """A formula of ours (never made of people's text), with the value it has now; None or "" is an empty cell.

    `array` formulas are computed over whole columns at once.
    """

    text: str
    value: float | int | str | None
    array: bool = False


Cell = str | int | float | Decimal | Fraction | date | datetime | Formula | None


@dataclass(frozen=True)
class Column:
    """A column. `key` names it for formulas (the title, when left out); `digits` is a number format such as `0.00`.

    An instant takes two columns in the file: the moment in UTC, and the same as text in the workbook's zone.
    `is_input` marks the cells a reader is invited to change.
    """

    title: str
    kind: Kind = Kind.TEXT
    key: str = ""
    digits: str = "General"
    width: int = 14
    is_input: bool = False

    @property
    def name(self) -> str:
        """What formulas call it."""
        return self.key or self.title


@dataclass(frozen=True)
class Sheet:
    """A sheet: a header row, then `height` rows with a cell per column.

    Rows may be filled in after the sheet is made, because formulas of one sheet speak of the places of another.
    """

    name: str
    columns: Sequence[Column]
    height: int
    rows: list[Sequence[Cell]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for what in ([column.name for column in self.columns], [column.title for column in self.columns]):
            twice = sorted({each for each in what if what.count(each) > 1})
            if twice:
                raise ValueError(f"the sheet {self.name} has two columns called {twice[0]}")
        if len(self.name) > 31:
            raise ValueError(f"the name of the sheet {self.name} is longer than 31 characters")

    @cached_property
    def _places(self) -> dict[str, int]:
        places, at = {}, 0
        for column in self.columns:
            places[column.name] = at
            at += 2 if column.kind is Kind.INSTANT else 1
        return places

    def letter(self, column: str) -> str:
        """The letters of a column in the file."""
        number, letters = self._places[column] + 1, ""
        while number:
            number, left = divmod(number - 1, 26)
            letters = chr(65 + left) + letters
        return letters

    def area(self, column: str) -> str:
        """All of a column's cells, for a formula anywhere: `Scores!$K$2:$K$31`."""
        letter = self.letter(column)
        return f"{self.name}!${letter}$2:${letter}${max(self.height, 1) + 1}"

    def own(self, column: str, row: int) -> str:
        """The cell of one row (from 0), for a formula in that row: `$K2`."""
        return f"${self.letter(column)}{row + 2}"

    def filled(self) -> Iterator[Sequence[Cell]]:
        """The rows.

        Raises:
            ValueError: when there are not `height` of them, or one has not a cell per column.
        """
        if len(self.rows) != self.height:
            raise ValueError(f"the sheet {self.name} has {len(self.rows)} rows where {self.height} were announced")
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"a row of {self.name} has {len(row)} cells for {len(self.columns)} columns")
            yield row


@dataclass(frozen=True)
class Workbook:
    """Sheets in order, and the time zone in which local times are told."""

    title: str
    zone: str
    sheets: Sequence[Sheet]
