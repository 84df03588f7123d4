"""The tie rules that read scores: for each rule of a ladder, a number per entry, more is better."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from . import ties
from .counted import Counted, keys_of, spread_of, sums_of
from .methods import median_keys
from .totals import Cards
from .values import Floats, Ints


def tie_rule(
    name: str, found: Cards, counted: Counted, jury_order: Mapping[Any, int] | None
) -> list[tuple[str, ties.Rule]]:
    n_entries, n_judges = len(counted.entry_ids), len(counted.judge_ids)
    if name in ("heaviest_criterion", "criteria_by_weight"):
        by_weight = sorted(range(len(found.criteria)), key=lambda at: (-found.weights[at], str(found.criteria[at])))
        chosen = [at for at in by_weight if found.weights[at] > 0]
        if name == "heaviest_criterion":
            chosen = [at for at in chosen if found.weights[at] == found.weights[chosen[0]]][:1]
        return [(f"{name}: {found.criteria[at]}", _criterion_rule(found, counted, at)) for at in chosen]
    if name == "more_firsts":
        best = np.full(n_judges, -np.inf)
        np.maximum.at(best, counted.judge, counted.total)
        # A judge with one card placed nothing before anything.
        first = (counted.total >= best[counted.judge] - 1e-12) & (counted.per_judge[counted.judge] > 1)
        firsts = np.bincount(counted.entry[first], minlength=n_entries)
        return [(name, lambda group: firsts[group])]
    if name == "head_to_head":
        return [(name, lambda group: _preferred(counted, group))]
    if name == "smaller_spread":
        spread = spread_of(counted)
        return [(name, lambda group: -np.nan_to_num(spread[group], nan=np.inf))]
    if name == "median":
        keys = median_keys(counted)
        return [(name, lambda group: keys[group])]
    places = jury_order or {}
    last = max(places.values(), default=0) + 1
    order = np.array([-places.get(found.entries[at], last) for at in counted.entry_ids], dtype=np.int64)
    return [(name, lambda group: order[group])]


def _criterion_rule(found: Cards, counted: Counted, at: int) -> ties.Rule:
    use = (found.score_criterion == at) & found.complete[found.score_card]
    place = np.full(len(found.entries), -1, dtype=np.int64)
    place[counted.entry_ids] = np.arange(len(counted.entry_ids))
    entry = place[found.entry[found.score_card[use]]]
    counts = np.bincount(entry, minlength=len(counted.entry_ids))
    sums = sums_of(entry, found.steps[use], len(counted.entry_ids))
    keys = keys_of(sums, np.maximum(counts, 1))
    # An entry nobody scored on this criterion comes after those somebody did.
    lowest = (min(keys) - 1) if len(keys) else 0
    keys = np.where(counts > 0, keys, lowest)
    return lambda group: keys[group]


def _preferred(counted: Counted, group: Ints) -> Floats:
    """For each entry of the group: judges who put it above, minus those who put it below, another of the group."""
    inside = np.isin(counted.entry, group)
    wide = np.full((len(group), len(counted.judge_ids)), np.nan)
    place = {int(each): at for at, each in enumerate(group)}
    rows = np.array([place[int(each)] for each in counted.entry[inside]], dtype=np.int64)
    wide[rows, counted.judge[inside]] = counted.total[inside]
    score = np.zeros(len(group))
    for at in range(len(group)):
        apart = wide[at] - wide
        score[at] = np.nansum(np.where(np.abs(apart) > 1e-12, np.sign(apart), 0.0))
    return score
