"""What changed between two answers to one question: word by word in texts, row by row in tables."""

import enum
import re
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from ..programmes.forms import Question, QuestionType
from .values import TEXTS, as_text, filled_rows, has_shape


class Kind(enum.StrEnum):
    """What became of a piece of text, or of a row."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    # Of rows alone: some of its cells differ.
    CHANGED = "changed"


@dataclass(frozen=True)
class Piece:
    """A run of text of one kind. The pieces that are not removed make the later text, to the letter."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Row:
    """A table's row: its pieces by column."""

    kind: Kind
    cells: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True)
class Difference:
    """How one answer became the next. A table has `rows` under `columns`, everything else has `pieces`."""

    pieces: tuple[Piece, ...] = ()
    rows: tuple[Row, ...] = ()
    columns: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing that can be read differs."""
        kinds = [piece.kind for piece in self.pieces] + [row.kind for row in self.rows]
        return all(kind is Kind.SAME for kind in kinds)


# Scripts written without spaces are compared character by character, each with the signs that belong to it.
_UNSPACED = "\u2e80-\u2fdf\u3005-\u3007\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_SIGNS = "\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef"
# A word carries the blanks after it; line breaks stand on their own, so that a paragraph cut in two is seen.
_TOKEN = re.compile(rf"\n+|(?:[{_UNSPACED}][{_SIGNS}]*|[^\s{_UNSPACED}]+)?[^\S\n]*")
# More words than this on both sides, beyond what stands unchanged before and after, are not compared one by one: the
# work grows with their product.
MOST_WORDS = 4_000


def between(question: Question, before: Any, after: Any) -> Difference:
    """How an answer changed. A value that does not have its type's shape is compared as the text it reads as."""
    if question.type is QuestionType.TABLE and all(
        value is None or has_shape(question, value) for value in (before, after)
    ):
        columns = [column.key for column in question.columns]
        return Difference(rows=_rows(columns, before, after), columns=tuple(c.label for c in question.columns))
    if question.type in TEXTS:
        return Difference(tuple(words(_plain(before), _plain(after))))
    return Difference(tuple(_parts(_listed(question, before), _listed(question, after))))


def _plain(value: Any) -> str:
    return "" if value is None else str(value)


def _listed(question: Question, value: Any) -> list[str]:
    """What a value reads as, choice by choice where there may be several."""
    if question.type in {QuestionType.MULTIPLE_CHOICE, QuestionType.SDGS} and isinstance(value, list):
        return [as_text(question, [part]) for part in value]
    text = "" if value is None else as_text(question, value)
    return [text] if text else []


def _parts(before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    for kind, removed, added in _steps(before, after):
        if kind is Kind.SAME:
            yield from (Piece(Kind.SAME, part) for part in added)
        else:
            yield from (Piece(Kind.REMOVED, part) for part in removed)
            yield from (Piece(Kind.ADDED, part) for part in added)


def words(before: str, after: str) -> Iterator[Piece]:
    """The pieces in which two texts agree and differ, in reading order. Blanks alone are no difference."""
    old, new = ([token for token in _TOKEN.findall(text) if token] for text in (before, after))
    # Line breaks are compared as they are; of a word the blanks behind it are not.
    for kind, removed, added in _steps(old, new, lambda token: token.rstrip() or token):
        if kind is Kind.SAME:
            yield Piece(kind, "".join(added))
            continue
        if removed:
            yield Piece(Kind.REMOVED, "".join(removed))
        if added:
            yield Piece(Kind.ADDED, "".join(added))


def _rows(columns: Sequence[str], before: Any, after: Any) -> tuple[Row, ...]:
    old = [tuple(row.get(key, "") for key in columns) for row in filled_rows(before)]
    new = [tuple(row.get(key, "") for key in columns) for row in filled_rows(after)]
    found = []
    for kind, removed, added in _steps(old, new):
        if kind is Kind.SAME:
            found += [_whole(Kind.SAME, cells) for cells in added]
            continue
        for one, other in zip(removed, added, strict=False):
            found.append(Row(Kind.CHANGED, tuple(tuple(_cell(*pair)) for pair in zip(one, other, strict=True))))
        found += [_whole(Kind.REMOVED, cells) for cells in removed[len(added) :]]
        found += [_whole(Kind.ADDED, cells) for cells in added[len(removed) :]]
    return tuple(found)


def _cell(before: str, after: str) -> Iterator[Piece]:
    if before == after:
        yield Piece(Kind.SAME, after)
    else:
        yield from words(before, after)


def _whole(kind: Kind, cells: Sequence[str]) -> Row:
    return Row(kind, tuple((Piece(kind, cell),) if cell else () for cell in cells))


def _steps(
    before: Sequence[Any], after: Sequence[Any], key: Any = None
) -> Iterator[tuple[Kind, Sequence[Any], Sequence[Any]]]:
    """Runs of two sequences: the same (both sides given), or what was removed and what was added in its place."""
    old: list[Hashable] = [key(part) for part in before] if key else list(before)
    new: list[Hashable] = [key(part) for part in after] if key else list(after)
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    if head:
        yield Kind.SAME, before[:head], after[:head]
    ends = len(old) - tail, len(new) - tail
    if ends != (head, head):
        yield from _middle(old[head : ends[0]], new[head : ends[1]], before[head : ends[0]], after[head : ends[1]])
    if tail:
        yield Kind.SAME, before[ends[0] :], after[ends[1] :]


def _middle(
    old: list[Hashable], new: list[Hashable], before: Sequence[Any], after: Sequence[Any]
) -> Iterator[tuple[Kind, Sequence[Any], Sequence[Any]]]:
    if len(old) + len(new) > MOST_WORDS:
        yield Kind.CHANGED, before, after
        return
    for what, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        yield (Kind.SAME if what == "equal" else Kind.CHANGED), before[a:b], after[c:d]
