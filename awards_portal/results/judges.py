"""How each judge scores beside the others: severity, spread, fit, correlation, and words for what stands out."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from .columns import label_order
from .counted import Counted, judge_moments
from .methods import FEWEST_CARDS_FOR_Z
from .mixed import SeverityFit
from .totals import Cards
from .values import Floats


def judges_table(found: Cards, counted: Counted, fit: SeverityFit | None) -> pd.DataFrame:
    n = len(counted.judge_ids)
    nothing = np.full(n, np.nan)
    mean, sd = judge_moments(counted) if n else (nothing, nothing)
    middle = float(np.nanmedian(sd)) if n and np.isfinite(sd).any() else math.nan
    with np.errstate(invalid="ignore", divide="ignore"):
        spread = sd / middle if middle > 0 else nothing
    misfit = _fit(counted, fit) if fit is not None else nothing
    correlation = _correlations(counted) if n else nothing
    severity = nothing if fit is None else fit.judge_effect
    se = nothing if fit is None else fit.judge_se
    frame = pd.DataFrame(
        {
            "judge": pd.Series([found.judges[at] for at in counted.judge_ids], dtype=object),
            "cards": counted.per_judge,
            "mean": mean,
            "sd": sd,
            "severity": severity,
            "se": se,
            "spread": spread,
            "fit": misfit,
            "correlation": correlation,
        }
    )
    frame["flags"] = pd.Series([_flags(row) for row in frame.to_dict("records")], dtype=object)
    silent = [each for at, each in enumerate(found.judges) if at not in set(counted.judge_ids.tolist())]
    if silent:
        rest = pd.DataFrame({"judge": pd.Series(silent, dtype=object), "cards": 0})
        rest["flags"] = pd.Series([["no completed card"] for _ in silent], dtype=object)
        frame = (
            pd.concat([frame, rest.reindex(columns=frame.columns)], ignore_index=True)
            if n
            else rest.reindex(columns=frame.columns)
        )
    return frame.iloc[label_order(frame["judge"].tolist())].reset_index(drop=True)


def _fit(counted: Counted, fit: SeverityFit) -> Floats:
    """Mean square of a judge's residuals over the noise variance; about 1 for a judge who reads like the panel."""
    if fit.residual_variance <= 0:
        return np.full(len(counted.judge_ids), np.nan)
    left = counted.total - fit.entry_effect[counted.entry] - fit.judge_effect[counted.judge]
    # Residuals are smaller than the noise because the effects were fitted to them: share out what was used up.
    free = max(len(left) - len(counted.entry_ids) - len(counted.judge_ids) + 1, 1) / len(left)
    square = np.bincount(counted.judge, weights=left**2, minlength=len(counted.judge_ids))
    return np.asarray(square / counted.per_judge / (fit.residual_variance * free))


def _correlations(counted: Counted) -> Floats:
    """Each judge's totals against the mean of the other judges' totals for the same entries (3 shared or more)."""
    sums = np.bincount(counted.entry, weights=counted.total, minlength=len(counted.entry_ids))
    counts = counted.per_entry[counted.entry]
    shared = counts > 1
    others = np.zeros(len(counted.total))
    others[shared] = (sums[counted.entry[shared]] - counted.total[shared]) / (counts[shared] - 1)
    size = len(counted.judge_ids)
    judge, x, y = counted.judge[shared], counted.total[shared], others[shared]
    n = np.bincount(judge, minlength=size)
    with np.errstate(invalid="ignore", divide="ignore"):
        x = x - (np.bincount(judge, weights=x, minlength=size) / n)[judge]
        y = y - (np.bincount(judge, weights=y, minlength=size) / n)[judge]
        xy = np.bincount(judge, weights=x * y, minlength=size)
        xx = np.bincount(judge, weights=x * x, minlength=size)
        yy = np.bincount(judge, weights=y * y, minlength=size)
        floor = 1e-18 * max(1.0, float(np.abs(counted.total).max())) ** 2
        found = np.where((n >= 3) & (xx > floor) & (yy > floor), xy / np.sqrt(xx * yy), np.nan)
    return np.clip(found, -1.0, 1.0)


def _flags(row: dict[Any, Any]) -> list[str]:
    """Words for what an organiser may want to look at; nothing is removed because of them."""
    words: list[str] = []
    if row["cards"] < 2:
        words.append("one card only")
        return words
    if row["severity"] == row["severity"] and row["se"] > 0 and abs(row["severity"]) > 2 * row["se"]:
        words.append("lenient" if row["severity"] > 0 else "severe")
    if row["cards"] >= FEWEST_CARDS_FOR_Z and row["sd"] == 0:
        words.append("gave every entry the same total")
    elif row["spread"] == row["spread"] and row["spread"] < 0.5:
        words.append("uses little of the scale")
    elif row["spread"] == row["spread"] and row["spread"] > 2:
        words.append("uses much more of the scale than others")
    if row["fit"] == row["fit"] and row["fit"] > 2 and row["cards"] >= 5:
        words.append("often places entries unlike the panel")
    if row["correlation"] == row["correlation"] and row["correlation"] < 0 and row["cards"] >= 5:
        words.append("tends to the opposite of the other judges")
    return words
