"""Recompute what a results workbook states, from its sheets Scores and Criteria alone.

    python -m awards_portal.results verify WORKBOOK.xlsx
    python -m awards_portal.results verify SNAPSHOT.json

Every rank, score, total and mean is computed again by the method, weights, scale and tie rules written in the workbook
and compared with the cells, with the columns "as exported", and with the fingerprint in README. Exit code 0: all
agree. 1: something differs; each difference is printed. 2: the file cannot be verified; one sentence says why.
"""

from __future__ import annotations

import argparse
import math
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd
from python_calamine import CalamineWorkbook

from .carrying import CARRIED_EXACTLY, THIS_ROUND, Carried
from .fingerprint import fingerprint
from .frozen import CannotRecomputeError, recompute
from .standings import METHODS, Standings, standings
from .ties import RULES
from .totals import Scale, ScoresError, fraction, read_weights, totals

Found = TypeVar("Found")

# More than any edition needs; a file that unpacks to more is not read.
LARGEST = 2_000_000_000
CLOSE = 1e-9
# The severity correction is fitted by iteration: its last digits depend on the machine.
FITTED_CLOSE = 1e-6
STATES = {"completed", "started", "not started", "abstained", "recused", "declined"}
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


class Verification:
    """A workbook, read; `differences` says in sentences what does not agree."""

    def __init__(self, sheets: Mapping[str, Table]) -> None:
        self.sheets = sheets
        self.differences: list[str] = []
        self.notes: list[str] = []
        self.facts = {cell.text: sheets["README"].cell(row, "value") for row, cell in self._facts()}
        self.method = self._fact("method")
        if self.method not in METHODS:
            raise CannotVerifyError(f'README names the method "{self.method}". Methods: {", ".join(METHODS)}.')
        ladder = self._fact("tie_ladder")
        self.ladder = [] if ladder == "none" else [rule.strip() for rule in ladder.split(",")]
        for rule in self.ladder:
            if rule not in RULES:
                raise CannotVerifyError(f'README names the tie rule "{rule}". Rules: {", ".join(RULES)}.')
        self._read_criteria()
        self._read_scores()

    def _facts(self) -> Iterator[tuple[int, Cell]]:
        return enumerate(self.sheets["README"].cells("fact"))

    def _fact(self, name: str) -> str:
        if name not in self.facts or self.facts[name].is_empty:
            raise CannotVerifyError(f'README does not say "{name}". Download the workbook again.')
        return self.facts[name].text

    def _read_criteria(self) -> None:
        table = self.sheets["Criteria"]
        self.weights: dict[str, Fraction] = {}
        self.scales: dict[str, Scale] = {}
        # What a card must have to count: all but what may be not applicable to an entry.
        self.required: list[str] = []
        for row in range(len(table.rows)):
            name = table.cell(row, "criterion id")
            if name.is_empty or name.text in self.weights:
                raise CannotVerifyError(f'{name.where} holds "{name.text}": each criterion needs an id of its own.')
            self.weights[name.text] = fraction(table.cell(row, "weight").needed())
            low, high = (table.cell(row, title).needed() for title in ("scale min", "scale max"))
            if low >= high:
                raise CannotVerifyError(
                    f"The scale of {name.text} on Criteria runs from {low:g} to {high:g}: turn it round."
                )
            self.scales[name.text] = Scale(fraction(low), fraction(high))
            # Workbooks made before a criterion could be not applicable have no such column.
            if "N/A allowed" not in table.columns or table.cell(row, "N/A allowed").text != "yes":
                self.required.append(name.text)
        if not self.weights:
            raise CannotVerifyError("The sheet Criteria has no criterion.")
        try:
            read_weights(self.weights, list(self.weights))
        except ScoresError as error:
            raise CannotVerifyError(f"Criteria: {error}") from None

    def _read_scores(self) -> None:
        table = self.sheets["Scores"]
        self.status: dict[str, str] = {}
        rows = []
        names = ("category", "reference", "judge id", "criterion id", "card", "scorecard status")
        for row in range(len(table.rows)):
            cells = {name: table.cell(row, name) for name in names}
            for cell in cells.values():
                if cell.is_empty:
                    raise CannotVerifyError(f"{cell.where} is empty. Each score needs what stands in that column.")
            card, status = cells["card"].text, cells["scorecard status"]
            if card != f"{cells['reference'].text}/{cells['judge id'].text}":
                raise CannotVerifyError(
                    f'{cells["card"].where} holds "{card}", but the row is of entry {cells["reference"].text} and '
                    f"judge {cells['judge id'].text}."
                )
            if status.text not in STATES:
                raise CannotVerifyError(
                    f'{status.where} holds "{status.text}". A card is one of: {", ".join(sorted(STATES))}.'
                )
            if self.status.setdefault(card, status.text) != status.text:
                raise CannotVerifyError(f"{status.where}: the card {card} has two states.")
            criterion = cells["criterion id"]
            if criterion.text not in self.weights:
                raise CannotVerifyError(f'{criterion.where} holds "{criterion.text}", which Criteria does not list.')
            score = table.cell(row, "score").number()
            rows.append((*(cells[name].text for name in names[:5]), score))
        columns = ["category", "entry", "judge", "criterion", "card", "score"]
        self.scores = pd.DataFrame(rows, columns=columns).astype({"score": "float64"})

    @cached_property
    def completed(self) -> pd.DataFrame:
        """Scores of completed cards."""
        return self.scores[self.scores["card"].map(self.status) == "completed"]

    def compute(self, call: Callable[..., Found], part: pd.DataFrame, **more: Any) -> Found:
        """Call with some of the scores, their weights and scales; what cannot be computed is named by its row."""
        # With no score there is no criterion for a weight to belong to.
        rules = {} if part.empty else {"weights": self.weights, "scale": self.scales, "required": self.required}
        try:
            return call(part, **rules, **more)
        except ScoresError as error:
            where = "Scores and Criteria" if error.row is None else f"Scores, row {part.index[error.row] + 2}"
            raise CannotVerifyError(f"{where}: {error}") from None

    def check(self) -> None:
        """Compare everything.

        Raises:
            CannotVerifyError: for what cannot be computed with, such as a judge who scored the same thing twice.
        """
        self._check_export()
        self._check_scores()
        self._check_cards()
        self._check_results()

    def differ(self, where: str, what: str, stated: Any, computed: Any, close: float = CLOSE) -> None:
        """Add a sentence when what is stated is not what was computed."""
        if isinstance(stated, str) and isinstance(computed, float | int):
            self.differences.append(f'{where}: {what} is "{stated}"; computed it is {_show(computed)}.')
        elif not _same(stated, computed, close):
            self.differences.append(f"{where}: {what} is {_show(stated)}; computed it is {_show(computed)}.")

    def _check_export(self) -> None:
        exported = dict(part.rpartition("=")[::2] for part in self._fact("weights").split(", "))
        for name, weight in self.weights.items():
            if name not in exported or fraction(float(exported[name])) != weight:
                self.differences.append(
                    f"Criteria: the weight of {name} is {_show(float(weight))}; "
                    f"exported was {exported.get(name, 'none')}."
                )
        for name in exported:
            if name not in self.weights:
                self.differences.append(f"Criteria: {name} is missing; it was exported.")
        for name, table in self.sheets.items():
            rows = self.facts.get(f"rows {name}")
            if rows is not None and rows.number() != len(table.rows):
                self.differences.append(f"{name}: there are {len(table.rows)} rows; exported were {rows.text}.")
        first = next(iter(self.scales.values()))
        rules: dict[str, Any] = {
            "method": self.method,
            "tie_ladder": self.ladder,
            "scale": [first.low, first.high],
            "completed": sorted(card for card, status in self.status.items() if status == "completed"),
            **({"required": sorted(self.required)} if len(self.required) < len(self.weights) else {}),
        }
        if self.carried is not None:
            rules["carried"] = {"per_cent": self.carried.per_cent, "scores": self.carried.scores}
        frame = self.scores.drop(columns="card")
        if fingerprint(frame, self.weights, rules) != self._fact("sha256"):
            self.differences.append("README: the SHA-256 of scores, weights and rules is not that of what is here.")

    def _check_scores(self) -> None:
        table = self.sheets["Scores"]
        whole = sum(self.weights.values())
        for row, (criterion, score) in enumerate(zip(self.scores["criterion"], self.scores["score"], strict=True)):
            weight, scale = self.weights[criterion], self.scales[criterion]
            for title, value in (("scale min", scale.low), ("scale max", scale.high)):
                cell = table.cell(row, title)
                self.differ(cell.where, f"the {title} of {criterion}", cell.number(), float(value))
            self._check_applicable(table, row, criterion, score)
            if not self.is_computed:
                continue
            cell = table.cell(row, "weight")
            self.differ(cell.where, f"the weight of {criterion}", cell.number(), float(weight))
            share = (score - float(scale.low)) / (float(scale.high) - float(scale.low))
            got = None if math.isnan(score) else 100 * float(weight) * share / float(whole)
            cell = table.cell(row, "weighted")
            self.differ(cell.where, "the weighted score", cell.number(), got)

    def _check_applicable(self, table: Table, row: int, criterion: str, score: float) -> None:
        if "not applicable" not in table.columns:
            return
        cell = table.cell(row, "not applicable")
        if cell.is_empty:
            if math.isnan(score) and criterion not in self.required and self._is_completed(table, row):
                self.differences.append(f"{cell.where}: {criterion} is neither scored nor N/A on a completed card.")
        elif cell.text != "N/A" or criterion in self.required or not math.isnan(score):
            self.differences.append(
                f'{cell.where} holds "{cell.text}"; it may hold N/A where Criteria allows it and there is no score.'
            )

    def _is_completed(self, table: Table, row: int) -> bool:
        return self.status[table.cell(row, "card").text] == "completed"

    @cached_property
    def is_computed(self) -> bool:
        """Whether formulas carry values; a file saved by a program that does not calculate has none."""
        ranks = list(self.sheets["Results"].cells("judges scored"))
        found = not ranks or any(not cell.is_empty for cell in ranks)
        if not found:
            self.notes.append(
                "The formulas carry no values (the file was saved by a program that does not calculate): "
                "only what was exported is compared."
            )
        return found

    def _check_cards(self) -> None:
        table, done = self.sheets["Scorecards"], self.completed
        found = self.compute(totals, done)
        counted = {
            f"{row['entry']}/{row['judge']}": row["total"] for row in found.to_dict("records") if row["complete"]
        }
        seen = _unique(table, "card")
        for card, row in seen.items():
            if card not in self.status:
                self.differences.append(f"Scorecards: {card} has no row on Scores.")
                continue
            status = table.cell(row, "status")
            self.differ(status.where, f"the status of {card}", status.text, self.status[card])
            cell = table.cell(row, "total as exported")
            self.differ(cell.where, f"the total as exported of {card}", cell.number(), counted.get(card))
            if self.is_computed:
                cell = table.cell(row, "total")
                self.differ(cell.where, f"the total of {card}", cell.number(), counted.get(card))
                cell = table.cell(row, "counted?")
                self.differ(cell.where, f"counted? of {card}", cell.text, "yes" if card in counted else "no")
        self.differences += [f"Scorecards: {card} is missing." for card in self.status if card not in seen]
        if "Matrix" in self.sheets and self.is_computed:
            self._check_matrix(counted)

    def _check_matrix(self, counted: Mapping[Any, float]) -> None:
        table, cards = self.sheets["Matrix"], self.sheets["Scorecards"]
        rows = _unique(table, "reference")
        for at in range(len(cards.rows)):
            judge, name = cards.cell(at, "judge id").text, cards.cell(at, "judge").text
            reference, card = cards.cell(at, "reference").text, cards.cell(at, "card").text
            title = next((t for t in (f"{name}: total", f"{name} ({judge}): total") if t in table.columns), None)
            if title is not None and reference in rows:
                cell = table.cell(rows[reference], title)
                self.differ(cell.where, f"the total of {card}", cell.number(), counted.get(card))

    def _check_results(self) -> None:
        table = self.sheets["Results"]
        rows = _unique(table, "reference")
        category = {name: table.cell(row, "category").text for name, row in rows.items()}
        for entry, of in dict(zip(self.scores["entry"], self.scores["category"], strict=True)).items():
            if entry not in rows:
                self.differences.append(f"Results: {entry} is missing.")
            elif category[entry] != of:
                self.differences.append(f"Results: {entry} is in {category[entry]}; on Scores it is in {of}.")
        for key in dict.fromkeys([*category.values(), *self.scores["category"]]):
            part = self.completed[self.completed["category"] == key]
            ranked = self.compute(
                standings,
                part,
                method=self.method,
                tie_ladder=self.ladder,
                entries=[entry for entry, of in category.items() if of == key],
                uncertainty=False,
                carried=self.carried,
            )
            self._check_places(table, rows, ranked)

    @cached_property
    def carried(self) -> Carried | None:
        """What entries bring from an earlier round, as Results states it; None where README names no weight for it."""
        if "carries_per_cent" not in self.facts:
            return None
        table = self.sheets["Results"]
        rows = {name: table.cell(row, CARRIED_EXACTLY) for name, row in _unique(table, "reference").items()}
        brought = {name: cell.text for name, cell in rows.items() if not cell.is_empty}
        return Carried(brought, int(self.facts["carries_per_cent"].needed()))

    def _check_places(self, table: Table, rows: Mapping[str, int], ranked: Standings) -> None:
        means = ranked.criteria_means
        titles = {name: _mean_title(table, name) for name in self.weights}
        for place in ranked.table.to_dict("records"):
            entry = place["entry"]
            if entry not in rows:
                continue
            fitted = FITTED_CLOSE if self.method == "adjusted" else CLOSE
            pairs = [("rank as exported", place["rank"], CLOSE), ("score as exported", place["score"], fitted)]
            if self.is_computed:
                pairs += [("rank", place["rank"], CLOSE), ("final score", place["score"], fitted)]
                if self.carried is not None:
                    pairs.append((THIS_ROUND, ranked.own.get(entry), fitted))
                pairs += [("raw mean", place["raw"], CLOSE), ("raw rank", place["raw_rank"], CLOSE)]
                pairs += [("median", place["median"], CLOSE), ("SD", place["sd"], CLOSE)]
                pairs += [("min", place["min"], CLOSE), ("max", place["max"], CLOSE)]
                pairs += [("judges scored", place["judges"], CLOSE)]
                for name, title in titles.items():
                    value = means.loc[entry, name] if entry in means.index and name in means.columns else None
                    pairs.append((title, value, CLOSE))
            if self.carried is not None:
                brought = self.carried.scores.get(entry)
                pairs.append(("carried score", None if brought is None else float(fraction(brought)), CLOSE))
            pairs.append(("adjusted mean", place["adjusted"], FITTED_CLOSE))
            for title, value, close in pairs:
                cell = table.cell(rows[entry], title)
                self.differ(f"{entry} ({cell.where})", f"the {title}", cell.number(), _number(value), close)
            if self.is_computed:
                cell = table.cell(rows[entry], "tie decided by")
                self.differ(f"{entry} ({cell.where})", "tie decided by", cell.text, place["tie_decided_by"] or "")
                tied = "" if _number(place["rank"]) is None else "yes" if place["tied"] else "no"
                cell = table.cell(rows[entry], "tied?")
                self.differ(f"{entry} ({cell.where})", "tied?", cell.text, tied)


