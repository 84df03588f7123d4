"""From single scores to one total per card (one judge's card of one entry), in exact arithmetic.

`total = 100 * sum(w * (s - low) / (high - low)) / sum(w)` over the criteria of the card; without a scale the
scores are taken as they are: `total = sum(w * s) / sum(w)`. All totals of a set share one integer denominator,
so a total is one integer: sums, ranks and ties are decided on integers and equal means are equal.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Number = Fraction | Decimal | int | float
Weights = Mapping[Any, Number]

COLUMNS = ("entry", "judge", "criterion", "score")

# Sums of whole numbers stay exact in a double up to 2**53; a little air is left for the last addition.
EXACT_IN_A_DOUBLE = 2**52
# Scores with too many digits are rounded to fifteen; one that would lose more than this share of itself is refused.
LARGEST_LOSS = 1e-9
# Weights further apart than this say nothing: the lighter criterion could not move any total that is shown.
WIDEST_WEIGHTS = 10**12


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
    steps: Ints  # one per score present: score * step_scale, a whole number
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


def fraction(value: Number | str) -> Fraction:
    """The number a person meant: a float stands for its shortest decimal, so 0.1 is one tenth."""
    if isinstance(value, float):
        return Fraction(repr(value))
    if isinstance(value, np.generic):
        return fraction(value.item())
    return Fraction(value)


def _codes(column: pd.Series[Any], name: str) -> tuple[NDArray[Any], list[Any]]:
    if isinstance(column.dtype, pd.CategoricalDtype):
        codes = column.cat.codes.to_numpy()
        labels = column.cat.categories.tolist()
    else:
        raw, uniques = pd.factorize(column, sort=False)
        order = sorted(range(len(uniques)), key=lambda at: _label_key(uniques[at]))
        place = np.empty(len(uniques), dtype=np.int64)
        place[order] = np.arange(len(uniques))
        codes = np.where(raw >= 0, place[raw], -1) if len(uniques) else raw.astype(np.int64)
        labels = [_plain(uniques[at]) for at in order]
    if len(codes) and codes.min() < 0:
        row = int(np.argmax(codes < 0))
        raise ScoresError(f"The {name} is empty. Each score needs an entry, a judge and a criterion.", row)
    return codes, labels


def _plain(label: Any) -> Any:
    return label.item() if isinstance(label, np.generic) else label


def _label_key(label: Any) -> tuple[int, float, str]:
    label = _plain(label)
    if isinstance(label, int | float):
        return (0, float(label), "")
    return (1, 0.0, str(label))


def label_order(labels: Sequence[Any]) -> Ints:
    """Positions that put labels in reading order (numbers by size, then texts)."""
    kinds = set(map(type, labels))
    if kinds == {int} and max(labels, default=0) < 2**63 and min(labels, default=0) >= -(2**63):
        return np.argsort(np.array(labels, dtype=np.int64), kind="stable")
    if kinds == {str}:
        return np.array(sorted(range(len(labels)), key=labels.__getitem__), dtype=np.int64)
    return np.array(sorted(range(len(labels)), key=lambda at: _label_key(labels[at])), dtype=np.int64)


def _values(column: pd.Series[Any]) -> NDArray[Any]:
    """Scores as int64 or float64 (NaN for missing); a text that is no number is refused with its row."""
    if pd.api.types.is_bool_dtype(column.dtype):
        raise ScoresError("The score column holds yes and no where numbers are needed.", 0)
    if pd.api.types.is_integer_dtype(column.dtype) and not column.hasnans:
        return column.to_numpy(dtype=np.int64)
    numbers = pd.to_numeric(column, errors="coerce")
    if not pd.api.types.is_numeric_dtype(column.dtype):
        bad = (numbers.isna() & column.notna()).to_numpy()
        if bad.any():
            row = int(np.argmax(bad))
            raise ScoresError(f'The score "{column.iloc[row]}" is not a number.', row)
    values = numbers.to_numpy(dtype=np.float64, na_value=np.nan)
    infinite = np.isinf(values)
    if infinite.any():
        raise ScoresError("The score is not a finite number.", int(np.argmax(infinite)))
    return values


def _steps(values: NDArray[Any]) -> tuple[Ints, int, bool]:
    """Whole numbers and the power of ten they were multiplied by; False when digits had to be dropped."""
    if values.dtype == np.int64:
        return values, 0, True
    largest = float(np.abs(values).max()) if len(values) else 0.0
    for digits in range(10):
        if largest * 10**digits > EXACT_IN_A_DOUBLE:
            break
        scaled = np.rint(values * 10**digits)
        if bool((scaled / 10**digits == values).all()):
            return scaled.astype(np.int64), digits, True
    if largest == 0.0:
        return np.zeros(len(values), dtype=np.int64), 0, True
    digits = 15 - math.ceil(math.log10(largest))
    shifted = values * 10.0**digits if abs(digits) < 300 else np.ldexp(values * 2.0**200, -200) * 10.0**digits
    whole = np.rint(shifted)
    lost = np.abs(whole - shifted) > LARGEST_LOSS * np.abs(shifted)
    lost &= np.abs(values) > LARGEST_LOSS
    if lost.any():
        row = int(np.argmax(lost))
        raise ScoresError(
            f"The score {values[row]:g} stands beside one of {largest:g}: no sum can keep both. Correct the wrong one.",
            row,
        )
    return whole.astype(np.int64), digits, False


def _sums(group: Ints, values: NDArray[Any], size: int, bound: int) -> NDArray[Any]:
    """Sum whole numbers per group without ever losing a unit. `bound` limits each sum's absolute value."""
    if bound < EXACT_IN_A_DOUBLE and values.dtype != object:
        return np.bincount(group, weights=values, minlength=size).astype(np.int64)
    whole = values.astype(object)
    out = np.zeros(size, dtype=object)
    np.add.at(out, group, whole)
    return out


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


