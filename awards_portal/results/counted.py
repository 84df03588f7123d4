"""The cards that count, with their sums as whole numbers: what every method and tie rule computes from."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import ties
from .totals import Cards
from .values import Floats, Ints


@dataclass(frozen=True)
class Parts:
    """Exact scores that nobody has divided yet: a sum, how many it is of, and what both are in units of."""

    sums: NDArray[Any]
    counts: Ints
    denominator: int

    def values(self) -> list[Fraction]:
        pairs = zip(self.sums, self.counts, strict=True)
        return [Fraction(int(top), int(count) * self.denominator) for top, count in pairs]


@dataclass(frozen=True)
class Counted:
    """The complete cards, with entries and judges renumbered to those that have one."""

    entry: Ints
    judge: Ints
    entry_ids: Ints
    judge_ids: Ints
    total: Floats
    numerators: NDArray[Any]
    denominator: int
    exact: bool

    @property
    def per_entry(self) -> Ints:
        return np.bincount(self.entry, minlength=len(self.entry_ids))

    @property
    def per_judge(self) -> Ints:
        return np.bincount(self.judge, minlength=len(self.judge_ids))


def _renumber(codes: Ints, size: int) -> tuple[Ints, Ints]:
    used = np.bincount(codes, minlength=size) > 0
    return (np.cumsum(used) - 1)[codes] if len(codes) else codes, np.flatnonzero(used)


def counted_cards(found: Cards) -> Counted:
    keep = np.flatnonzero(found.complete)
    entry, entry_ids = _renumber(found.entry[keep], len(found.entries))
    judge, judge_ids = _renumber(found.judge[keep], len(found.judges))
    numerators = found.numerators[keep]
    return Counted(
        entry,
        judge,
        entry_ids,
        judge_ids,
        found.totals()[keep],
        numerators,
        found.denominator,
        found.exact,
    )


def keys_of(sums: NDArray[Any], counts: Ints) -> NDArray[Any]:
    """Whole numbers that order sums / counts exactly."""
    common = math.lcm(1, *{int(each) for each in np.unique(counts)})
    biggest = max((abs(int(each)) for each in (sums.min(), sums.max())), default=0) if len(sums) else 0
    if sums.dtype != object and biggest * common < 2**62:
        return np.asarray(sums * (common // counts))
    return np.asarray(sums.astype(object) * np.array([common // int(each) for each in counts], dtype=object))


def sums_of(group: Ints, numerators: NDArray[Any], size: int) -> NDArray[Any]:
    if numerators.dtype != object and len(numerators):
        largest = max(abs(int(numerators.min())), abs(int(numerators.max())))
        most = int(np.bincount(group, minlength=1).max())
        if largest * most < 2**52:
            return np.bincount(group, weights=numerators, minlength=size).astype(np.int64)
    out = np.zeros(size, dtype=object)
    np.add.at(out, group, numerators.astype(object))
    return out


def as_floats(values: NDArray[Any], denominator: int) -> Floats:
    if values.dtype != object:
        return values.astype(np.float64) / denominator
    return np.array([int(each) / denominator for each in values], dtype=np.float64)


def levels_of(keys: NDArray[Any], values: Floats, exact: bool) -> Ints:
    return ties.levels(keys) if exact else ties.levels(values, ties.TOLERANCE)


def sorted_groups(counted: Counted) -> tuple[Ints, Ints]:
    """Order of the cards by entry then total, and where each entry's cards begin."""
    key = counted.numerators if counted.numerators.dtype != object else counted.total
    each = len(key) // max(len(counted.entry_ids), 1)
    if len(key) and bool((counted.per_entry == each).all()) and bool((np.diff(counted.entry) >= 0).all()):
        inside = np.argsort(key.reshape(-1, each), axis=1)
        order = (inside + np.arange(0, len(key), each)[:, None]).ravel()
    else:
        order = np.lexsort((key, counted.entry))
    begin = np.concatenate([[0], np.cumsum(counted.per_entry)[:-1]])
    return order, begin


def spread_of(counted: Counted) -> Floats:
    counts = counted.per_entry
    mean = np.bincount(counted.entry, weights=counted.total, minlength=len(counts)) / counts
    square = np.bincount(counted.entry, weights=(counted.total - mean[counted.entry]) ** 2, minlength=len(counts))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.sqrt(np.where(counts > 1, square / (counts - 1), np.nan))


def judge_moments(counted: Counted) -> tuple[Floats, Floats]:
    counts = counted.per_judge
    mean = np.bincount(counted.judge, weights=counted.total, minlength=len(counts)) / counts
    apart = counted.total - mean[counted.judge]
    square = np.bincount(counted.judge, weights=apart**2, minlength=len(counts))
    with np.errstate(invalid="ignore", divide="ignore"):
        return mean, np.sqrt(np.where(counts > 1, square / (counts - 1), np.nan))
