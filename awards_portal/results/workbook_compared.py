"""What a results workbook states, compared with what its scores and weights give when computed again."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from .carrying import THIS_ROUND
from .fingerprint import fingerprint
from .groups import GROUP_MEAN
from .standings import Standings, standings
from .totals import totals
from .values import fraction
from .workbook_cells import CannotVerifyError, Table, unique_rows
from .workbook_stated import Stated

CLOSE = 1e-9
# The severity correction is fitted by iteration: its last digits depend on the machine.
FITTED_CLOSE = 1e-6


class Verification(Stated):
    """A workbook, read; `differences` says in sentences what does not agree."""

    def __init__(self, sheets: Mapping[str, Table]) -> None:
        super().__init__(sheets)
        self.differences: list[str] = []

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
        if self.groups is not None:
            self._check_groups()
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
        if self.groups is not None:
            rules["groups"] = {"weights": self.groups.weights, "of_judge": self.groups.of_judge}
        frame = self.scores.drop(columns="card")
        if fingerprint(frame, self.weights, rules) != self._fact("sha256"):
            self.differences.append("README: the SHA-256 of scores, weights and rules is not that of what is here.")

    def _check_groups(self) -> None:
        assert self.groups is not None
        exported = dict(part.rpartition("=")[::2] for part in self._fact("groups").split(", "))
        for name in dict.fromkeys([*exported, *self.groups.weights]):
            weight = self.groups.weights.get(name)
            if weight is None or name not in exported or fraction(float(exported[name])) != weight:
                now = "none" if weight is None else _show(float(weight))
                self.differences.append(
                    f"Groups: the weight of {name} is {now}; exported was {exported.get(name, 'none')}."
                )

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

    def _check_cards(self) -> None:
        table, done = self.sheets["Scorecards"], self.completed
        found = self.compute(totals, done)
        counted = {
            f"{row['entry']}/{row['judge']}": row["total"] for row in found.to_dict("records") if row["complete"]
        }
        seen = unique_rows(table, "card")
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
        rows = unique_rows(table, "reference")
        for at in range(len(cards.rows)):
            judge, name = cards.cell(at, "judge id").text, cards.cell(at, "judge").text
            reference, card = cards.cell(at, "reference").text, cards.cell(at, "card").text
            title = next((t for t in (f"{name}: total", f"{name} ({judge}): total") if t in table.columns), None)
            if title is not None and reference in rows:
                cell = table.cell(rows[reference], title)
                self.differ(cell.where, f"the total of {card}", cell.number(), counted.get(card))

    def _check_results(self) -> None:
        table = self.sheets["Results"]
        rows = unique_rows(table, "reference")
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
                groups=self.groups,
            )
            self._check_places(table, rows, ranked)

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
                if self.groups is not None:
                    means_of = ranked.by_group.get(entry, {})
                    pairs += [(f"{GROUP_MEAN}{name}", means_of.get(name), CLOSE) for name in self.groups.weights]
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
