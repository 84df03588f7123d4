"""How an entry's score is made of its cards, method by method."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .counted import Counted, judge_moments, sorted_groups, sums_of
from .values import Floats, Ints

METHODS = {
    "mean": "mean of the totals of an entry's completed cards",
    "median": "median of the totals",
    "trimmed": "mean of the totals without the highest and the lowest (four cards or more; else the mean)",
    "zscore": "totals standardised per judge, brought back to the overall mean and spread, then averaged",
    "adjusted": "mean corrected for each judge's severity (mixed model, REML)",
    "borda": "mean place within each judge's cards, 100 for always first and 0 for always last",
}
FEWEST_CARDS_FOR_Z = 3
FEWEST_CARDS_TO_TRIM = 4


def median_keys(counted: Counted) -> NDArray[Any]:
    """Twice each entry's median, as numerators."""
    order, begin = sorted_groups(counted)
    ordered, counts = counted.numerators[order], counted.per_entry
    return np.asarray(ordered[begin + (counts - 1) // 2] + ordered[begin + counts // 2])


def trimmed(counted: Counted) -> tuple[NDArray[Any], Ints]:
    """Sums and counts without the highest and lowest card where an entry has four or more."""
    if not len(counted.entry_ids):
        return counted.numerators, counted.per_entry
    order, begin = sorted_groups(counted)
    ordered, counts = counted.numerators[order], counted.per_entry
    sums = sums_of(counted.entry, counted.numerators, len(counts))
    enough = counts >= FEWEST_CARDS_TO_TRIM
    cut = np.where(enough, ordered[begin] + ordered[begin + counts - 1], 0)
    return sums - cut, np.where(enough, counts - 2, counts)


def zscores(counted: Counted) -> tuple[Floats, Ints]:
    """Each entry's mean of standardised totals, and the judges whose cards were taken as they are."""
    mean, sd = judge_moments(counted)
    overall = float(counted.total.mean())
    spread = float(counted.total.std(ddof=1)) if len(counted.total) > 1 else 0.0
    size = max(1.0, float(np.abs(counted.total).max()))
    usable = (counted.per_judge >= FEWEST_CARDS_FOR_Z) & (np.nan_to_num(sd) > 1e-12 * size)
    with np.errstate(invalid="ignore", divide="ignore"):
        z = (counted.total - mean[counted.judge]) / sd[counted.judge]
    value = np.where(usable[counted.judge], overall + spread * z, counted.total)
    counts = counted.per_entry
    return np.bincount(counted.entry, weights=value, minlength=len(counts)) / counts, np.flatnonzero(~usable)


def borda(counted: Counted) -> tuple[Floats, Ints]:
    """Each entry's mean place within its judges (100 first, 0 last), and the judges with a single card."""
    key = counted.numerators if counted.numerators.dtype != object else counted.total
    order = np.lexsort((key, counted.judge))
    judge, ordered = counted.judge[order], key[order]
    fresh = np.concatenate([[True], (judge[1:] != judge[:-1]) | (ordered[1:] != ordered[:-1])])
    run = np.cumsum(fresh) - 1
    first = np.flatnonzero(fresh)
    last = np.concatenate([first[1:], [len(order)]]) - 1
    begin = np.concatenate([[0], np.cumsum(counted.per_judge)[:-1]])
    below = (first[run] + last[run]) / 2 - begin[judge]
    others = counted.per_judge[judge] - 1
    with np.errstate(invalid="ignore", divide="ignore"):
        place = np.where(others > 0, 100 * below / np.maximum(others, 1), 50.0)
    value = np.empty(len(order))
    value[order] = place
    counts = counted.per_entry
    score = np.bincount(counted.entry, weights=value, minlength=len(counts)) / counts
    return score, np.flatnonzero(counted.per_judge < 2)
