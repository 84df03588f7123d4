"""Reading a CSV file of scores or of comparisons, with a sentence and a line number for whatever cannot be read."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from .totals import COLUMNS, ScoresError

# What spreadsheets and statistics programs write for a missing score.
MISSING = ["", "NA", "N/A", "n/a", "NaN", "nan"]


class UnreadableError(ValueError):
    """A file that is no table of scores; its text says why and what to do."""


def read_scores(path: Path) -> pd.DataFrame:
    """The scores of a CSV file (UTF-8; comma, semicolon or tab; header entry, judge, criterion, score, ...).

    Scores are numbers, NaN where empty; with semicolons or tabs a decimal comma is understood.
    Raises UnreadableError for a file that is missing, empty, not UTF-8 or without a needed column, ScoresError (with
    its row) for bad contents.
    """
    frame, separator = _table(path, COLUMNS, "scores")
    for name in ("entry", "judge", "criterion"):
        frame[name] = frame[name].fillna("").str.strip()
        empty = (frame[name] == "").to_numpy()
        if empty.any():
            raise ScoresError(f"The {name} is empty.", int(empty.argmax()))
    score = frame["score"].fillna("").str.strip()
    if separator != ",":
        score = score.str.replace(",", ".", regex=False)
    missing = score.isin(MISSING)
    numbers = pd.to_numeric(score.where(~missing), errors="coerce")
    bad = (numbers.isna() & ~missing).to_numpy()
    if bad.any():
        row = int(bad.argmax())
        raise ScoresError(f'The score "{frame["score"].iloc[row]}" is not a number.', row)
    frame["score"] = numbers.astype("float64")
    return frame


def read_comparisons(path: Path) -> pd.DataFrame:
    """The comparisons of a CSV file (UTF-8; comma, semicolon or tab; header first, second, preferred, ...).

    An empty `preferred` means that the two could not be told apart.
    Raises UnreadableError for a file that cannot be used, ScoresError (with its row) for an entry without a name.
    """
    frame, _separator = _table(path, ["first", "second", "preferred"], "comparisons")
    for name in ("first", "second", "preferred"):
        frame[name] = frame[name].fillna("").str.strip()
        empty = (frame[name] == "").to_numpy()
        if name != "preferred" and empty.any():
            raise ScoresError(f"The {name} entry is empty.", int(empty.argmax()))
    return frame


def _table(path: Path, columns: Sequence[str], what: str) -> tuple[pd.DataFrame, str]:
    """A file as a table of text with these columns, and its separator."""
    text = _text(path)
    header = text.split("\n", 1)[0]
    separator = max(",;\t", key=header.count)
    if header.count(separator) == 0:
        separator = ","
    try:
        frame = pd.read_csv(io.StringIO(text), sep=separator, dtype=str, keep_default_na=False, skipinitialspace=True)
    except pd.errors.EmptyDataError:
        raise UnreadableError("The file is empty. It needs a header line and a line for each score.") from None
    except (pd.errors.ParserError, ValueError) as error:
        raise UnreadableError(f"The file is not a table: {str(error).strip().rstrip('.')}.") from None
    frame.columns = [str(name).strip() for name in frame.columns]
    if not isinstance(frame.index, pd.RangeIndex):
        raise UnreadableError("The file has lines with more fields than its header has names.")
    for name in columns:
        if name not in frame.columns:
            raise UnreadableError(
                f'The column "{name}" is missing. The header needs: {", ".join(COLUMNS)}; '
                f"found: {', '.join(frame.columns)}."
            )
    if frame.empty:
        raise UnreadableError(f"The file has a header and no {what}.")
    return frame, separator


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise UnreadableError(f"There is no file {path}.") from None
    except OSError as error:
        raise UnreadableError(f"The file {path} cannot be read: {error.strerror}.") from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise UnreadableError(f"Line {line} is not UTF-8. Save the file as CSV in UTF-8.") from None
    if "\x00" in text:
        raise UnreadableError("The file is not text. Save it as CSV in UTF-8.")
    if not text.strip():
        raise UnreadableError("The file is empty. It needs a header line and a line for each score.")
    return text.lstrip("\r\n")


def line_of(path: Path, row: int) -> int:
    """The line of the file on which the row (from 0, header and blank lines not counted) ends."""
    text = path.read_bytes().decode("utf-8-sig")
    header = text.lstrip("\r\n").split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text), delimiter=max(",;\t", key=header.count))
    filled = (reader.line_num for fields in reader if fields)
    for at, line in enumerate(filled):
        if at == row + 1:
            return line
    return row + 2
