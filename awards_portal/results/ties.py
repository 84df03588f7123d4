"""Ranks with shared places, and the ladder of rules that separates what the score leaves tied.

A rule gives every tied entry a number (more is better). Within a tied group the first rule of the ladder that
tells entries apart decides; what remains tied goes to the next rule. What no rule separates shares a rank (1, 1, 3).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .values import Floats, Ints

# Fitted figures closer than this (relative to their size) are the same figure.
TOLERANCE = 1e-9

RULES = {
    "heaviest_criterion": "mean on the criterion with the largest weight",
    "criteria_by_weight": "mean on each criterion in turn, largest weight first",
    "more_firsts": "more judges who placed the entry first",
    "head_to_head": "more judges who preferred it to the others it is tied with",
    "smaller_spread": "smaller spread between its judges",
    "median": "higher median",
    "jury": "decision of the jury",
}

Rule = Callable[[Ints], Floats | NDArray[Any]]


def levels(values: NDArray[Any], tolerance: float = 0.0) -> Ints:
    """Level of each value, 0 for the highest; values within `tolerance` of their neighbour share a level."""
    if not len(values):
        return np.zeros(0, dtype=np.int64)
    order = np.argsort(-values if values.dtype != object else np.array([-each for each in values], dtype=object))
    ordered = values[order]
    if tolerance and values.dtype != object:
        size = max(1.0, float(np.abs(values).max()))
        steps = (ordered[:-1] - ordered[1:]) > tolerance * size
    else:
        steps = (ordered[:-1] != ordered[1:]).astype(bool)
    out = np.empty(len(values), dtype=np.int64)
    out[order] = np.concatenate([[0], np.cumsum(steps)])
    return out


def ranks(level: Ints) -> Ints:
    """Ranks from levels: 1 plus the number of entries at a better level (1, 1, 3)."""
    if not len(level):
        return np.zeros(0, dtype=np.int64)
    counts = np.bincount(level)
    return (np.concatenate([[0], np.cumsum(counts)[:-1]]) + 1)[level]


def separate(level: Ints, ladder: Sequence[tuple[str, Rule]]) -> tuple[Ints, list[str | None]]:
    """Apply the ladder to levels. Returns finer levels and, per entry, the rule that decided its place (or None)."""
    decided: list[str | None] = [None] * len(level)
    final: list[Ints] = []
    order = np.argsort(level, kind="stable")
    bounds = np.flatnonzero(np.diff(level[order])) + 1
    for group in np.split(order, bounds) if len(level) else []:
        final.extend(_split(group, list(ladder), decided))
    out = np.empty(len(level), dtype=np.int64)
    for place, group in enumerate(final):
        out[group] = place
    return out, decided


def _split(group: Ints, ladder: list[tuple[str, Rule]], decided: list[str | None]) -> list[Ints]:
    if len(group) < 2:
        return [group]
    for at, (name, rule) in enumerate(ladder):
        values = rule(group)
        found = levels(values, TOLERANCE)
        if found.max() == 0:
            continue
        for each in group:
            decided[int(each)] = name
        parts = [group[found == place] for place in range(int(found.max()) + 1)]
        # The remaining rules speak about those still tied only, so head-to-head is asked again among them.
        rest = ladder[at:] if name == "head_to_head" else ladder[at + 1 :]
        return [piece for part in parts for piece in _split(part, rest, decided)]
    return [group]
