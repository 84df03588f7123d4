"""How far judges agree: intraclass correlations, Krippendorff's alpha, Kendall's W.

Sources: Shrout & Fleiss 1979 (Psychological Bulletin 86, 420-428) for ICC(2,1) and ICC(2,k) from mean squares;
McGraw & Wong 1996 and ten Hove, Jorgensen & van der Ark 2022 (Psychological Methods) for the same figures from
variance components when judges saw different entries, with the harmonic mean number of judges an entry as k;
Krippendorff 2011 (Computing Krippendorff's alpha-reliability); Kendall & Babington Smith 1939 with Siegel's
correction for ties (Siegel & Castellan 1988).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd

from .mixed import fit_crossed
from .ranks import mid_ranks
from .totals import cards
from .values import Floats, Ints, Scales, Weights

OVERALL = "overall"
NOTHING = 1e-12
ALIKE, MOSTLY_ALIKE = 0.75, 0.5
FIGURES = ("icc21", "icc2k", "alpha_interval", "alpha_ordinal", "kendall_w")


@dataclass(frozen=True)
class Agreement:
    """Agreement on one criterion, or overall on the cards' totals; None where the design does not allow a figure."""

    icc21: float | None
    icc2k: float | None
    alpha_interval: float | None
    alpha_ordinal: float | None
    kendall_w: float | None
    entries: int
    judges: int
    complete: bool

    def as_dict(self) -> dict[str, float | int | bool | None]:
        """The figures under their names, ready for JSON."""
        return asdict(self)


def agreement(
    scores: pd.DataFrame, weights: Weights | None = None, scale: Scales | None = None
) -> dict[Any, Agreement]:
    """Agreement per criterion, and under "overall" on the totals of the complete cards.

    `scores` has the columns entry, judge, criterion, score. A file whose only criterion is called "overall" gives
    that one key; a criterion of that name among others keeps its name and the totals come under "overall (totals)".
    Raises ScoresError as `totals.cards` does.
    """
    return {name: measure(y, entry, judge) for name, (y, entry, judge) in _views(scores, weights, scale).items()}


def sentence(name: Any, found: Agreement) -> str:
    """One plain sentence on how judges read a criterion (limits 0.5 and 0.75 after Koo & Li 2016)."""
    value = found.icc21 if found.icc21 is not None else found.alpha_interval
    if value is None:
        return f"There is too little to tell how judges read '{name}'."
    if value >= ALIKE:
        return f"Judges read '{name}' alike."
    if value >= MOSTLY_ALIKE:
        return f"Judges read '{name}' mostly alike."
    if found.kendall_w is not None and found.kendall_w >= ALIKE:
        return f"Judges order entries alike on '{name}' but use its scale differently."
    return f"Judges read '{name}' differently."


def intervals(
    scores: pd.DataFrame, weights: Weights | None = None, scale: Scales | None = None, draws: int = 400
) -> dict[Any, dict[str, tuple[float, float] | None]]:
    """90 % percentile intervals of the figures of `agreement`, under the same keys, by resampling entries.

    None where the figure is missing, and for both ICC of an incomplete design: refitting the variances hundreds of
    times would take minutes. The seed is fixed, so the same scores give the same intervals.
    """
    found: dict[Any, dict[str, tuple[float, float] | None]] = {}
    for name, (y, entry, judge) in _views(scores, weights, scale).items():
        rows = [np.flatnonzero(entry == each) for each in np.unique(entry)]
        rng = np.random.default_rng(len(y))
        base = measure(y, entry, judge)
        drawn: dict[str, list[float]] = {figure: [] for figure in FIGURES}
        for _ in range(draws if len(rows) > 1 else 0):
            picked = [rows[at] for at in rng.integers(0, len(rows), len(rows))]
            at = np.concatenate(picked)
            again = np.repeat(np.arange(len(picked)), [len(each) for each in picked])
            one = measure(y[at], again, judge[at], components=False)
            for figure in FIGURES:
                value = getattr(one, figure)
                if value is not None:
                    drawn[figure].append(value)
        found[name] = {
            figure: (float(np.quantile(each, 0.05)), float(np.quantile(each, 0.95)))
            if getattr(base, figure) is not None and len(each) > draws / 2
            else None
            for figure, each in drawn.items()
        }
    return found


def _views(scores: pd.DataFrame, weights: Weights | None, scale: Scales | None) -> dict[Any, tuple[Floats, Ints, Ints]]:
    found = cards(scores, weights, scale)
    views: dict[Any, tuple[Floats, Ints, Ints]] = {}
    values = found.steps / float(found.step_scale)
    for at, name in enumerate(found.criteria):
        use = found.score_criterion == at
        card = found.score_card[use]
        views[name] = (values[use], found.entry[card], found.judge[card])
    if found.criteria != [OVERALL]:
        key = OVERALL if OVERALL not in found.criteria else f"{OVERALL} (totals)"
        done = found.complete
        views[key] = (found.totals()[done], found.entry[done], found.judge[done])
    return views


