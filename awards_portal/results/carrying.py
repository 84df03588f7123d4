"""Scores carried from an earlier round: such as a final whose score is 60 % its own and 40 % the first round's.

An entry's score is the weighted mean of what it got in the round and what it brings. The earlier score is taken as
known: intervals and chances are of the round's own cards. An entry that brings nothing has the round's score alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from .values import Floats, Number, ScoresError, fraction

# Columns of the sheet Results: a round's own score, and what is carried into it as text that loses nothing.
THIS_ROUND, CARRIED_EXACTLY = "score of this round", "carried score, exact"


@dataclass(frozen=True)
class Carried:
    """What entries bring from an earlier round, on the scale of the totals, and its weight in per cent."""

    scores: Mapping[Any, Number | str]
    per_cent: Number | str


def read_carried(given: Carried, entries: Sequence[Any]) -> tuple[list[Fraction | None], Fraction]:
    """What each entry brings, None for nothing, and its share (0 up to 1).

    Raises:
        ScoresError: for a weight that cannot be, or a score that is no number.
    """
    share = fraction(given.per_cent) / 100
    if not 0 <= share < 1:
        raise ScoresError(
            f"The earlier round weighs {given.per_cent} per cent. Its weight is 0 or more and less than 100."
        )
    found: list[Fraction | None] = []
    for entry in entries:
        brought = given.scores.get(entry)
        try:
            found.append(None if brought is None else fraction(brought))
        except (ValueError, OverflowError, ZeroDivisionError):
            raise ScoresError(f'What {entry} brings from the earlier round, "{brought}", is not a number.') from None
    return found, share


def with_carried(own: Sequence[Fraction], brought: Sequence[Fraction | None], share: Fraction) -> list[Fraction]:
    """Each entry's weighted mean of its own and its earlier score, exact."""
    return [
        mine if earlier is None else (1 - share) * mine + share * earlier
        for mine, earlier in zip(own, brought, strict=True)
    ]


def with_carried_floats(own: Floats, brought: Sequence[Fraction | None], share: Fraction) -> Floats:
    """The same of figures that are not exact; `own` may have rows of draws, with the entries last."""
    earlier = np.array([0.0 if each is None else float(each) for each in brought])
    weight = np.array([0.0 if each is None else float(share) for each in brought])
    return np.asarray((1 - weight) * own + weight * earlier)