def _read_scales(scale: Scales | None, criteria: Sequence[Any]) -> list[tuple[Fraction, Fraction] | None]:
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


def show(value: Fraction) -> str:
    """A fraction as a person writes it: a whole number or a short decimal."""
    return str(value.numerator) if value.denominator == 1 else f"{float(value):g}"


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
    entry, entries = _codes(scores["entry"], "entry")
    judge, judges = _codes(scores["judge"], "judge")
    criterion, criteria = _codes(scores["criterion"], "criterion")
    values = _values(scores["score"])
    gaps = np.isnan(values) if values.dtype != np.int64 else None
    empty = gaps is not None and bool(gaps.any())
    rows: Ints | None = None
    if empty and gaps is not None:
        rows = np.flatnonzero(~gaps)
        values = values[rows]
    steps, digits, exact = _steps(values)
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
    ends = _read_scales(scale, criteria)
    card_entry, card_judge = keys // max(len(judges), 1), keys % max(len(judges), 1)
    step_scale = Fraction(10) ** digits
    _refuse_off_scale(steps, criterion, ends, step_scale, criteria, rows)
    if table is not None:
        steps = table

    points = [(Fraction(0), Fraction(1)) if e is None else (e[0], 100 / (e[1] - e[0])) for e in ends]
    numerators, denominator = _numerators(steps, criterion, card, len(keys), wanted, points, step_scale, full)

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
) -> Ints | None:
    """The steps in order of entry, judge and criterion, or None unless every judge scored everything exactly once.

    In that order the sums are rows of a table and memory is read once, which is what a million scores need.
    """
    if len(steps) == 0 or math.prod(shape) != len(steps):
        return None
    cell = np.multiply(entry, shape[1] * shape[2], dtype=np.int64)
    cell += np.multiply(judge, shape[2], dtype=np.int64)
    cell += criterion
    nothing = np.iinfo(np.int64).min
    table = np.full(len(steps), nothing)
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


def _numerators(
    steps: Ints,
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
        table = steps.astype(np.float64).reshape(n_cards, len(weights))
        sums = (table @ np.array(factor, dtype=np.float64)).astype(np.int64) + sum(offset)
    elif len(set(factor)) <= 1 and not any(offset):
        shared = factor[0] if factor else 1
        sums = _sums(card, steps if small else steps.astype(object), n_cards, largest * most_criteria) * (
            shared if small else np.array(shared, dtype=object)
        )
    else:
        parts = np.array(factor, dtype=kind)[criterion] * steps.astype(kind, copy=False)
        if any(offset):
            parts = parts + np.array(offset, dtype=kind)[criterion]
        sums = _sums(card, parts, n_cards, bound)

    if full or (n_cards and bool((np.bincount(card, minlength=n_cards) == len(weights)).all())):
        per_card = None
        whole = sum(whole_weights)
    else:
        per_card = _sums(card, np.array(whole_weights, dtype=object)[criterion], n_cards, 2**60)
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