def measure(y: Floats, entry: Ints, judge: Ints, components: bool = True) -> Agreement:
    """All figures for one set of values: `y[i]` is what judge `judge[i]` gave entry `entry[i]`, once at most.

    `components=False` leaves out the ICC of incomplete designs, the only figures that take time.
    """
    entry, judge = (np.unique(codes, return_inverse=True)[1].astype(np.int64) for codes in (entry, judge))
    n_entries = int(entry.max()) + 1 if len(y) else 0
    n_judges = int(judge.max()) + 1 if len(y) else 0
    complete = len(y) > 0 and len(y) == n_entries * n_judges
    icc21, icc2k = _icc(y, entry, judge, n_entries, n_judges, complete) if complete or components else (None, None)
    return Agreement(
        icc21=icc21,
        icc2k=icc2k,
        alpha_interval=_alpha(y, entry, n_entries),
        alpha_ordinal=_alpha_ordinal(y, entry, n_entries),
        kendall_w=_kendall(y, entry, judge, n_entries, n_judges) if complete else None,
        entries=n_entries,
        judges=n_judges,
        complete=complete,
    )


def _flat(y: Floats) -> bool:
    return len(y) == 0 or float(np.ptp(y)) <= NOTHING * max(1e-300, float(np.abs(y).max()))


def _icc(
    y: Floats, entry: Ints, judge: Ints, n_entries: int, n_judges: int, complete: bool
) -> tuple[float | None, float | None]:
    if n_entries < 2 or n_judges < 2 or _flat(y):
        return None, None
    if complete:
        return _icc_complete(y, entry, judge, n_entries, n_judges)
    if len(y) <= n_entries or len(y) <= n_judges:
        # Each entry, or each judge, was met once only: noise and effect are the same thing.
        return None, None
    fit = fit_crossed(y, entry, judge, n_entries, n_judges)
    noise = fit.judge_variance + fit.residual_variance
    total = fit.entry_variance + noise
    if total <= 0:
        return None, None
    usual = n_entries / float((1 / np.bincount(entry, minlength=n_entries)).sum())
    return fit.entry_variance / total, fit.entry_variance / (fit.entry_variance + noise / usual)


def _icc_complete(y: Floats, entry: Ints, judge: Ints, n: int, k: int) -> tuple[float | None, float | None]:
    table = np.empty((n, k))
    table[entry, judge] = y - y.mean()
    rows, columns = table.mean(axis=1, keepdims=True), table.mean(axis=0, keepdims=True)
    between = k * float((rows**2).sum()) / (n - 1)
    judges = n * float((columns**2).sum()) / (k - 1)
    error = float(((table - rows - columns) ** 2).sum()) / ((n - 1) * (k - 1))
    single = between + (k - 1) * error + k * (judges - error) / n
    mean = between + (judges - error) / n
    size = between + judges + error
    return (
        (between - error) / single if abs(single) > NOTHING * size else None,
        (between - error) / mean if abs(mean) > NOTHING * size else None,
    )


def _alpha(y: Floats, entry: Ints, n_entries: int) -> float | None:
    """Interval alpha: 1 - observed over expected squared difference, over entries with two values or more."""
    counts = np.bincount(entry, minlength=n_entries)
    pairable = counts[entry] > 1
    y, entry = y[pairable], entry[pairable]
    if len(y) < 2 or _flat(y):
        return None
    y = y - y.mean()
    # Entries with one value leave gaps in the numbering; they weigh nothing.
    safe = np.maximum(counts, 1)
    apart = y - (np.bincount(entry, weights=y, minlength=n_entries) / safe)[entry]
    squares = np.bincount(entry, weights=apart**2, minlength=n_entries)
    kept = counts > 1
    observed = 2 * float((squares[kept] * counts[kept] / (counts[kept] - 1)).sum()) / len(y)
    expected = 2 * float(y @ y) / (len(y) - 1)
    return 1 - observed / expected


def _alpha_ordinal(y: Floats, entry: Ints, n_entries: int) -> float | None:
    """Ordinal alpha: the ordinal metric between two values is the distance of their mid-ranks, squared."""
    pairable = np.bincount(entry, minlength=n_entries)[entry] > 1
    if pairable.sum() < 2:
        return None
    return _alpha(mid_ranks(y[pairable]), entry[pairable], n_entries)


def _kendall(y: Floats, entry: Ints, judge: Ints, n: int, m: int) -> float | None:
    """W = 12 S / (m^2 (n^3 - n) - m T), with S the squared deviations of rank sums and T the sum of t^3 - t."""
    if n < 2 or m < 2:
        return None
    table = np.empty((n, m))
    table[entry, judge] = y
    ranked = np.column_stack([mid_ranks(column) for column in table.T])
    sums = ranked.sum(axis=1)
    spread = float(((sums - sums.mean()) ** 2).sum())
    tied = 0.0
    for column in ranked.T:
        _, counts = np.unique(column, return_counts=True)
        tied += float((counts.astype(np.float64) ** 3 - counts).sum())
    below = m**2 * (float(n) ** 3 - n) - m * tied
    return 12 * spread / below if below > 0 else None
