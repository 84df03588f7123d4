"""Words that all of the results share: what a number, a weight and a scale may be, and how a fault is told."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
# Whole numbers that may be kept in fewer bits: a million of them are read much faster. Widened before any arithmetic.
Steps = NDArray[np.int64] | NDArray[np.int16]
Flags = NDArray[np.bool_]
Number = Fraction | Decimal | int | float
Weights = Mapping[Any, Number]

COLUMNS = ("entry", "judge", "criterion", "score")

# Sums of whole numbers stay exact in a double up to 2**53; a little air is left for the last addition.
EXACT_IN_A_DOUBLE = 2**52
EXACT_IN_A_SINGLE = 2**23


class Scale(NamedTuple):
    """The ends of a criterion's scale: what its lowest and its highest step are worth."""

    low: Number
    high: Number


Scales = Scale | Mapping[Any, Scale]


class ScoresError(ValueError):
    """Scores, weights or scales that cannot be used. Its text says what is wrong, where, and what to do.

    `row` is the position (from 0) of the offending row in the frame where one row is to blame, else None.
    """

    def __init__(self, sentence: str, row: int | None = None) -> None:
        super().__init__(sentence)
        self.row = row


def fraction(value: Number | str) -> Fraction:
    """The number a person meant: a float stands for its shortest decimal, so 0.1 is one tenth."""
    if isinstance(value, float):
        return Fraction(repr(value))
    if isinstance(value, np.generic):
        return fraction(value.item())
    return Fraction(value)


def show(value: Fraction) -> str:
    """A fraction as a person writes it: a whole number or a short decimal."""
    return str(value.numerator) if value.denominator == 1 else f"{float(value):g}"
