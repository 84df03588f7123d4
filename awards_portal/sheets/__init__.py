"""Spreadsheets and CSV files: cells from people are text, formulas are ours and carry cached values.

Plain data in (`book.Workbook`), a file out. Knows nothing of awards; loads nothing heavy until a file is written.
"""

from .book import Cell, Column, Formula, Kind, Sheet, Workbook
from .comma import csv_bytes, write_zip
from .xlsx import write_xlsx

__all__ = ["Cell", "Column", "Formula", "Kind", "Sheet", "Workbook", "csv_bytes", "write_xlsx", "write_zip"]