def _mean_title(table: Table, criterion: str) -> str:
    for title in table.columns:
        if title.startswith("mean: ") and title.endswith(f"[{criterion}]"):
            return title
    raise CannotVerifyError(
        f"The sheet Results has no column for the mean of {criterion}. Download the workbook again."
    )


def _unique(table: Table, title: str) -> dict[str, int]:
    """Rows by the text of a column that must not hold the same twice."""
    found: dict[str, int] = {}
    for row, cell in enumerate(table.cells(title)):
        if cell.is_empty:
            raise CannotVerifyError(f"{cell.where} is empty. Each row needs what stands in that column.")
        if cell.text in found:
            raise CannotVerifyError(f"{cell.where}: {cell.text} is there twice. Remove one of the rows.")
        found[cell.text] = row
    return found


def _number(value: Any) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def _same(stated: Any, computed: Any, close: float) -> bool:
    if stated is None or computed is None:
        return stated is computed
    if isinstance(stated, str) or isinstance(computed, str):
        return bool(stated == computed)
    return abs(float(stated) - float(computed)) <= close * max(1.0, abs(float(computed)))


def _show(value: Any) -> str:
    if value is None or value == "":
        return "empty"
    return f'"{value}"' if isinstance(value, str) else f"{float(value):.12g}"


