"""Reading a CSV file of scores or of comparisons, with a sentence and a line number for whatever cannot be read."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from .values import COLUMNS, ScoresError

COMPARED = ("first", "second", "preferred")
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
        # A column of few different texts: kept once each, a million rows are read and ranked several times as fast.
        column = frame[name].fillna("").str.strip().astype("category")
        empty = (column == "").to_numpy()
        if empty.any():
            raise ScoresError(f"The {name} is empty.", int(empty.argmax()))
        frame[name] = column
    score = frame["score"].fillna("").str.strip()
    if separator != ",":
        score = score.str.replace(",", ".", regex=False)
    missing = score.isin(MISSING)
    numbers = pd.to_numeric(score.where(~missing), errors="coerce")
    bad = (numbers.isna() & ~missing).to_numpy()
    if bad.any():
        row = int(bad.argmax())
        raise ScoresError(f'"{frame["score"].iloc[row]}" in the column "score" is not a number.', row)
    frame["score"] = numbers.astype("float64")
    return frame


def read_earlier(path: Path) -> dict[str, str]:
    """What each entry brings from an earlier round: a CSV file with the columns entry and score, such as `standings`
    prints it. Scores are numbers or fractions (`1234/17`), as text; an entry without one brings nothing.

    Raises UnreadableError for a file that cannot be used or names an entry twice.
    """
    frame, separator = _table(path, ("entry", "score"), "earlier scores")
    entries = frame["entry"].fillna("").str.strip()
    if entries.duplicated().any():
        raise UnreadableError(f'{path.name} names the entry "{entries[entries.duplicated()].iloc[0]}" twice. Keep one.')
    scores = frame["score"].fillna("").str.strip()
    if separator != ",":
        scores = scores.str.replace(",", ".", regex=False)
    return {entry: score for entry, score in zip(entries, scores, strict=True) if score not in MISSING}


def read_comparisons(path: Path) -> pd.DataFrame:
    """The comparisons of a CSV file (UTF-8; comma, semicolon or tab; header first, second, preferred, ...).

    An empty `preferred` means that the two could not be told apart.
    Raises UnreadableError for a file that cannot be used, ScoresError (with its row) for an entry without a name.
    """
    frame, _separator = _table(path, COMPARED, "comparisons")
    for name in COMPARED:
        frame[name] = frame[name].fillna("").str.strip()
        empty = (frame[name] == "").to_numpy()
        if name != "preferred" and empty.any():
            raise ScoresError(f"The {name} entry is empty.", int(empty.argmax()))
    return frame


def _table(path: Path, columns: Sequence[str], what: str) -> tuple[pd.DataFrame, str]:
    """A file as a table of text with these columns, and its separator."""
    text = _text(path)
    separator = _separator(text)
    try:
        frame = pd.read_csv(io.StringIO(text), sep=separator, dtype=str, keep_default_na=False, skipinitialspace=True)
    except pd.errors.EmptyDataError:
        raise UnreadableError("The file is empty. It needs a header line and a line for each score.") from None
    except (pd.errors.ParserError, ValueError) as error:
        _refuse_long_lines(text, separator)
        raise UnreadableError(f"The file is not a table: {str(error).strip().rstrip('.')}.") from None
    frame.columns = _names(text, separator, columns)[: len(frame.columns)]
    if not isinstance(frame.index, pd.RangeIndex):
        _refuse_long_lines(text, separator)
    for name in columns:
        if name not in frame.columns:
            raise UnreadableError(
                f'The column "{name}" is missing. The header needs: {", ".join(columns)}; '
                f"found: {', '.join(frame.columns)}."
            )
        if frame.columns.tolist().count(name) > 1:
            raise UnreadableError(f'The header names the column "{name}" twice. Keep one.')
    frame = frame[(frame.fillna("") != "").any(axis=1)].reset_index(drop=True)
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
    return _unix(text).lstrip("\n")


def _unix(text: str) -> str:
    # A lone carriage return ends a line in files of old programs only, which know no other end.
    return text.replace("\r", "\n") if "\r" in text and "\n" not in text else text.replace("\r\n", "\n")


def _refuse_long_lines(text: str, separator: str) -> None:
    reader = csv.reader(io.StringIO(text), delimiter=separator)
    wide = len(next(reader))
    for fields in reader:
        if len(fields) > wide:
            raise UnreadableError(
                f"Line {reader.line_num} has {len(fields)} fields, the header {wide}. Put quotes round a text or "
                f'number that holds a "{separator}".'
            )


def _header(text: str, separator: str) -> list[str]:
    first = next(csv.reader(io.StringIO(text.lstrip("\n")), delimiter=separator), [])
    return [name.strip() for name in first]


def _separator(text: str) -> str:
    """What parts the fields: the sign with which the header holds the needed columns, else the most frequent one."""
    header = text.lstrip("\n").split("\n", 1)[0]
    wanted = {*COLUMNS, *COMPARED}
    return max(",;\t", key=lambda sign: (len(wanted & set(map(str.lower, _header(header, sign)))), header.count(sign)))


def _names(text: str, separator: str, columns: Sequence[str]) -> list[str]:
    """The header's names; needed ones are found whatever their capitals."""
    names = _header(text, separator)
    return [low if (low := name.lower()) in columns and low not in names else name for name in names]


def line_of(path: Path, row: int) -> int:
    """The line of the file on which the row (from 0, header and blank lines not counted) ends."""
    text = _unix(path.read_bytes().decode("utf-8-sig"))
    reader = csv.reader(io.StringIO(text), delimiter=_separator(text))
    filled = (reader.line_num for fields in reader if any(field.strip() for field in fields))
    for at, line in enumerate(filled):
        if at == row + 1:
            return line
    return row + 2
