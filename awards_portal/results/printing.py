"""Results as the command line prints them: JSON without a figure that is none, CSV, or a table."""

from __future__ import annotations

import csv
import math
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from .carrying import Carried
from .groups import GroupWeights
from .standings import Standings
from .values import fraction


def plain(value: Any) -> Any:
    """A value JSON can carry: no NaN, no infinity, no types of numpy or pandas."""
    if value is None or value is pd.NA:
        return None
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def records(frame: pd.DataFrame, columns: Sequence[str]) -> list[dict[str, Any]]:
    return [{name: plain(row[name]) for name in columns} for row in frame.to_dict("records")]


STANDING = ("entry", "rank", "score", "raw", "judges", "low", "high", "chance_first")
FULL_STANDING = (*STANDING[:2], "tied", "tie_decided_by", *STANDING[2:4], "raw_rank", "adjusted", "adjusted_rank",
                 *STANDING[4:], "chance_top_n", "median", "sd", "min", "max")  # fmt: skip


def as_json(result: Standings) -> dict[str, Any]:
    """Standings in the form the command line prints."""
    return {
        "method": result.method,
        "standings": [_parts(row, result) for row in records(result.table, STANDING)],
        "judges": records(result.judges, ("judge", "cards", "severity", "se")),
        "variance": {name: plain(value) for name, value in result.variance.items()},
        "warnings": result.warnings,
    }


def _parts(row: dict[str, Any], result: Standings) -> dict[str, Any]:
    """A row with what its score is made of, where an earlier round or groups of judges weigh in it."""
    entry = row["entry"]
    if result.own:
        row |= {"own": result.own.get(entry), "carried": result.brought.get(entry)}
    if result.by_group:
        row["groups"] = result.by_group.get(entry, {})
    return row


def weighed_of(earlier: Path | None, carried: Carried | None, groups: GroupWeights | None) -> dict[str, Any]:
    """What weighs besides the criteria, as plain values: groups of judges, an earlier round; empty without."""
    found: dict[str, Any] = {}
    if carried is not None and earlier is not None:
        found["carried"] = {"from": earlier.name, "per_cent": float(fraction(carried.per_cent))}
    if groups is not None:
        found["groups"] = {str(name): float(fraction(weight)) for name, weight in groups.weights.items()}
    return found


def weighed_in_words(weighed: Mapping[str, Any]) -> list[str]:
    """The same in sentences."""
    said = []
    if "groups" in weighed:
        groups = ", ".join(f"{name} {weight:g}" for name, weight in weighed["groups"].items())
        said.append(f"Groups of judges are weighed: {groups}. A score is the weighted mean of their means.")
    if "carried" in weighed:
        carried = weighed["carried"]
        said.append(f"{carried['per_cent']:g} % of each score is carried from an earlier round, {carried['from']}.")
    return said


def full_rows(result: Standings) -> list[dict[str, Any]]:
    """Every column of the table, for CSV and for reading, with what each score is made of."""
    rows = records(result.table, FULL_STANDING)
    groups = dict.fromkeys(name for means in result.by_group.values() for name in means)
    for row in rows:
        if result.own:
            row |= {"own": result.own.get(row["entry"]), "carried": result.brought.get(row["entry"])}
        row |= {f"mean of {name}": result.by_group.get(row["entry"], {}).get(name) for name in groups}
    return rows


def print_rows(rows: list[dict[str, Any]], shape: str) -> None:
    if not rows:
        return
    if shape == "csv":
        writer = csv.DictWriter(sys.stdout, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        return
    texts = [list(rows[0]), *([_text(value) for value in row.values()] for row in rows)]
    widths = [max(len(line[at]) for line in texts) for at in range(len(texts[0]))]
    for line in texts:
        print("  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip())


def _text(value: Any) -> str:
    if value is None:
        return "-"
    return f"{value:.4f}" if isinstance(value, float) else str(value)


def say(warnings: Sequence[str]) -> None:
    for each in warnings:
        print(f"Note: {each}", file=sys.stderr)
