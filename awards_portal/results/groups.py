"""Groups of judges that weigh by themselves: such as a jury with 50, the council with 25 and the public with 25.

An entry's score is the weighted mean of its groups' means, so that thirty members of the public do not outvote five of
the jury. A group that has no completed card of an entry leaves its weight to the others, and a warning names the entry;
so does a group without a completed card at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .values import Ints, ScoresError, Weights, fraction

# How the sheet Results of a workbook calls the mean of a group: `mean of group: jury`.
GROUP_MEAN = "mean of group: "


class UngroupedError(ScoresError):
    """Groups are weighed and a judge is in none, or in one that has no weight; the text says who."""


@dataclass(frozen=True)
class GroupWeights:
    """Which group each judge belongs to, and what each group weighs."""

    of_judge: Mapping[Any, Any]
    weights: Weights


@dataclass(frozen=True)
class GroupMeans:
    """Each entry's score, exact, with each group's mean by name; None for one that no group with a weight has scored.

    `absent`: groups with a weight and without a completed card. `lacking`: which entries (by position) a group that is
    there has not scored, by its name.
    """

    scores: list[Fraction | None]
    means: list[dict[Any, Fraction]]
    absent: list[Any]
    lacking: dict[Any, list[int]]


def read_groups(given: GroupWeights, judges: Sequence[Any]) -> tuple[Ints, list[Fraction], list[Any]]:
    """The group of each judge as a number, the weight of each group, and the groups' names.

    Raises:
        UngroupedError: for a judge without a group, or in one without a weight.
        ScoresError: for weights that cannot be.
    """
    names = list(given.weights)
    weights = [fraction(given.weights[name]) for name in names]
    for name, weight in zip(names, weights, strict=True):
        if weight < 0:
            raise ScoresError(f'The weight of the group "{name}" is negative. A weight is zero or more.')
    if sum(weights) == 0:
        raise ScoresError("The weights of the groups add up to zero. At least one group needs a weight above zero.")
    for judge in judges:
        group = given.of_judge.get(judge)
        if group is None:
            raise UngroupedError(f'The judge "{judge}" is in no group. Each judge needs one.')
        if group not in given.weights:
            raise UngroupedError(f'The group "{group}" has no weight. Give it one; 0 leaves it out.')
    return np.array([names.index(given.of_judge[judge]) for judge in judges], dtype=np.int64), weights, names


def group_means(
    given: GroupWeights,
    judges: Sequence[Any],
    entry: Ints,
    judge: Ints,
    numerators: NDArray[Any],
    denominator: int,
    size: int,
) -> GroupMeans:
    """The weighted means of completed cards, whose totals are `numerators / denominator`.

    Args:
        entry: each card's entry, from 0 to `size`; `judge` its judge, a position among `judges`.

    Raises:
        ScoresError: as `read_groups` does.
    """
    of_judge, weights, names = read_groups(given, judges)
    group = of_judge[judge]
    sums = np.zeros((size, len(names)), dtype=object)
    counts = np.zeros((size, len(names)), dtype=np.int64)
    np.add.at(sums, (entry, group), numerators.astype(object))
    np.add.at(counts, (entry, group), 1)
    means = [
        {
            name: Fraction(int(sums[at, which]), int(counts[at, which]) * denominator)
            for which, name in enumerate(names)
            if counts[at, which]
        }
        for at in range(size)
    ]
    weighed = {name: weight for name, weight in zip(names, weights, strict=True) if weight}
    absent = [name for which, name in enumerate(names) if name in weighed and not counts[:, which].any()]
    lacking = {name: [at for at in range(size) if name not in means[at]] for name in weighed if name not in absent}
    return GroupMeans(
        [_weighted(own, weighed) for own in means],
        means,
        absent,
        {name: entries for name, entries in lacking.items() if entries},
    )


def _weighted(means: Mapping[Any, Fraction], weighed: Mapping[Any, Fraction]) -> Fraction | None:
    present = [name for name in means if name in weighed]
    if not present:
        return None
    whole = sum((weighed[name] for name in present), Fraction(0))
    return sum((weighed[name] * means[name] for name in present), Fraction(0)) / whole
