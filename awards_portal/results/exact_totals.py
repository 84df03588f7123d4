"""Totals of cards as whole numbers over one common denominator, so that equal means are equal."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .values import EXACT_IN_A_DOUBLE, EXACT_IN_A_SINGLE, Ints, Steps


def sums_of(group: Ints, values: NDArray[Any], size: int, bound: int) -> NDArray[Any]:
    """Sum whole numbers per group without ever losing a unit. `bound` limits each sum's absolute value."""
    if bound < EXACT_IN_A_DOUBLE and values.dtype != object:
        return np.bincount(group, weights=values, minlength=size).astype(np.int64)
    whole = values.astype(object)
    out = np.zeros(size, dtype=object)
    np.add.at(out, group, whole)
    return out


def numerators_of(
    steps: Steps,
    criterion: Ints,
    card: Ints,
    n_cards: int,
    weights: Sequence[Fraction],
    points: Sequence[tuple[Fraction, Fraction]],
    step_scale: Fraction,
    full: bool,
) -> tuple[NDArray[Any], int]:
    """Exact totals as integers over one common denominator."""
    slopes = [w * slope / step_scale for w, (_, slope) in zip(weights, points, strict=True)]
    starts = [-w * slope * first for w, (first, slope) in zip(weights, points, strict=True)]
    common = math.lcm(1, *(each.denominator for each in (*slopes, *starts)))
    factor = [int(each * common) for each in slopes]
    offset = [int(each * common) for each in starts]
    weight_common = math.lcm(1, *(each.denominator for each in weights))
    whole_weights = [int(each * weight_common) for each in weights]

    most_criteria = max(len(weights), 1)
    largest = max(abs(int(steps.min())), abs(int(steps.max()))) if len(steps) else 0
    bound = (largest * max(map(abs, factor), default=0) + max(map(abs, offset), default=0)) * most_criteria
    small = bound < EXACT_IN_A_DOUBLE
    kind = np.int64 if small else object
    if full and not small:
        card, criterion = np.repeat(card, len(weights)), np.tile(np.arange(len(weights)), n_cards)
    if full and small:
        exact = np.float32 if bound < EXACT_IN_A_SINGLE else np.float64
        table = steps.astype(exact).reshape(n_cards, len(weights))
        sums = (table @ np.array(factor, dtype=exact)).astype(np.int64) + sum(offset)
    elif len(set(factor)) <= 1 and not any(offset):
        shared = factor[0] if factor else 1
        sums = sums_of(card, steps if small else steps.astype(object), n_cards, largest * most_criteria) * (
            shared if small else np.array(shared, dtype=object)
        )
    else:
        parts = np.array(factor, dtype=kind)[criterion] * steps.astype(kind, copy=False)
        if any(offset):
            parts = parts + np.array(offset, dtype=kind)[criterion]
        sums = sums_of(card, parts, n_cards, bound)

    if full or (n_cards and bool((np.bincount(card, minlength=n_cards) == len(weights)).all())):
        per_card = None
        whole = sum(whole_weights)
    else:
        per_card = sums_of(card, np.array(whole_weights, dtype=object)[criterion], n_cards, 2**60)
        whole = math.lcm(1, *{int(each) for each in per_card if each})
    # total = sums / common / (weight / weight_common) = sums * weight_common / (common * weight)
    if per_card is not None:
        lift = np.array([whole // int(each) if each else 0 for each in per_card], dtype=object)
        sums = sums.astype(object) * lift * weight_common
    else:
        sums = sums * weight_common if bound * weight_common < 2**60 and small else sums.astype(object) * weight_common
    denominator = common * whole
    shared_factor = math.gcd(denominator, weight_common)
    sums, denominator = sums // shared_factor if shared_factor > 1 and n_cards else sums, denominator // shared_factor
    if sums.dtype == object and all(abs(each) < 2**60 for each in sums):
        sums = sums.astype(np.int64)
    return sums, denominator
