"""The table of places: a row per entry in order of rank, and its means by criterion."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
import pandas as pd

from . import ties
from .columns import label_order
from .counted import Counted, sorted_groups, spread_of
from .mixed import SeverityFit
from .totals import Cards
from .uncertainty import Certainty
from .values import Floats, Ints

PLACES = ("rank", "raw_rank", "adjusted_rank", "low", "high", "group")
FIGURES = ("score", "raw", "adjusted", "median", "sd", "min", "max", "chance_first", "chance_top_n")


def place_table(
    found: Cards,
    counted: Counted,
    rank: Ints,
    final: Ints,
    decided: list[str | None],
    score: Floats,
    raw: Floats,
    raw_level: Ints,
    fit: SeverityFit | None,
    certainty: Certainty | None,
    entries: Collection[Any] | None,
) -> pd.DataFrame:
    n = len(counted.entry_ids)
    nothing = np.full(n, np.nan)
    shared = np.bincount(final, minlength=1)[final] > 1 if n else np.zeros(0, dtype=bool)
    order_by_total, begin = sorted_groups(counted)
    ordered, counts = counted.total[order_by_total], counted.per_entry
    names = [found.entries[at] for at in counted.entry_ids]
    frame = pd.DataFrame(
        {
            "entry": pd.Series(names, dtype=object),
            "rank": rank,
            "tied": shared,
            "tie_decided_by": pd.Series(decided, dtype=object),
            "score": score,
            "raw": raw,
            "raw_rank": ties.ranks(raw_level),
            "adjusted": nothing if fit is None else fit.entry_effect,
            "adjusted_rank": nothing if fit is None else ties.ranks(ties.levels(fit.entry_effect, ties.TOLERANCE)),
            "judges": counts,
            "median": (ordered[begin + (counts - 1) // 2] + ordered[begin + counts // 2]) / 2 if n else nothing,
            "sd": spread_of(counted),
            "min": ordered[begin] if n else nothing,
            "max": ordered[begin + counts - 1] if n else nothing,
            "low": nothing if certainty is None else certainty.low,
            "high": nothing if certainty is None else certainty.high,
            "chance_first": nothing if certainty is None else certainty.chance_first,
            "chance_top_n": nothing if certainty is None else certainty.chance_top_n,
            "group": nothing if certainty is None else certainty.group,
        }
    )
    place = np.empty(n, dtype=np.int64)
    place[label_order(names)] = np.arange(n)
    frame = frame.iloc[np.lexsort((place, rank))] if n else frame
    scored = set(names)
    others = [each for each in [*found.entries, *(entries or [])] if each not in scored]
    others = list(dict.fromkeys(others))
    others = [others[at] for at in label_order(others)]
    frame = frame.reset_index(drop=True)
    if others:
        # Rows of nothing below: typed columns would warn about an empty frame, so each column is lengthened.
        longer = {name: [*frame[name].tolist(), *[None] * len(others)] for name in frame.columns}
        longer["entry"][n:] = others
        frame = pd.DataFrame({name: pd.Series(column, dtype=object) for name, column in longer.items()})
        for name in FIGURES:
            frame[name] = pd.to_numeric(frame[name], errors="coerce").astype("float64")
        frame["judges"] = frame["judges"].fillna(0).astype("int64")
        frame["tied"] = np.array([bool(each) for each in frame["tied"]], dtype=bool)
        frame["tie_decided_by"] = pd.Series(
            [each if isinstance(each, str) else None for each in frame["tie_decided_by"]], dtype=object
        )
    for name in PLACES:
        column = pd.to_numeric(frame[name], errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
        gaps = np.isnan(column)
        frame[name] = pd.arrays.IntegerArray(np.where(gaps, 0, column).astype(np.int64), gaps)
    return frame


def criteria_means(found: Cards, order: pd.Series[Any]) -> pd.DataFrame:
    """Mean score per entry and criterion over complete cards, on the scores' own scale."""
    use = found.complete[found.score_card]
    size = len(found.entries) * max(len(found.criteria), 1)
    cell = found.entry[found.score_card[use]] * max(len(found.criteria), 1) + found.score_criterion[use]
    sums = np.bincount(cell, weights=found.steps[use], minlength=size)
    counts = np.bincount(cell, minlength=size)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = (sums / counts / float(found.step_scale)).reshape(len(found.entries), max(len(found.criteria), 1))
    frame = pd.DataFrame(means[:, : len(found.criteria)], index=found.entries, columns=found.criteria)
    frame.index.name = "entry"
    return frame.reindex(order.tolist())
