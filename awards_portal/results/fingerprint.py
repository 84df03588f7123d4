"""A fingerprint of everything a result rests on: the same scores, weights and rules give the same SHA-256 anywhere."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from .values import COLUMNS, ScoresError, Weights, fraction

FORM = "awards-portal-results-1"
OPTIONAL = ("round", "category")


def fingerprint(scores: pd.DataFrame, weights: Weights | None = None, rules: Mapping[str, Any] | None = None) -> str:
    """SHA-256 (64 hex digits) over the scores, the weights and the rules (method, scale, tie ladder, ...).

    The order of rows, columns and keys does not matter, nor does the type a number comes in: 3, 3.0, "3" and
    Decimal("3.00") are one score, None and NaN are both missing, and a label is its text. Columns other than entry,
    judge, criterion, score, round and category do not count. Raises ScoresError for a missing column or a score that
    is no number, TypeError for a rule that is neither text, number, truth value, None nor a list or mapping of these.
    """
    for name in COLUMNS:
        if name not in scores.columns:
            raise ScoresError(f'The column "{name}" is missing. Needed are: {", ".join(COLUMNS)}.')
    head = {
        "form": FORM,
        "rules": _canonical(rules or {}),
        "weights": None if weights is None else {str(name): str(fraction(value)) for name, value in weights.items()},
    }
    digest = hashlib.sha256(json.dumps(head, sort_keys=True, ensure_ascii=True, separators=(",", ":")).encode())
    columns = [*(name for name in OPTIONAL if name in scores.columns), "entry", "judge", "criterion"]
    digest.update(json.dumps(columns).encode())
    texts = [_labels(scores[name]) for name in columns]
    texts.append(_scores(scores["score"]))
    for line in sorted(map("\t".join, zip(*texts, strict=True))):
        digest.update(b"\n" + line.encode())
    return digest.hexdigest()


def _labels(column: pd.Series[Any]) -> list[str]:
    # A label in JSON has no bare tab or line break, so that no two tables run together to the same text.
    codes, found = pd.factorize(column, use_na_sentinel=True)
    texts = np.array([*(json.dumps(str(_plain(each))) for each in found), "null"], dtype=object)
    listed: list[str] = texts[codes].tolist()
    return listed


def _scores(column: pd.Series[Any]) -> list[str]:
    codes, found = pd.factorize(column, use_na_sentinel=True)
    texts = []
    for at, each in enumerate(found):
        try:
            texts.append(str(fraction(_plain(each))))
        except (ValueError, TypeError, OverflowError):
            raise ScoresError(f'The score "{each}" is not a number.', int(np.argmax(codes == at))) from None
    listed: list[str] = np.array([*texts, "null"], dtype=object)[codes].tolist()
    return listed


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value


def _canonical(value: Any) -> Any:
    value = _plain(value)
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int | float | Fraction | Decimal):
        return {"number": str(fraction(value))}
    if isinstance(value, Mapping):
        return {str(name): _canonical(each) for name, each in value.items()}
    if isinstance(value, set | frozenset):
        return sorted((_canonical(each) for each in value), key=lambda each: json.dumps(each, sort_keys=True))
    if isinstance(value, Collection):
        return [_canonical(each) for each in value]
    raise TypeError(f"A rule holds {type(value).__name__}, which has no canonical form.")
