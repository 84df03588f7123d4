"""What a results workbook states: the rules, weights and scores that everything in it is computed from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeVar

import pandas as pd

from .carrying import CARRIED_EXACTLY, Carried
from .groups import GroupWeights
from .methods import METHODS
from .ties import RULES
from .values import Scale, ScoresError, fraction
from .weighing import read_weights
from .workbook_cells import CannotVerifyError, Cell, Table, unique_rows

Found = TypeVar("Found")

STATES = {"completed", "started", "not started", "abstained", "recused", "declined"}


class Stated:
    """A workbook, read: its rules, weights, scores and the state of its cards. `notes` are sentences beside it."""

    def __init__(self, sheets: Mapping[str, Table]) -> None:
        self.sheets = sheets
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

    @cached_property
    def carried(self) -> Carried | None:
        """What entries bring from an earlier round, as Results states it; None where README names no weight for it."""
        if "carries_per_cent" not in self.facts:
            return None
        table = self.sheets["Results"]
        rows = {name: table.cell(row, CARRIED_EXACTLY) for name, row in unique_rows(table, "reference").items()}
        brought = {name: cell.text for name, cell in rows.items() if not cell.is_empty}
        return Carried(brought, int(self.facts["carries_per_cent"].needed()))

    @property
    def rules_in_words(self) -> str:
        """The method and what weighs besides the criteria: `method mean, 40 % carried from an earlier round`."""
        words = [f"method {self.method}"]
        if self.groups is not None:
            words.append(f"groups of judges {self._fact('groups')}")
        if self.carried is not None:
            words.append(f"{self.carried.per_cent} % carried from an earlier round")
        return ", ".join(words)

    @cached_property
    def groups(self) -> GroupWeights | None:
        """Groups of judges and who is of which, as Groups and Scorecards state it; None where README names none."""
        if "groups" not in self.facts:
            return None
        if "Groups" not in self.sheets:
            raise CannotVerifyError("The sheet Groups is missing, and README names groups of judges.")
        table, cards = self.sheets["Groups"], self.sheets["Scorecards"]
        rows = unique_rows(table, "group")
        weights = {name: fraction(table.cell(row, "weight").needed()) for name, row in rows.items()}
        of_judge: dict[str, str] = {}
        for row in range(len(cards.rows)):
            judge, group = cards.cell(row, "judge id"), cards.cell(row, "group")
            if group.is_empty:
                continue
            if of_judge.setdefault(judge.text, group.text) != group.text:
                raise CannotVerifyError(f"{group.where}: the judge {judge.text} is in two groups. Keep one.")
        return GroupWeights(of_judge, weights)

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

    def compute(self, call: Callable[..., Found], part: pd.DataFrame, **more: Any) -> Found:
        """Call with some of the scores, their weights and scales; what cannot be computed is named by its row."""
        # With no score there is no criterion for a weight to belong to.
        rules = {} if part.empty else {"weights": self.weights, "scale": self.scales, "required": self.required}
        try:
            return call(part, **rules, **more)
        except ScoresError as error:
            where = "Scores and Criteria" if error.row is None else f"Scores, row {part.index[error.row] + 2}"
            raise CannotVerifyError(f"{where}: {error}") from None
