"""Assignments as the cheapest flow from judges to entries: as many as can be, loads level, then preferences.

A judge's n-th entry costs 2n - 1, so that a load of n costs n squared: the cheapest flow of the greatest size has the
most level loads there are (Harvey, Ladner, Lovász & Tamir 2006, Semi-matchings for bipartite graphs and load
balancing). Entries below a judge's minimum are cheaper than any levelling, preferences dearer than none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

# Up to this many allowed pairs all of them are given to the solver.
MOST_ARCS = 400_000
# Beyond that first this many judges for each entry, drawn at random; then ever more while more would help.
FIRST_DRAW = 24
MOST_EXACT = 10**6


@dataclass(frozen=True)
class Places:
    """What is still to be filled: per judge and entry. `taken` counts what a judge has already.

    `allowed` (entries x judges) says which pairs may be made.
    """

    allowed: Flags
    need: Ints
    room: Ints
    taken: Ints
    least: Ints
    weights: Mapping[tuple[int, int], float]


def assign(places: Places) -> Flags:
    """The best pairs to make (entries x judges)."""
    n_entries, n_judges = places.allowed.shape
    total = int(places.allowed.sum())
    if not total or not places.need.any() or not places.room.any():
        return np.zeros((n_entries, n_judges), dtype=bool)
    draw = n_judges if total <= MOST_ARCS else max(FIRST_DRAW, 4 * int(places.need.max()))
    rng = np.random.default_rng(n_entries * n_judges)
    while draw < n_judges:
        made = _solve(places, _drawn(places, draw, rng))
        if not _could_be_better(places, made):
            return made
        draw *= 4
    return _solve(places, places.allowed)


def _drawn(places: Places, draw: int, rng: np.random.Generator) -> Flags:
    """For each entry some of the judges allowed, and all that are preferred."""
    chance = rng.random(places.allowed.shape, dtype=np.float32)
    chance[~places.allowed] = 2.0
    chosen = np.zeros_like(places.allowed)
    np.put_along_axis(chosen, np.argpartition(chance, draw, axis=1)[:, :draw], True, axis=1)
    for (judge, entry), weight in places.weights.items():
        if weight > 0:
            chosen[entry, judge] = True
    return chosen & places.allowed


def _whole_weights(places: Places) -> tuple[dict[tuple[int, int], int], int]:
    """Preferences as whole numbers of at most seven digits, and a cost that outweighs them.

    Two solutions differ by cycles that pass each judge and entry at most once: it is enough to outweigh one cycle.
    """
    weights = {pair: w for pair, w in places.weights.items() if w and places.allowed[pair[1], pair[0]]}
    largest = max(map(abs, weights.values()), default=0.0)
    exact = largest <= MOST_EXACT and all(float(w).is_integer() for w in weights.values())
    whole = {pair: round(w if exact else w * (MOST_EXACT / largest)) for pair, w in weights.items()}
    return whole, max(map(abs, whole.values()), default=0) * (2 * min(places.allowed.shape) + 4) + 1


def _solve(places: Places, arcs: Flags) -> Flags:
    # Late: OR-Tools takes a while to load and only assigning needs it.
    from ortools.graph.python import min_cost_flow

    n_entries, n_judges = arcs.shape
    entry, judge = np.nonzero(arcs)
    weights, unit = _whole_weights(places)
    pair_cost = np.zeros(len(entry), dtype=np.int64)
    if weights:
        place = {pair: at for at, pair in enumerate(zip(judge.tolist(), entry.tolist(), strict=True))}
        for pair, weight in weights.items():
            if pair in place:
                pair_cost[place[pair]] = -weight
    most = np.minimum(places.room, np.bincount(judge, minlength=n_judges))
    filled = int(np.minimum(places.need, arcs.sum(axis=1)).sum())
    level = -(-(filled + int(places.taken.sum())) // n_judges) + 2
    steps = np.minimum(most, np.maximum(np.maximum(level - places.taken, places.least - places.taken), 1))
    source, sink = 0, n_judges + n_entries + 1
    while True:
        tops = places.taken + most
        # More than a cycle can gain by levelling: the minimum comes first.
        bonus = unit * (2 * int(tops.max()) + 4) if places.least.any() else 0
        unit_judge = np.repeat(np.arange(n_judges), steps)
        ordinal = np.arange(int(steps.sum())) - np.repeat(np.cumsum(steps) - steps, steps)
        nth = places.taken[unit_judge] + ordinal + 1
        unit_cost = unit * (2 * nth - 1) - bonus * (nth <= places.least[unit_judge])
        rest = most - steps
        more = np.flatnonzero(rest > 0)
        solver = min_cost_flow.SimpleMinCostFlow()
        tails = [
            np.full(len(unit_judge), source),
            np.full(len(more), source),
            judge + 1,
            np.arange(n_entries) + n_judges + 1,
        ]
        heads = [unit_judge + 1, more + 1, entry + n_judges + 1, np.full(n_entries, sink)]
        caps = [np.ones(len(unit_judge)), rest[more], np.ones(len(entry)), places.need]
        costs = [unit_cost, unit * (2 * (tops - rest + 1)[more] - 1), pair_cost, np.zeros(n_entries)]
        numbers = solver.add_arcs_with_capacity_and_unit_cost(
            *(np.concatenate(each).astype(np.int64) for each in (tails, heads, caps, costs))
        )
        solver.set_node_supply(source, int(places.need.sum()))
        solver.set_node_supply(sink, -int(places.need.sum()))
        status = solver.solve_max_flow_with_min_cost()
        if status != solver.OPTIMAL:
            raise RuntimeError(f"the solver answered {status}")
        flows = solver.flows(numbers)
        beyond = flows[len(unit_judge) : len(unit_judge) + len(more)]
        if not beyond.any():
            break
        # Somebody needs more than was priced step by step: price more steps for those, and again.
        wanted = more[beyond > 0]
        steps[wanted] = np.minimum(most[wanted], 2 * steps[wanted] + beyond[beyond > 0])
    first = len(unit_judge) + len(more)
    made = np.zeros_like(arcs)
    used = flows[first : first + len(entry)] > 0
    made[entry[used], judge[used]] = True
    return made


def _could_be_better(places: Places, made: Flags) -> bool:
    """Whether pairs not given to the solver could fill more places or level the loads further.

    A judge can hand an entry on to another who may take it; so a unit of load travels from judge to judge. If no such
    path ends at a better place, none exists: the solution is the best of all pairs, not only of those drawn.
    """
    free = places.allowed & ~made
    loads = places.taken + made.sum(axis=0)
    spare = made.sum(axis=0) < places.room
    short = made.sum(axis=1) < places.need
    if not short.any():
        low = int(loads[spare].min(initial=np.iinfo(np.int64).max))
        if int(loads[made.any(axis=0)].max(initial=0)) <= low + 1 and (loads >= places.least).all():
            return False
    reach = hands_on(made, free)
    from_short = np.asarray(free[short].any(axis=0))
    if bool((reach & from_short[:, None] & spare[None, :]).any()):
        return True
    below = 4 * int(loads.max()) + 8
    gives = 2 * loads - 1 - below * (loads <= places.least)
    takes = 2 * loads + 1 - below * (loads < places.least)
    giving = np.asarray(made.any(axis=0))
    better = reach & giving[:, None] & spare[None, :] & (gives[:, None] > takes[None, :])
    return bool(better.any())


def hands_on(made: Flags, free: Flags) -> Flags:
    """Whether a judge (row) can hand an entry on so that in the end another (column) has one more: nobody else has more
    or fewer, no place empties. Everybody can to herself.

    Args:
        made: pairs that may be given up (entries x judges).
        free: pairs that may be made.
    """
    hands = (made.T.astype(np.float32) @ free.astype(np.float32)) > 0
    reach: Flags = np.asarray(hands | np.eye(made.shape[1], dtype=bool))
    while True:
        further: Flags = np.asarray((reach.astype(np.float32) @ reach.astype(np.float32)) > 0)
        if (further == reach).all():
            return reach
        reach = further
