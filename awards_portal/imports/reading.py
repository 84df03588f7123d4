"""A spreadsheet read row by row: headings found, each fault named by its cell, a shifted column told as one. Pure."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext as _
from flask_babel import ngettext

from ..sheets.cells import is_active
from ..sheets.reading import Table
from ..text import name_key

# A column is taken for shifted when so many of its cells, and at least three, are of another sort than its heading.
SHIFTED = 0.6
# A cell of so many characters is quoted beside its fault; a longer one would hide the sentence.
QUOTED = 40
_NUMBER = re.compile(r"[+-]?[\d ,.'’]*\d%?")
_DATE = re.compile(r"\d{4}-\d{2}(-\d{2})?( \d{2}:\d{2}(:\d{2})?)?|\d{1,2}[./]\d{1,2}[./]\d{2,4}")


@dataclass(frozen=True)
class Fault:
    """What is wrong, in a sentence that begins with the cell's name."""

    cell: str
    sentence: str
    # What stands in the cell, where that is short enough to be found by it.
    said: str = ""

    @property
    def told(self) -> str:
        """As a reader sees it: the cell, what it says unless the sentence repeats it, and what to do."""
        if not self.said or self.said in self.sentence:
            return f"{self.cell}: {self.sentence}"
        return _("%(cell)s, “%(said)s”: %(sentence)s", cell=self.cell, said=self.said, sentence=self.sentence)


@dataclass
class Reader:
    """Goes through a table whose first row holds headings and gathers every fault."""

    table: Table
    # Headings as they may be spelled, by what they hold.
    spelled: Mapping[str, set[str]]
    # Hears how many rows were gone through.
    tell: Callable[[int], None] | None = None
    columns: dict[str, int] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    _faults: list[tuple[int, int, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for at, heading in enumerate(self.table.rows[0] if self.table.rows else []):
            what = next((what for what, spelled in self.spelled.items() if name_key(heading) in spelled), None)
            if what in self.columns:
                self.fault(0, at, _("“%(heading)s” is there twice.", heading=heading[:60]))
            elif what is not None:
                self.columns[what] = at
            elif heading:
                self.unread.append(heading[:60])

    def need(self, *names: str) -> bool:
        """Whether these columns are there; a fault for each that is not."""
        for name in names:
            if name not in self.columns:
                self.fault(0, 0, _("Row 1 has no heading “%(heading)s”. Add the column.", heading=name))
        return all(name in self.columns for name in names)

    def rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Each row that says anything: its number from 0 and its cells by column."""
        width = len(self.table.rows[0]) if self.table.rows else 0
        found = 0
        for at, row in enumerate(self.table.rows[1:], start=1):
            if not any(row):
                continue
            over = next((column for column in range(width, len(row)) if row[column]), None)
            if over is not None:
                self.fault(at, over, _("This cell stands beyond the last heading. Is the row shifted?"))
            cells = {what: (row[column] if column < len(row) else "") for what, column in self.columns.items()}
            yield at, {what: self._plain(text) for what, text in cells.items()}
            found += 1
            if self.tell is not None:
                self.tell(found)
        if not found:
            self.fault(1, 0, _("There is nothing below the headings."))

    def _plain(self, text: str) -> str:
        # A CSV file of the portal has an apostrophe before what could be taken for a formula.
        if not self.table.name and text.startswith("'") and (is_active(text[1:]) or text[1:].startswith("'")):
            return text[1:]
        return text

    def wrong(self, at: int, what: str, sentence: str) -> None:
        """Note a fault of a row's cell; of the row itself (its first cell) when there is no such column."""
        self.fault(at, self.columns.get(what, 0), sentence)

    def fault(self, at: int, column: int, sentence: str) -> None:
        """Note a fault of a cell, row and column from 0."""
        self._faults.append((at, column, sentence))

    def shifted(self, what: str, fits: Callable[[str], bool]) -> None:
        """Tell a column as shifted when most of its cells are not what its heading says and all of one other sort."""
        column = self.columns.get(what)
        if column is None:
            return
        cells = [row[column] for row in self.table.rows[1:] if column < len(row) and row[column]]
        misfits = [cell for cell in cells if not fits(cell)]
        if len(misfits) < 3 or len(misfits) < SHIFTED * len(cells):
            return
        heading = self.table.rows[0][column][:60]
        if all(_NUMBER.fullmatch(cell) for cell in misfits):
            told = _("The column headed “%(heading)s” holds numbers; is a column missing?", heading=heading)
        elif all(_DATE.fullmatch(cell) for cell in misfits):
            told = _("The column headed “%(heading)s” holds dates; is a column missing?", heading=heading)
        elif all("@" in cell for cell in misfits):
            told = _("The column headed “%(heading)s” holds mail addresses; is a column missing?", heading=heading)
        else:
            told = _(
                "Most cells of the column headed “%(heading)s” do not fit it, such as “%(cell)s”; is a column missing?",
                heading=heading,
                cell=misfits[0][:40],
            )
        below = [each for each in sorted(self._faults) if each[1] == column and each[0] > 0]
        if below:
            # The column may be the right one, written in another way.
            told = _("%(told)s If none is: %(first)s", told=told, first=self._as_fault(*below[0]).told)
        # Row by row it would be said a thousand times.
        self._faults = [each for each in self._faults if each not in below]
        self.fault(0, column, told)

    def faults(self) -> list[Fault]:
        """Every fault, in the order of the cells."""
        return [self._as_fault(*each) for each in sorted(self._faults)]

    def _as_fault(self, at: int, column: int, sentence: str) -> Fault:
        row = self.table.rows[at] if 0 < at < len(self.table.rows) else []
        said = row[column] if column < len(row) else ""
        return Fault(self.table.cell(at, column), sentence, said if len(said) <= QUOTED and "\n" not in said else "")


def is_no_number(text: str) -> bool:
    """Whether a text can be a name or a title: it is no number, date or address."""
    return not (_NUMBER.fullmatch(text) or _DATE.fullmatch(text) or "@" in text)


def first_sentence(faults: Sequence[Fault]) -> str:
    """All faults in one sentence: the first, and how many more there are."""
    if len(faults) == 1:
        return faults[0].told
    more = ngettext("and %(num)d more fault.", "and %(num)d more faults.", len(faults) - 1)
    return f"{faults[0].told} {more[:1].upper()}{more[1:]}"
