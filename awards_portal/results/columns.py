"""The columns of a frame of scores: labels as codes in reading order, scores as whole steps."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .values import EXACT_IN_A_DOUBLE, Ints, ScoresError

# Scores with too many digits are rounded to fifteen; one that would lose more than this share of itself is refused.
LARGEST_LOSS = 1e-9


def codes_of(column: pd.Series[Any], name: str) -> tuple[NDArray[Any], list[Any]]:
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


def score_values(column: pd.Series[Any]) -> NDArray[Any]:
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


def whole_steps(values: NDArray[Any]) -> tuple[Ints, int, bool]:
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
