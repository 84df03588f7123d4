"""Judges of one entry from different regions, by swaps that cost nothing of what comes first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .flow import Flags, Ints, Places

# Up to this many made pairs every swap of every entry is looked at; beyond, only those of entries with one region, and
# so many draws that couple all entries at random.
MOST_PAIRS = 4_000
DRAWS = 300
# Swaps open others: after so many rounds over all entries the rest is left.
MOST_ROUNDS = 6


@dataclass(frozen=True)
class Spread:
    """How many entries have judges of at least two regions: before the swaps and after them.

    `entries` counts those with two judges or more; others cannot.
    """

    entries: int
    before: int
    after: int


def regions_of(pairs: Flags, region: Ints) -> Ints:
    """How many regions the judges of each entry come from. `region` numbers each judge's; -1 is not known."""
    many = int(region.max(initial=-1)) + 1
    counts = np.zeros((pairs.shape[0], many), dtype=np.int64)
    for number in range(many):
        counts[:, number] = pairs[:, region == number].sum(axis=1)
    return np.asarray((counts > 0).sum(axis=1), dtype=np.int64)


def _value(regions: Ints) -> Ints:
    # A second region is worth more than any further one: no entry loses its second for the third of another.
    return np.asarray(4 * np.minimum(regions, 2) + regions, dtype=np.int64)


class _Swaps:
    """The made pairs, and what swaps may change. A swap gives an entry's judge to another entry and gets its judge."""

    def __init__(self, made: Flags, kept: Flags, places: Places, region: Ints) -> None:
        self.made, self.region = made.copy(), region
        self.free = places.allowed & ~made
        self.weights = _dense(places)
        self.entries, self.judges = np.nonzero(made)
        self.counts = np.zeros((made.shape[0], int(region.max()) + 1), dtype=np.int64)
        entries, judges = np.nonzero(made | kept)
        known = region[judges] >= 0
        np.add.at(self.counts, (entries[known], region[judges[known]]), 1)
        self.rng = np.random.default_rng(len(self.entries))
        self.starts = np.searchsorted(self.entries, np.arange(made.shape[0] + 1))

    def widen(self, entry: int) -> bool:
        """Give an entry a region more, if a swap can; answers whether it did."""
        row = self.counts[entry]
        new = self.free[entry] & (self.region >= 0) & (row[self.region] == 0)
        if not new.any():
            return False
        others = np.flatnonzero(new[self.judges])
        for at in range(self.starts[entry], self.starts[entry + 1]):
            mine = self.region[self.judges[at]]
            # A judge whose region nobody else brings stays.
            if (mine < 0 or row[mine] > 1) and self._swap(at, others):
                return True
        return False

    def _swap(self, at: int, others: NDArray[np.intp]) -> bool:
        entry, judge = self.entries[at], self.judges[at]
        others = others[self.free[self.entries[others], judge]]
        if not len(others):
            return False
        theirs, their_judges = self.entries[others], self.judges[others]
        old, new = self.region[their_judges], self.region[judge]
        regions = (self.counts[theirs] > 0).sum(axis=1)
        changed = regions - (self.counts[theirs, old] == 1)
        if new >= 0:
            changed += self.counts[theirs, new] == 0
        here = np.array([(self.counts[entry] > 0).sum()])
        gain = (_value(here + 1) - _value(here))[0] + _value(changed) - _value(regions)
        if self.weights is not None:
            before = self.weights[entry, judge] + self.weights[theirs, their_judges]
            after = self.weights[entry, their_judges] + self.weights[theirs, judge]
            gain = np.where(after >= before, gain, 0)
        best = int(np.argmax(gain))
        if gain[best] <= 0:
            return False
        self._do(at, int(others[best]))
        return True

    def draw(self) -> None:
        """Couple all entries at random, draw a judge of each, and swap wherever that is worth something.

        No entry is in two couples, so no swap of a draw changes what another is worth.
        """
        some = np.flatnonzero(np.diff(self.starts))
        some = self.rng.permutation(some)[: len(some) // 2 * 2]
        drawn = self.starts[some] + (self.rng.random(len(some)) * np.diff(self.starts)[some]).astype(np.int64)
        first, second = np.split(drawn, 2)
        may = self.free[self.entries[first], self.judges[second]] & self.free[self.entries[second], self.judges[first]]
        first, second = first[may], second[may]
        gain = self._gain(first, self.judges[second]) + self._gain(second, self.judges[first])
        if self.weights is not None:
            pairs = ((self.entries[first], self.judges[first]), (self.entries[second], self.judges[second]))
            swapped = ((self.entries[first], self.judges[second]), (self.entries[second], self.judges[first]))
            before, after = (self.weights[one] + self.weights[other] for one, other in (pairs, swapped))
            gain = np.where(after >= before, gain, 0)
        for one, other in zip(first[gain > 0].tolist(), second[gain > 0].tolist(), strict=True):
            self._do(one, other)

    def _gain(self, at: Ints, judges: Ints) -> Ints:
        """What it is worth to the entries of these pairs to have other judges instead."""
        entries, old, new = self.entries[at], self.region[self.judges[at]], self.region[judges]
        regions = (self.counts[entries] > 0).sum(axis=1)
        changed = regions - ((old >= 0) & (self.counts[entries, old] == 1))
        changed += (new >= 0) & (self.counts[entries, new] == 0)
        return np.where(old == new, 0, _value(changed) - _value(regions))

    def _do(self, first: int, second: int) -> None:
        for at, give, take in (
            (first, self.judges[first], self.judges[second]),
            (second, self.judges[second], self.judges[first]),
        ):
            entry = self.entries[at]
            self.made[entry, give], self.made[entry, take] = False, True
            self.free[entry, give], self.free[entry, take] = True, False
            for judge, step in ((give, -1), (take, 1)):
                if self.region[judge] >= 0:
                    self.counts[entry, self.region[judge]] += step
        self.judges[[first, second]] = self.judges[[second, first]]


def _dense(places: Places) -> NDArray[np.float64] | None:
    if not any(places.weights.values()):
        return None
    dense = np.zeros(places.allowed.shape)
    pairs = np.array(list(places.weights), dtype=np.int64)
    dense[pairs[:, 1], pairs[:, 0]] = list(places.weights.values())
    return dense


def spread(made: Flags, kept: Flags, places: Places, region: Ints) -> Flags:
    """Swap judges between entries so that the judges of an entry come from more regions.

    Loads and filled places stay as they are, kept pairs stay, no swap breaks a rule or loses preference, and no entry
    that has two regions comes down to one.
    """
    if int(region.max(initial=-1)) < 1 or not made.any():
        return made
    swaps = _Swaps(made, kept, places, region)
    few = len(swaps.entries) <= MOST_PAIRS
    if not few:
        for _draw in range(DRAWS):
            swaps.draw()
    for _round in range(MOST_ROUNDS):
        regions = (swaps.counts > 0).sum(axis=1)
        # Those of one region first: to them a swap is worth most.
        order = np.argsort(regions, kind="stable") if few else np.flatnonzero(regions < 2)
        moved = False
        for entry in order.tolist():
            while swaps.widen(entry):
                moved = True
        if not moved:
            break
    return swaps.made
