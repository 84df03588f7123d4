"""XLSX files: one header row, frozen and filtered; no merged cells; real numbers and dates; formulas with values."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any, BinaryIO

from .book import Cell, Column, Formula, Kind, Sheet, Workbook
from .cells import fitted, is_active, legal, local_text, utc

MOST_ROWS = 1_048_575
# Spreadsheets count days from 1900 and think that year was a leap year: dates before its March are told as text.
FIRST_DATE = date(1900, 3, 1)


def write_xlsx(workbook: Workbook, to: BinaryIO) -> None:
    """Write a workbook.

    Raises:
        ValueError: when a sheet has more rows than the format can hold; as CSV it has room.
    """
    # Late: whoever writes CSV needs nothing of this.
    import xlsxwriter

    for sheet in workbook.sheets:
        if sheet.height > MOST_ROWS:
            raise ValueError(f"the sheet {sheet.name} has {sheet.height} rows; an XLSX file holds {MOST_ROWS}")
    # Rows are written in order and forgotten at once: memory does not grow with the file.
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(to, options)
    try:
        book.set_properties({"title": legal(workbook.title)})
        formats = _Formats(book)
        for sheet in workbook.sheets:
            _write(book.add_worksheet(sheet.name, _page_class()), sheet, workbook.zone, formats)
    finally:
        book.close()


@cache
def _page_class() -> Any:
    from xlsxwriter.worksheet import Worksheet

    class Page(Worksheet):  # type: ignore[misc]
        """A worksheet that takes our formulas as they are written."""

        def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
            # XlsxWriter looks for thirty functions in every formula, to put a prefix before them. Ours have theirs,
            # and the search takes half of the time of a large workbook.
            return formula.removeprefix("=")

    return Page


class _Formats:
    """Formats of a file, each made once. A quoted one keeps a text a text even when its cell is edited."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.made: dict[tuple[str, bool, bool], Any] = {}
        self.head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})

    def get(self, digits: str, *, quoted: bool = False, is_input: bool = False) -> Any:
        key = (digits, quoted, is_input)
        if key not in self.made:
            properties: dict[str, Any] = {"num_format": digits, "valign": "top"}
            if quoted:
                properties["quote_prefix"] = True
            if is_input:
                properties |= {"bg_color": "#FFF2CC", "border": 1}
            self.made[key] = self.book.add_format(properties)
        return self.made[key]


def _write(page: Any, sheet: Sheet, zone: str, formats: _Formats) -> None:
    at = 0
    for column in sheet.columns:
        for title in _titles(column, zone):
            page.set_column(at, at, 21 if column.kind is Kind.INSTANT else column.width)
            _text(page, 0, at, title, sheet.name, formats.head, formats.head)
            at += 1
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(sheet.height, 1), at - 1)
    plans = [
        (
            column.kind,
            formats.get(_digits(column), is_input=column.is_input),
            formats.get("@" if column.kind is Kind.TEXT else "General", quoted=True, is_input=column.is_input),
        )
        for column in sheet.columns
    ]
    for row, cells in enumerate(sheet.filled(), 1):
        at = 0
        for (kind, shape, quoted), cell in zip(plans, cells, strict=True):
            if cell is not None:
                _cell(page, row, at, cell, sheet.name, shape, quoted)
                if kind is Kind.INSTANT and isinstance(cell, datetime):
                    page.write_string(row, at + 1, local_text(cell, zone))
            at += 2 if kind is Kind.INSTANT else 1


def _titles(column: Column, zone: str) -> list[str]:
    if column.kind is Kind.INSTANT:
        return [f"{column.title} (UTC)", f"{column.title} ({zone} time)"]
    return [column.title]


def _digits(column: Column) -> str:
    if column.digits != "General":
        return column.digits
    return {Kind.INSTANT: "yyyy-mm-dd hh:mm:ss", Kind.DATE: "yyyy-mm-dd"}.get(column.kind, "General")


def _cell(page: Any, row: int, at: int, cell: Cell, sheet: str, shape: Any, quoted: Any) -> None:
    if isinstance(cell, str):
        _text(page, row, at, cell, sheet, shape, quoted)
    elif isinstance(cell, Formula):
        value = "" if cell.value is None else cell.value
        if cell.array:
            page.write_array_formula(row, at, row, at, cell.text, shape, value)
        else:
            page.write_formula(row, at, cell.text, shape, value)
    elif isinstance(cell, datetime):
        page.write_datetime(row, at, utc(cell).replace(tzinfo=None, microsecond=0), shape)
    elif isinstance(cell, date):
        if cell < FIRST_DATE:
            page.write_string(row, at, cell.isoformat(), quoted)
        else:
            page.write_datetime(row, at, cell, shape)
    else:
        page.write_number(row, at, float(cell) if isinstance(cell, Fraction | Decimal) else cell, shape)


def _text(page: Any, row: int, at: int, text: str, sheet: str, shape: Any, quoted: Any) -> None:
    if not text.isprintable():
        # A carriage return inside a cell is a line break like any other.
        text = legal(text.replace("\r\n", "\n").replace("\r", "\n"))
    text = fitted(text, f"{sheet}.csv of the download as CSV")
    if not text:
        return
    if text.startswith("<r>") and text.endswith("</r>"):
        # XlsxWriter takes such a text for the inside of a rich string and would copy it unescaped.
        page.write_rich_string(row, at, text[:2], shape, text[2:], quoted)
        return
    page.write_string(row, at, text, quoted if is_active(text) else shape)
