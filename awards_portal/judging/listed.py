"""A spreadsheet of who judges what, a row a pair: read whole, each fault named by its cell. Pure."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from ..errors import Invalid
from ..sheets.reading import cell_name
from ..text import name_key, normal_email
from .guests import Fault

MAX_PAIRS = 2_000
# Headings as they may be spelled, by what they hold.
HEADINGS = {
    "entry": {"entry", "reference", "entry reference"},
    "judge": {"judge", "email", "e-mail", "mail address", "email address", "e-mail address"},
}


@dataclass(frozen=True)
class Listed:
    """A row: the entry's reference and the judge's address, with the row and cells that hold them."""

    row: int
    reference: str
    email: str
    entry_cell: str = ""
    judge_cell: str = ""

    def document(self) -> list[Any]:
        """As it travels from the preview to the confirmation."""
        return [self.row, self.reference, self.email]


@dataclass(frozen=True)
class Reading:
    """What a spreadsheet says: pairs, faults, and headings that were not understood."""

    pairs: tuple[Listed, ...]
    faults: tuple[Fault, ...]
    unread: tuple[str, ...]


def read_listed(table: Sequence[Sequence[str]], references: Collection[str], emails: Collection[str]) -> Reading:
    """Read a table whose first row holds headings.

    Args:
        references: the edition's entries that were submitted.
        emails: addresses of the edition's judges.
    """
    columns: dict[str, int] = {}
    unread: list[str] = []
    for at, heading in enumerate(table[0] if table else []):
        what = next((what for what, spelled in HEADINGS.items() if name_key(heading) in spelled), None)
        if what is not None and what not in columns:
            columns[what] = at
        elif heading:
            unread.append(heading[:60])
    faults = [
        Fault("A1", _("Row 1 has no heading “%(heading)s”. Add the column.", heading=what))
        for what in HEADINGS
        if what not in columns
    ]
    if faults:
        return Reading((), tuple(faults), tuple(unread))
    pairs: list[Listed] = []
    first: dict[tuple[str, str], int] = {}
    for at, row in enumerate(table[1:], start=1):
        if not any(row):
            continue
        cells = {what: (row[column] if column < len(row) else "") for what, column in columns.items()}
        place = {what: cell_name(at, column) for what, column in columns.items()}
        pair = Listed(at + 1, cells["entry"].upper(), normal_email(cells["judge"]), place["entry"], place["judge"])
        if pair.reference not in references:
            told = _("“%(text)s” is no entry of this edition that was submitted.", text=cells["entry"][:60])
            faults.append(Fault(pair.entry_cell, f"{pair.entry_cell}: {told}"))
        if pair.email not in emails:
            told = _("“%(text)s” is the address of no judge of this edition.", text=cells["judge"][:80])
            faults.append(Fault(pair.judge_cell, f"{pair.judge_cell}: {told}"))
        before = first.setdefault((pair.reference, pair.email), pair.row)
        if before != pair.row:
            told = _("the same entry and judge are in row %(row)s already.", row=before)
            faults.append(Fault(pair.entry_cell, f"{pair.entry_cell}: {told}"))
        pairs.append(pair)
    if not pairs:
        faults.append(Fault("A2", _("A2: there is nothing below the headings.")))
    if len(pairs) > MAX_PAIRS:
        faults.append(Fault("A1", _("At most %(n)s rows are read at once. Split the table.", n=MAX_PAIRS)))
    return Reading(tuple(pairs), tuple(faults), tuple(unread))


def listed_of(text: str) -> list[Listed]:
    """The pairs of a preview that is confirmed.

    Raises:
        Invalid: when it is not what a preview sends.
    """
    fault = Invalid(_("The page sent something that could not be read. Choose the file again."))
    try:
        document = json.loads(text)
        found = [Listed(row, reference, email) for row, reference, email in document]
    except (ValueError, TypeError, RecursionError) as error:
        raise fault from error
    if not 0 < len(found) <= MAX_PAIRS or not all(
        isinstance(each.row, int) and isinstance(each.reference, str) and isinstance(each.email, str) for each in found
    ):
        raise fault
    return found
