"""From single scores to one total per card (one judge's card of one entry), in exact arithmetic.

`total = 100 * sum(w * (s - low) / (high - low)) / sum(w)` over the criteria of the card; without a scale the
scores are taken as they are: `total = sum(w * s) / sum(w)`. All totals of a set share one integer denominator,
so a total is one integer: sums, ranks and ties are decided on integers and equal means are equal.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .columns import codes_of, score_values, whole_steps
from .exact_totals import numerators_of
from .values import COLUMNS, Flags, Floats, Ints, Scales, ScoresError, Steps, Weights, show
from .weighing import read_scales, read_weights


@dataclass(frozen=True)
class Cards:
    """All cards of a set of scores as flat arrays, one element per card (judge x entry) unless said otherwise.

    A card's exact total is `numerators[i] / denominator`. `exact` is False when the scores have so many decimals
    that they had to be rounded to fifteen digits; equal then means equal within 1e-9.
    """

    entries: list[Any]
    judges: list[Any]
    criteria: list[Any]
    weights: list[Fraction]  # one per criterion
    entry: Ints
    judge: Ints
    numerators: NDArray[Any]  # int64, or Python integers where those would overflow
    denominator: int
    complete: Flags
    exact: bool
    placed: tuple[Ints, Ints] | None  # card and criterion of each score present; None: all of each card, in order
    steps: Steps  # one per score present: score * step_scale, a whole number
    step_scale: Fraction
    points: list[tuple[Fraction, Fraction]]  # one per criterion: points = (score - first) * second
    required: list[bool]  # one per criterion
    empty: bool  # whether any score given was empty

    @cached_property
    def score_card(self) -> Ints:
        """One per score present: the card it stands on."""
        return np.repeat(np.arange(len(self.entry)), len(self.criteria)) if self.placed is None else self.placed[0]

    @cached_property
    def score_criterion(self) -> Ints:
        """One per score present."""
        return np.tile(np.arange(len(self.criteria)), len(self.entry)) if self.placed is None else self.placed[1]

    def totals(self) -> Floats:
        """Totals as floats, NaN for an incomplete card."""
        values = self.numerators.astype(np.float64) / self.denominator if len(self.numerators) else np.zeros(0)
        return np.where(self.complete, values, np.nan)


def cards(
    scores: pd.DataFrame,
    weights: Weights | None = None,
    scale: Scales | None = None,
    required: Collection[Any] | None = None,
) -> Cards:
    """Group scores (columns entry, judge, criterion, score) into cards with exact totals.

    `required` names the criteria a card must have to count: None means all with a weight above zero, an empty
    collection means that whatever is scored counts and the rest is re-weighted. A missing score is missing, never
    zero. Raises ScoresError for text or infinity among the scores, a judge who scored the same thing twice, a score
    off its scale, a scale turned round, and weights that cannot be.
    """
    for name in COLUMNS:
        if name not in scores.columns:
            raise ScoresError(f'The column "{name}" is missing. Needed are: {", ".join(COLUMNS)}.')
    entry, entries = codes_of(scores["entry"], "entry")
    judge, judges = codes_of(scores["judge"], "judge")
    criterion, criteria = codes_of(scores["criterion"], "criterion")
    values = score_values(scores["score"])
    gaps = np.isnan(values) if values.dtype != np.int64 else None
    empty = gaps is not None and bool(gaps.any())
    rows: Ints | None = None
    if empty and gaps is not None:
        rows = np.flatnonzero(~gaps)
        values = values[rows]
    steps: Steps
    steps, digits, exact = whole_steps(values)
    shape = (len(entries), len(judges), len(criteria))
    table = None if empty else _table(steps, entry, judge, criterion, shape)
    full = table is not None
    keys = card = np.arange(len(entries) * len(judges) if full else 0)
    if not full:
        entry, judge, criterion = (codes.astype(np.int64, copy=False) for codes in (entry, judge, criterion))
        if isinstance(scores["criterion"].dtype, pd.CategoricalDtype):
            used = np.bincount(criterion, minlength=len(criteria)) > 0
            if not used.all():
                criterion = (np.cumsum(used) - 1)[criterion]
                criteria = [each for each, is_used in zip(criteria, used, strict=True) if is_used]
        keys, card = _group(entry * len(judges) + judge, len(entries) * len(judges))
        _refuse_twice(scores, card, criterion, len(keys), len(criteria))
        if rows is not None:
            card, criterion = card[rows], criterion[rows]
    wanted = read_weights(weights, criteria)
    ends = read_scales(scale, criteria)
    card_entry, card_judge = keys // max(len(judges), 1), keys % max(len(judges), 1)
    step_scale = Fraction(10) ** digits
    _refuse_off_scale(steps, criterion, ends, step_scale, criteria, rows)
    if table is not None:
        steps = table

    points = [(Fraction(0), Fraction(1)) if e is None else (e[0], 100 / (e[1] - e[0])) for e in ends]
    numerators, denominator = numerators_of(steps, criterion, card, len(keys), wanted, points, step_scale, full)

    needed = [
        weight > 0 and (required is None or name in required) for name, weight in zip(criteria, wanted, strict=True)
    ]
    complete = np.ones(len(keys), dtype=bool) if full else _complete(criterion, card, len(keys), wanted, needed)
    return Cards(
        entries=entries,
        judges=judges,
        criteria=criteria,
        weights=wanted,
        entry=card_entry,
        judge=card_judge,
        numerators=numerators,
        denominator=denominator,
        complete=complete,
        exact=exact,
        placed=None if full else (card, criterion),
        steps=steps,
        step_scale=step_scale,
        points=points,
        required=needed,
        empty=empty,
    )


def _table(
    steps: Ints, entry: NDArray[Any], judge: NDArray[Any], criterion: NDArray[Any], shape: tuple[int, int, int]
) -> Steps | None:
    """The steps in order of entry, judge and criterion, or None unless every judge scored everything exactly once.

    In that order the sums are rows of a table and memory is read once, which is what a million scores need.
    """
    if len(steps) == 0 or math.prod(shape) != len(steps):
        return None
    # Each cell is met in any order: what is small stays where the processor finds it again at once.
    place = np.int32 if len(steps) < np.iinfo(np.int32).max else np.int64
    cell = np.multiply(entry, shape[1] * shape[2], dtype=place)
    cell += np.multiply(judge, shape[2], dtype=place)
    cell += criterion
    least, most = int(steps.min()), int(steps.max())
    small = least > -(2**15) and most < 2**15
    table: Steps = np.empty(len(steps), dtype=np.int16) if small else np.empty(len(steps), dtype=np.int64)
    nothing = np.iinfo(table.dtype).min
    table[:] = nothing
    table[cell] = steps
    return None if int(table.min()) == nothing else table


def _group(pair: Ints, slots: int) -> tuple[Ints, Ints]:
    """The pairs entry x judge that occur, in order, and for each score the position of its pair among them."""
    if slots <= 4 * len(pair) + 1000:
        present = np.bincount(pair, minlength=slots) > 0
        return np.flatnonzero(present), (np.cumsum(present) - 1)[pair]
    keys, card = np.unique(pair, return_inverse=True)
    return keys, card.astype(np.int64, copy=False)


def _refuse_twice(scores: pd.DataFrame, card: Ints, criterion: Ints, n_cards: int, n_criteria: int) -> None:
    cell = card * n_criteria + criterion
    size = n_cards * n_criteria
    if size <= 8 * len(cell) + 1000:
        twice = len(cell) > 0 and int(np.bincount(cell, minlength=size).max()) > 1
    else:
        twice = len(np.unique(cell)) < len(cell)
    if twice:
        row = int(np.argmax(pd.Series(cell).duplicated().to_numpy()))
        who = scores.iloc[row]
        raise ScoresError(
            f'The judge "{who["judge"]}" scored the entry "{who["entry"]}" twice on "{who["criterion"]}". Keep one.',
            row,
        )


def _refuse_off_scale(
    steps: Ints,
    criterion: Ints,
    ends: Sequence[tuple[Fraction, Fraction] | None],
    step_scale: Fraction,
    criteria: Sequence[Any],
    rows: Ints | None,
) -> None:
    if not len(steps) or all(each is None for each in ends):
        return
    one = len(set(ends)) == 1
    for at, each in enumerate(ends):
        if each is None:
            continue
        least, most = math.ceil(each[0] * step_scale), math.floor(each[1] * step_scale)
        if one and int(steps.min()) >= least and int(steps.max()) <= most:
            return
        off = (criterion == at) & ((steps < least) | (steps > most))
        if off.any():
            found = int(np.argmax(off))
            row = found if rows is None else int(rows[found])
            score = show(int(steps[found]) / step_scale)
            raise ScoresError(
                f'The score {score} on "{criteria[at]}" is off its scale, {show(each[0])} to {show(each[1])}.', row
            )


def _complete(criterion: Ints, card: Ints, n_cards: int, weights: Sequence[Fraction], needed: Sequence[bool]) -> Flags:
    if all(needed):
        return np.asarray(np.bincount(card, minlength=n_cards) == len(needed), dtype=bool)
    counted = np.array([weight > 0 for weight in weights])[criterion]
    has_any = np.bincount(card[counted], minlength=n_cards) > 0
    chosen = np.array(needed, dtype=bool)[criterion]
    has_all = np.bincount(card[chosen], minlength=n_cards) == sum(needed)
    return np.asarray(has_any & has_all, dtype=bool)


def totals(
    scores: pd.DataFrame,
    weights: Weights | None = None,
    scale: Scales | None = None,
    required: Collection[Any] | None = None,
) -> pd.DataFrame:
    """One row per card (entry x judge).

    Columns: entry, judge, total (float, NaN when the card is not complete), exact (the same total as a Fraction,
    None when not complete), complete (bool), missing (the required criteria without a score, as a list).
    Arguments and errors as for `cards`.
    """
    found = cards(scores, weights, scale, required)
    exact = [
        Fraction(int(top), found.denominator) if complete else None
        for top, complete in zip(found.numerators, found.complete, strict=True)
    ]
    present: list[set[int]] = [set() for _ in exact]
    if not found.complete.all():
        for at, which in zip(found.score_card.tolist(), found.score_criterion.tolist(), strict=True):
            present[at].add(which)
    missing = [
        []
        if complete
        else [name for at, name in enumerate(found.criteria) if found.required[at] and at not in present[card]]
        for card, complete in enumerate(found.complete)
    ]
    return pd.DataFrame(
        {
            "entry": [found.entries[at] for at in found.entry],
            "judge": [found.judges[at] for at in found.judge],
            "total": found.totals(),
            "exact": pd.Series(exact, dtype=object),
            "complete": found.complete,
            "missing": pd.Series(missing, dtype=object),
        }
    )
