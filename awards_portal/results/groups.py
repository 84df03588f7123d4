"""Groups of judges that weigh by themselves: such as a jury with 50, the council with 25 and the public with 25.

An entry's score is the weighted mean of its groups' means, so that thirty members of the public do not outvote five of
the jury. A group that has no completed card of an entry leaves its weight to the others, and a warning names the entry.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .values import Ints, ScoresError, Weights, fraction


@dataclass(frozen=True)
class GroupWeights:
    """Which group each judge belongs to, and what each group weighs."""

    of_judge: Mapping[Any, Any]
    weights: Weights


def read_groups(given: GroupWeights, judges: Sequence[Any]) -> tuple[Ints, list[Fraction], list[Any]]:
    """The group of each judge as a number, the weight of each group, and the groups' names.

    Raises:
        ScoresError: for a judge without a group, a group without a weight or a judge, and weights that cannot be.
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
            raise ScoresError(f'The judge "{judge}" is in no group. Each judge needs one.')
        if group not in given.weights:
            raise ScoresError(f'The group "{group}" has no weight. Give it one; 0 leaves it out.')
    used = {given.of_judge[judge] for judge in judges}
    for name in names:
        if name not in used:
            raise ScoresError(f'The weights name the group "{name}", in which there is no judge.')
    return np.array([names.index(given.of_judge[judge]) for judge in judges], dtype=np.int64), weights, names


def group_means(
    entry: Ints, group: Ints, numerators: NDArray[Any], denominator: int, size: int, weights: Sequence[Fraction]
) -> tuple[list[Fraction | None], list[int]]:
    """Each entry's weighted mean of its groups' means, exact; and the entries that lack a group which has a weight.

    None for an entry that no group with a weight has scored.
    """
    sums = np.zeros((size, len(weights)), dtype=object)
    counts = np.zeros((size, len(weights)), dtype=np.int64)
    np.add.at(sums, (entry, group), numerators.astype(object))
    np.add.at(counts, (entry, group), 1)
    found: list[Fraction | None] = []
    lacking = []
    for at in range(size):
        present = [which for which, weight in enumerate(weights) if weight and counts[at, which]]
        if len(present) < sum(weight > 0 for weight in weights):
            lacking.append(at)
        whole = sum((weights[which] for which in present), Fraction(0))
        mean = [weights[which] * Fraction(int(sums[at, which]), int(counts[at, which])) for which in present]
        found.append(sum(mean, Fraction(0)) / whole / denominator if present else None)
    return found, lacking