def verify(path: Path) -> Verification:
    """Read a workbook and compare everything in it with what its scores and weights give.

    Raises:
        CannotVerifyError: when it cannot be computed; the text says why.
    """
    found = Verification(read(path))
    found.check()
    return found


def _verify_snapshot(path: Path) -> int:
    try:
        found = recompute(path)
    except CannotRecomputeError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    told = f"{found.entries} entries and {found.scores} scores"
    for sentence in found.differences:
        sys.stdout.write(f"{sentence}\n")
    if found.differences:
        count = len(found.differences)
        sys.stdout.write(f"{count} difference{'' if count == 1 else 's'} in {told}.\n")
        return 1
    sys.stdout.write(f"The snapshot agrees: {told}, method {found.method}, computed again.\n")
    return 0


def main(arguments: Sequence[str]) -> int:
    """Verify a workbook or snapshot; returns 0 (agrees), 1 (differs, each told) or 2 (cannot be verified)."""
    parser = argparse.ArgumentParser(
        prog="python -m awards_portal.results verify",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("workbook", type=Path, metavar="WORKBOOK.xlsx|SNAPSHOT.json")
    path = parser.parse_args(arguments).workbook
    if path.suffix.lower() == ".json":
        return _verify_snapshot(path)
    try:
        found = verify(path)
    except CannotVerifyError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    for note in found.notes:
        sys.stderr.write(f"Note: {note}\n")
    for sentence in found.differences:
        sys.stdout.write(f"{sentence}\n")
    entries, scores = len(found.sheets["Results"].rows), len(found.scores)
    if found.differences:
        count = len(found.differences)
        sys.stdout.write(f"{count} difference{'' if count == 1 else 's'} in {entries} entries and {scores} scores.\n")
        return 1
    sys.stdout.write(
        f"The workbook agrees: {entries} entries and {scores} scores, method {found.method}, computed again.\n"
    )
    return 0
