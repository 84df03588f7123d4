"""What each criterion weighs and what its scale runs from and to, read and refused in words."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from .values import Scales, ScoresError, Weights, fraction, show

# Weights further apart than this say nothing: the lighter criterion could not move any total that is shown.
WIDEST_WEIGHTS = 10**12


def read_weights(weights: Weights | None, criteria: Sequence[Any]) -> list[Fraction]:
    """One weight per criterion; equal weights when none are given. Raises ScoresError for weights that cannot be."""
    if weights is None:
        return [Fraction(1)] * len(criteria)
    known = set(criteria)
    for name in weights:
        if name not in known:
            raise ScoresError(
                f'The weights name the criterion "{name}", which no score uses. '
                f"Criteria in the scores: {', '.join(str(each) for each in criteria)}."
            )
    missing = [each for each in criteria if each not in weights]
    if missing:
        raise ScoresError(f'The criterion "{missing[0]}" has no weight. Give it one; 0 leaves it out.')
    found: list[Fraction] = []
    for name in criteria:
        value = weights[name]
        if isinstance(value, float) and not math.isfinite(value):
            raise ScoresError(f'The weight of "{name}" is not a finite number.')
        weight = fraction(value)
        if weight < 0:
            raise ScoresError(f'The weight of "{name}" is negative. A weight is zero or more.')
        found.append(weight)
    if criteria and sum(found) == 0:
        raise ScoresError("The weights add up to zero. At least one criterion needs a weight above zero.")
    above = [weight for weight in found if weight]
    if above and max(above) > WIDEST_WEIGHTS * min(above):
        light, heavy = (criteria[found.index(end)] for end in (min(above), max(above)))
        raise ScoresError(
            f'The weight of "{heavy}" is more than {WIDEST_WEIGHTS:,} times that of "{light}". Correct one of them; '
            "0 leaves a criterion out."
        )
    return found


def read_scales(scale: Scales | None, criteria: Sequence[Any]) -> list[tuple[Fraction, Fraction] | None]:
    if scale is None:
        return [None] * len(criteria)
    if isinstance(scale, Mapping):
        missing = [each for each in criteria if each not in scale]
        if missing:
            raise ScoresError(f'The criterion "{missing[0]}" has no scale. Give its lowest and highest step.')
        named = [(name, scale[name]) for name in criteria]
    else:
        named = [(name, scale) for name in criteria]
    found: list[tuple[Fraction, Fraction] | None] = []
    for name, (low, high) in named:
        least, most = fraction(low), fraction(high)
        if least >= most:
            raise ScoresError(
                f'The scale of "{name}" runs from {show(least)} to {show(most)}. '
                "Its lowest step must be below its highest: turn it round."
            )
        found.append((least, most))
    return found
