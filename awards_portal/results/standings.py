"""Standings: entries ranked by a chosen method, with the raw mean and the severity-corrected score beside it."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from . import ties
from .carrying import Carried, read_carried, with_carried, with_carried_floats
from .groups import GroupWeights, group_means, read_groups
from .mixed import SeverityFit, fit_severity
from .totals import Cards, Floats, Ints, Scales, ScoresError, Weights, cards, label_order
from .uncertainty import Certainty, simulate

METHODS = {
    "mean": "mean of the totals of an entry's completed cards",
    "median": "median of the totals",
    "trimmed": "mean of the totals without the highest and the lowest (four cards or more; else the mean)",
    "zscore": "totals standardised per judge, brought back to the overall mean and spread, then averaged",
    "adjusted": "mean corrected for each judge's severity (mixed model, REML)",
    "borda": "mean place within each judge's cards, 100 for always first and 0 for always last",
}
FEWEST_JUDGES = 3
FEWEST_CARDS_AN_ENTRY = 2
FEWEST_CARDS_FOR_Z = 3
FEWEST_CARDS_TO_TRIM = 4


class NotEnoughToCorrectError(ScoresError):
    """The severity correction was asked for and the data are too thin for it; the text says why."""


@dataclass(frozen=True)
class Standings:
    """A ranked result.

    `table`: one row per entry in order of rank, unscored entries last. Columns: entry, rank (1, 1, 3; missing for
    unscored), tied (shares its rank), tie_decided_by (rule or None), score (by the chosen method), raw (mean),
    raw_rank, adjusted, adjusted_rank (missing when the correction is refused), judges (completed cards), median,
    sd, min, max, low and high (90 % interval of the rank), chance_first, chance_top_n (0 to 1), group (entries
    of one group cannot be told apart from its first).
    `own`: each scored entry's score of this round alone, where scores are carried from an earlier one; else empty.
    `criteria_means`: entry x criterion, on the scores' own scale. `judges`: a row per judge: judge, cards,
    mean, sd, severity (positive is lenient), se, spread (its sd against the panel's), fit (mean square of its
    standardised residuals, about 1), correlation (with the mean of the others), flags (words).
    `variance`: {"judge", "residual"}, None when not estimated. `unscored`: entries without a complete card.
    `refusal`: why there is no severity correction, or None. `cards`: the exact totals underneath.
    """

    method: str
    table: pd.DataFrame
    variance: dict[str, float | None]
    warnings: list[str]
    unscored: list[Any]
    refusal: str | None
    cards: Cards = field(repr=False)
    own: dict[Any, float]
    _counted: _Counted = field(repr=False)
    _fit: SeverityFit | None = field(repr=False)
    _exact: _Parts | list[Fraction] | None = field(repr=False)

    @cached_property
    def exact(self) -> dict[Any, Fraction] | None:
        """Each scored entry's score as an exact number; None where the method or the scores have none."""
        if self._exact is None:
            return None
        values = self._exact if isinstance(self._exact, list) else self._exact.values()
        return {self.cards.entries[at]: value for at, value in zip(self._counted.entry_ids, values, strict=True)}

    @cached_property
    def criteria_means(self) -> pd.DataFrame:
        """Mean score per entry (rows, in the table's order) and criterion (columns) over complete cards."""
        return _criteria_means(self.cards, self.table["entry"])

    @cached_property
    def judges(self) -> pd.DataFrame:
        """One row per judge, in reading order."""
        return _judges(self.cards, self._counted, self._fit)

    @property
    def winners(self) -> list[Any]:
        """The entries at rank 1."""
        first = self.table["rank"] == 1
        return self.table.loc[first, "entry"].tolist()


@dataclass(frozen=True)
class _Parts:
    """Exact scores that nobody has divided yet: a sum, how many it is of, and what both are in units of."""

    sums: NDArray[Any]
    counts: Ints
    denominator: int

    def values(self) -> list[Fraction]:
        pairs = zip(self.sums, self.counts, strict=True)
        return [Fraction(int(top), int(count) * self.denominator) for top, count in pairs]


@dataclass(frozen=True)
class _Counted:
    """The complete cards, with entries and judges renumbered to those that have one."""

    entry: Ints
    judge: Ints
    entry_ids: Ints
    judge_ids: Ints
    total: Floats
    numerators: NDArray[Any]
    denominator: int
    exact: bool

    @property
    def per_entry(self) -> Ints:
        return np.bincount(self.entry, minlength=len(self.entry_ids))

    @property
    def per_judge(self) -> Ints:
        return np.bincount(self.judge, minlength=len(self.judge_ids))


def _renumber(codes: Ints, size: int) -> tuple[Ints, Ints]:
    used = np.bincount(codes, minlength=size) > 0
    return (np.cumsum(used) - 1)[codes] if len(codes) else codes, np.flatnonzero(used)


def _counted(found: Cards) -> _Counted:
    keep = np.flatnonzero(found.complete)
    entry, entry_ids = _renumber(found.entry[keep], len(found.entries))
    judge, judge_ids = _renumber(found.judge[keep], len(found.judges))
    numerators = found.numerators[keep]
    return _Counted(
        entry,
        judge,
        entry_ids,
        judge_ids,
        found.totals()[keep],
        numerators,
        found.denominator,
        found.exact,
    )


def why_not_adjusted(n_cards: int, n_entries: int, n_judges: int) -> str | None:
    """The sentence that refuses the severity correction, or None when there is enough to correct with."""
    if n_judges < FEWEST_JUDGES:
        return (
            f"There is not enough to correct for severity: {_count(n_judges, 'judge')} with completed cards, "
            f"{FEWEST_JUDGES} are needed."
        )
    if n_cards < FEWEST_CARDS_AN_ENTRY * n_entries:
        return (
            f"There is not enough to correct for severity: {n_cards / max(n_entries, 1):.2g} cards an entry on "
            f"average, {FEWEST_CARDS_AN_ENTRY} are needed."
        )
    return None


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _named(labels: Sequence[Any], most: int = 5) -> str:
    shown = ", ".join(str(each) for each in labels[:most])
    return shown if len(labels) <= most else f"{shown} and {len(labels) - most} more"


def _keys(sums: NDArray[Any], counts: Ints) -> NDArray[Any]:
    """Whole numbers that order sums / counts exactly."""
    common = math.lcm(1, *{int(each) for each in np.unique(counts)})
    biggest = max((abs(int(each)) for each in (sums.min(), sums.max())), default=0) if len(sums) else 0
    if sums.dtype != object and biggest * common < 2**62:
        return np.asarray(sums * (common // counts))
    return np.asarray(sums.astype(object) * np.array([common // int(each) for each in counts], dtype=object))


def _sum(group: Ints, numerators: NDArray[Any], size: int) -> NDArray[Any]:
    if numerators.dtype != object and len(numerators):
        largest = max(abs(int(numerators.min())), abs(int(numerators.max())))
        most = int(np.bincount(group, minlength=1).max())
        if largest * most < 2**52:
            return np.bincount(group, weights=numerators, minlength=size).astype(np.int64)
    out = np.zeros(size, dtype=object)
    np.add.at(out, group, numerators.astype(object))
    return out


def _float(values: NDArray[Any], denominator: int) -> Floats:
    if values.dtype != object:
        return values.astype(np.float64) / denominator
    return np.array([int(each) / denominator for each in values], dtype=np.float64)


def _sorted_groups(counted: _Counted) -> tuple[Ints, Ints]:
    """Order of the cards by entry then total, and where each entry's cards begin."""
    key = counted.numerators if counted.numerators.dtype != object else counted.total
    each = len(key) // max(len(counted.entry_ids), 1)
    if len(key) and bool((counted.per_entry == each).all()) and bool((np.diff(counted.entry) >= 0).all()):
        inside = np.argsort(key.reshape(-1, each), axis=1)
        order = (inside + np.arange(0, len(key), each)[:, None]).ravel()
    else:
        order = np.lexsort((key, counted.entry))
    begin = np.concatenate([[0], np.cumsum(counted.per_entry)[:-1]])
    return order, begin


def _median_keys(counted: _Counted) -> NDArray[Any]:
    """Twice each entry's median, as numerators."""
    order, begin = _sorted_groups(counted)
    ordered, counts = counted.numerators[order], counted.per_entry
    return np.asarray(ordered[begin + (counts - 1) // 2] + ordered[begin + counts // 2])


def _trimmed(counted: _Counted) -> tuple[NDArray[Any], Ints]:
    """Sums and counts without the highest and lowest card where an entry has four or more."""
    if not len(counted.entry_ids):
        return counted.numerators, counted.per_entry
    order, begin = _sorted_groups(counted)
    ordered, counts = counted.numerators[order], counted.per_entry
    sums = _sum(counted.entry, counted.numerators, len(counts))
    enough = counts >= FEWEST_CARDS_TO_TRIM
    cut = np.where(enough, ordered[begin] + ordered[begin + counts - 1], 0)
    return sums - cut, np.where(enough, counts - 2, counts)


def _judge_moments(counted: _Counted) -> tuple[Floats, Floats]:
    counts = counted.per_judge
    mean = np.bincount(counted.judge, weights=counted.total, minlength=len(counts)) / counts
    apart = counted.total - mean[counted.judge]
    square = np.bincount(counted.judge, weights=apart**2, minlength=len(counts))
    with np.errstate(invalid="ignore", divide="ignore"):
        return mean, np.sqrt(np.where(counts > 1, square / (counts - 1), np.nan))


def _zscores(counted: _Counted) -> tuple[Floats, Ints]:
    """Each entry's mean of standardised totals, and the judges whose cards were taken as they are."""
    mean, sd = _judge_moments(counted)
    overall = float(counted.total.mean())
    spread = float(counted.total.std(ddof=1)) if len(counted.total) > 1 else 0.0
    size = max(1.0, float(np.abs(counted.total).max()))
    usable = (counted.per_judge >= FEWEST_CARDS_FOR_Z) & (np.nan_to_num(sd) > 1e-12 * size)
    with np.errstate(invalid="ignore", divide="ignore"):
        z = (counted.total - mean[counted.judge]) / sd[counted.judge]
    value = np.where(usable[counted.judge], overall + spread * z, counted.total)
    counts = counted.per_entry
    return np.bincount(counted.entry, weights=value, minlength=len(counts)) / counts, np.flatnonzero(~usable)


def _borda(counted: _Counted) -> tuple[Floats, Ints]:
    """Each entry's mean place within its judges (100 first, 0 last), and the judges with a single card."""
    key = counted.numerators if counted.numerators.dtype != object else counted.total
    order = np.lexsort((key, counted.judge))
    judge, ordered = counted.judge[order], key[order]
    fresh = np.concatenate([[True], (judge[1:] != judge[:-1]) | (ordered[1:] != ordered[:-1])])
    run = np.cumsum(fresh) - 1
    first = np.flatnonzero(fresh)
    last = np.concatenate([first[1:], [len(order)]]) - 1
    begin = np.concatenate([[0], np.cumsum(counted.per_judge)[:-1]])
    below = (first[run] + last[run]) / 2 - begin[judge]
    others = counted.per_judge[judge] - 1
    with np.errstate(invalid="ignore", divide="ignore"):
        place = np.where(others > 0, 100 * below / np.maximum(others, 1), 50.0)
    value = np.empty(len(order))
    value[order] = place
    counts = counted.per_entry
    score = np.bincount(counted.entry, weights=value, minlength=len(counts)) / counts
    return score, np.flatnonzero(counted.per_judge < 2)


PLACES = ("rank", "raw_rank", "adjusted_rank", "low", "high", "group")
FIGURES = ("score", "raw", "adjusted", "median", "sd", "min", "max", "chance_first", "chance_top_n")


def standings(
    scores: pd.DataFrame,
    *,
    weights: Weights | None = None,
    scale: Scales | None = None,
    method: str = "mean",
    tie_ladder: Sequence[str] = (),
    jury_order: Mapping[Any, int] | None = None,
    required: Collection[Any] | None = None,
    entries: Collection[Any] | None = None,
    top: int = 3,
    uncertainty: bool = True,
    severity: bool = True,
    groups: GroupWeights | None = None,
    carried: Carried | None = None,
) -> Standings:
    """Rank entries from scores (columns entry, judge, criterion, score).

    `weights`, `scale` and `required` as for `totals.cards`. `method` is a key of METHODS. `tie_ladder` names rules of
    `ties.RULES` in order; "jury" reads `jury_order` (entry to place, 1 is best). `entries` adds entries that may have
    no score. `top` is the N of chance_top_n. `uncertainty=False` leaves the simulation out, `severity=False` the
    correction beside a raw result; both cost time on very large panels and nothing else depends on them. `groups`
    weighs groups of judges (by the method "mean" only); raw, adjusted and intervals stay those of all judges alike.
    `carried` brings scores from an earlier round into the score, by any method; raw and adjusted stay this round's.
    Raises ScoresError (bad input), NotEnoughToCorrectError (method "adjusted" on too thin data).
    """
    if method not in METHODS:
        raise ScoresError(f'The method "{method}" is not known. Methods: {", ".join(METHODS)}.')
    for name in tie_ladder:
        if name not in ties.RULES:
            raise ScoresError(f'The tie rule "{name}" is not known. Rules: {", ".join(ties.RULES)}.')
    if top < 1:
        raise ScoresError("The number of top places must be at least 1.")
    if groups is not None and method != "mean":
        raise ScoresError(f'Groups of judges are weighed by the method mean; "{method}" knows no groups.')
    found = cards(scores, weights, scale, required)
    counted = _counted(found)
    warnings: list[str] = []
    n_entries, n_judges = len(counted.entry_ids), len(counted.judge_ids)
    refusal = why_not_adjusted(len(counted.total), n_entries, n_judges)
    if method == "adjusted" and refusal:
        raise NotEnoughToCorrectError(refusal)
    fit: SeverityFit | None = None
    if refusal is None and (severity or method == "adjusted"):
        fit = fit_severity(counted.total, counted.entry, counted.judge, n_entries, n_judges)
    elif severity and n_entries:
        warnings.append(refusal or "")
    _warn(warnings, found, counted, fit)

    sums = _sum(counted.entry, counted.numerators, n_entries)
    counts = counted.per_entry
    raw = _float(sums, counted.denominator) / counts
    raw_keys = _keys(sums, counts)
    raw_level = _levels(raw_keys, raw, counted.exact)
    score, level = raw, raw_level
    exact: _Parts | list[Fraction] | None = _Parts(sums, counts, counted.denominator)
    if method == "median":
        keys = _median_keys(counted)
        score = _float(keys, 2 * counted.denominator)
        level = _levels(keys, score, counted.exact)
        exact = _Parts(keys, np.full(n_entries, 2), counted.denominator)
    elif method == "trimmed":
        trimmed, left = _trimmed(counted)
        score = _float(trimmed, counted.denominator) / left
        level = _levels(_keys(trimmed, left), score, counted.exact)
        exact = _Parts(trimmed, left, counted.denominator)
        if n_entries and (counts < FEWEST_CARDS_TO_TRIM).any():
            few = [found.entries[at] for at in counted.entry_ids[counts < FEWEST_CARDS_TO_TRIM]]
            warnings.append(f"Fewer than {FEWEST_CARDS_TO_TRIM} cards, so nothing was dropped for: {_named(few)}.")
    elif method == "zscore" and n_entries:
        score, plain = _zscores(counted)
        level = ties.levels(score, ties.TOLERANCE)
        if len(plain):
            names = [found.judges[at] for at in counted.judge_ids[plain]]
            warnings.append(f"Too few cards or no spread to standardise, taken as given: {_named(names)}.")
    elif method == "borda" and n_entries:
        score, single = _borda(counted)
        level = ties.levels(score, ties.TOLERANCE)
        if len(single):
            names = [found.judges[at] for at in counted.judge_ids[single]]
            warnings.append(f"One card says nothing about places, counted as the middle: {_named(names)}.")
    elif method == "adjusted" and fit is not None:
        score = fit.entry_effect
        level = ties.levels(score, ties.TOLERANCE)

    if groups is not None and n_entries:
        exact = _by_groups(groups, found, counted, warnings)
        score, level = _ranked_exactly(exact)
    if method in {"zscore", "borda", "adjusted"} or not counted.exact:
        exact = None
    own: dict[Any, float] = {}
    lead: tuple[list[Fraction | None], Fraction] | None = None
    if carried is not None and n_entries:
        names = [found.entries[at] for at in counted.entry_ids]
        own = dict(zip(names, score.tolist(), strict=True))
        lead = brought, share = read_carried(carried, names)
        if exact is not None:
            exact = with_carried(exact if isinstance(exact, list) else exact.values(), brought, share)
            score, level = _ranked_exactly(exact)
        else:
            score = with_carried_floats(score, brought, share)
            level = ties.levels(score, ties.TOLERANCE)
        if share and None in brought:
            without = [name for name, each in zip(names, brought, strict=True) if each is None]
            warnings.append(f"No score of the earlier round, so this round's counts alone, for: {_named(without)}.")
    ladder = [rule for name in tie_ladder for rule in _rule(name, found, counted, jury_order)]
    final, decided = ties.separate(level, ladder)
    rank = ties.ranks(final)
    certainty = simulate(counted.total, counted.entry, counted.judge, rank, top, lead) if uncertainty else None
    table = _table(found, counted, rank, final, decided, score, raw, raw_level, fit, certainty, entries)
    unscored = table.loc[table["rank"].isna(), "entry"].tolist()
    return Standings(
        method=method,
        table=table,
        variance={
            "judge": None if fit is None else fit.judge_variance,
            "residual": None if fit is None else fit.residual_variance,
        },
        warnings=warnings,
        unscored=unscored,
        refusal=refusal,
        cards=found,
        own=own,
        _counted=counted,
        _fit=fit,
        _exact=exact,
    )


def _by_groups(groups: GroupWeights, found: Cards, counted: _Counted, warnings: list[str]) -> list[Fraction]:
    of_judge, weights, names = read_groups(groups, [found.judges[at] for at in counted.judge_ids])
    means, lacking = group_means(
        counted.entry,
        of_judge[counted.judge],
        counted.numerators,
        counted.denominator,
        len(counted.entry_ids),
        weights,
    )
    if None in means:
        alone = [found.entries[at] for at, mean in zip(counted.entry_ids, means, strict=True) if mean is None]
        raise ScoresError(f"Only groups without a weight scored: {_named(alone)}. Give one of them a weight.")
    if lacking:
        without = [found.entries[counted.entry_ids[at]] for at in lacking]
        warnings.append(
            f"A group of judges ({', '.join(map(str, names))}) has no completed card, so its weight went to the "
            f"others, for: {_named(without)}."
        )
    return [mean for mean in means if mean is not None]


def _ranked_exactly(exact: Sequence[Fraction]) -> tuple[Floats, Ints]:
    place = {score: at for at, score in enumerate(sorted(set(exact)))}
    return np.array([float(each) for each in exact]), ties.levels(np.array([place[each] for each in exact]))


def _levels(keys: NDArray[Any], values: Floats, exact: bool) -> Ints:
    return ties.levels(keys) if exact else ties.levels(values, ties.TOLERANCE)


def _warn(warnings: list[str], found: Cards, counted: _Counted, fit: SeverityFit | None) -> None:
    n_entries, n_judges = len(counted.entry_ids), len(counted.judge_ids)
    if not n_entries:
        warnings.append("No card is complete, so no entry is ranked.")
        return
    left_out = int((~found.complete).sum())
    if left_out:
        at = np.flatnonzero(~found.complete)[:6]
        whose = [f"{found.judges[found.judge[each]]} on {found.entries[found.entry[each]]}" for each in at]
        more = "" if left_out <= len(whose[:5]) else f" and {left_out - 5} more"
        warnings.append(f"{_count(left_out, 'card')} not complete and not counted: {', '.join(whose[:5])}{more}.")
    if n_judges == 1:
        warnings.append("One judge only: the result is that judge's opinion, and severity cannot be seen.")
    if len(counted.total) > 1 and bool((counted.numerators == counted.numerators[0]).all()):
        warnings.append("All totals are equal: every entry shares the first rank unless a tie rule decides.")
    counts = counted.per_entry
    if n_judges > 1 and (counts == 1).any():
        alone = [found.entries[at] for at in counted.entry_ids[counts == 1]]
        warnings.append(f"Scored by one judge only: {_named(alone)}.")
    if fit is None:
        return
    if (counted.per_judge < 2).any():
        single = [found.judges[at] for at in counted.judge_ids[counted.per_judge < 2]]
        warnings.append(f"A judge with one card says next to nothing about severity: {_named(single)}.")
    if fit.pieces > 1:
        warnings.append(
            f"The panel falls into {fit.pieces} groups that share no judge; places across them rest on the "
            "assumption that their judges are alike on average."
        )


def _rule(
    name: str, found: Cards, counted: _Counted, jury_order: Mapping[Any, int] | None
) -> list[tuple[str, ties.Rule]]:
    n_entries, n_judges = len(counted.entry_ids), len(counted.judge_ids)
    if name in ("heaviest_criterion", "criteria_by_weight"):
        by_weight = sorted(range(len(found.criteria)), key=lambda at: (-found.weights[at], str(found.criteria[at])))
        chosen = [at for at in by_weight if found.weights[at] > 0]
        if name == "heaviest_criterion":
            chosen = [at for at in chosen if found.weights[at] == found.weights[chosen[0]]][:1]
        return [(f"{name}: {found.criteria[at]}", _criterion_rule(found, counted, at)) for at in chosen]
    if name == "more_firsts":
        best = np.full(n_judges, -np.inf)
        np.maximum.at(best, counted.judge, counted.total)
        # A judge with one card placed nothing before anything.
        first = (counted.total >= best[counted.judge] - 1e-12) & (counted.per_judge[counted.judge] > 1)
        firsts = np.bincount(counted.entry[first], minlength=n_entries)
        return [(name, lambda group: firsts[group])]
    if name == "head_to_head":
        return [(name, lambda group: _preferred(counted, group))]
    if name == "smaller_spread":
        spread = _spread(counted)
        return [(name, lambda group: -np.nan_to_num(spread[group], nan=np.inf))]
    if name == "median":
        keys = _median_keys(counted)
        return [(name, lambda group: keys[group])]
    places = jury_order or {}
    last = max(places.values(), default=0) + 1
    order = np.array([-places.get(found.entries[at], last) for at in counted.entry_ids], dtype=np.int64)
    return [(name, lambda group: order[group])]


def _criterion_rule(found: Cards, counted: _Counted, at: int) -> ties.Rule:
    use = (found.score_criterion == at) & found.complete[found.score_card]
    place = np.full(len(found.entries), -1, dtype=np.int64)
    place[counted.entry_ids] = np.arange(len(counted.entry_ids))
    entry = place[found.entry[found.score_card[use]]]
    counts = np.bincount(entry, minlength=len(counted.entry_ids))
    sums = _sum(entry, found.steps[use], len(counted.entry_ids))
    keys = _keys(sums, np.maximum(counts, 1))
    # An entry nobody scored on this criterion comes after those somebody did.
    lowest = (min(keys) - 1) if len(keys) else 0
    keys = np.where(counts > 0, keys, lowest)
    return lambda group: keys[group]


def _preferred(counted: _Counted, group: Ints) -> Floats:
    """For each entry of the group: judges who put it above, minus those who put it below, another of the group."""
    inside = np.isin(counted.entry, group)
    wide = np.full((len(group), len(counted.judge_ids)), np.nan)
    place = {int(each): at for at, each in enumerate(group)}
    rows = np.array([place[int(each)] for each in counted.entry[inside]], dtype=np.int64)
    wide[rows, counted.judge[inside]] = counted.total[inside]
    score = np.zeros(len(group))
    for at in range(len(group)):
        apart = wide[at] - wide
        score[at] = np.nansum(np.where(np.abs(apart) > 1e-12, np.sign(apart), 0.0))
    return score


def _spread(counted: _Counted) -> Floats:
    counts = counted.per_entry
    mean = np.bincount(counted.entry, weights=counted.total, minlength=len(counts)) / counts
    square = np.bincount(counted.entry, weights=(counted.total - mean[counted.entry]) ** 2, minlength=len(counts))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.sqrt(np.where(counts > 1, square / (counts - 1), np.nan))


def _table(
    found: Cards,
    counted: _Counted,
    rank: Ints,
    final: Ints,
    decided: list[str | None],
    score: Floats,
    raw: Floats,
    raw_level: Ints,
    fit: SeverityFit | None,
    certainty: Certainty | None,
    entries: Collection[Any] | None,
) -> pd.DataFrame:
    n = len(counted.entry_ids)
    nothing = np.full(n, np.nan)
    shared = np.bincount(final, minlength=1)[final] > 1 if n else np.zeros(0, dtype=bool)
    order_by_total, begin = _sorted_groups(counted)
    ordered, counts = counted.total[order_by_total], counted.per_entry
    names = [found.entries[at] for at in counted.entry_ids]
    frame = pd.DataFrame(
        {
            "entry": pd.Series(names, dtype=object),
            "rank": rank,
            "tied": shared,
            "tie_decided_by": pd.Series(decided, dtype=object),
            "score": score,
            "raw": raw,
            "raw_rank": ties.ranks(raw_level),
            "adjusted": nothing if fit is None else fit.entry_effect,
            "adjusted_rank": nothing if fit is None else ties.ranks(ties.levels(fit.entry_effect, ties.TOLERANCE)),
            "judges": counts,
            "median": (ordered[begin + (counts - 1) // 2] + ordered[begin + counts // 2]) / 2 if n else nothing,
            "sd": _spread(counted),
            "min": ordered[begin] if n else nothing,
            "max": ordered[begin + counts - 1] if n else nothing,
            "low": nothing if certainty is None else certainty.low,
            "high": nothing if certainty is None else certainty.high,
            "chance_first": nothing if certainty is None else certainty.chance_first,
            "chance_top_n": nothing if certainty is None else certainty.chance_top_n,
            "group": nothing if certainty is None else certainty.group,
        }
    )
    place = np.empty(n, dtype=np.int64)
    place[label_order(names)] = np.arange(n)
    frame = frame.iloc[np.lexsort((place, rank))] if n else frame
    scored = set(names)
    others = [each for each in [*found.entries, *(entries or [])] if each not in scored]
    others = list(dict.fromkeys(others))
    others = [others[at] for at in label_order(others)]
    frame = frame.reset_index(drop=True)
    if others:
        # Rows of nothing below: typed columns would warn about an empty frame, so each column is lengthened.
        longer = {name: [*frame[name].tolist(), *[None] * len(others)] for name in frame.columns}
        longer["entry"][n:] = others
        frame = pd.DataFrame({name: pd.Series(column, dtype=object) for name, column in longer.items()})
        for name in FIGURES:
            frame[name] = pd.to_numeric(frame[name], errors="coerce").astype("float64")
        frame["judges"] = frame["judges"].fillna(0).astype("int64")
        frame["tied"] = np.array([bool(each) for each in frame["tied"]], dtype=bool)
        frame["tie_decided_by"] = pd.Series(
            [each if isinstance(each, str) else None for each in frame["tie_decided_by"]], dtype=object
        )
    for name in PLACES:
        column = pd.to_numeric(frame[name], errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
        gaps = np.isnan(column)
        frame[name] = pd.arrays.IntegerArray(np.where(gaps, 0, column).astype(np.int64), gaps)
    return frame


def _criteria_means(found: Cards, order: pd.Series[Any]) -> pd.DataFrame:
    """Mean score per entry and criterion over complete cards, on the scores' own scale."""
    use = found.complete[found.score_card]
    size = len(found.entries) * max(len(found.criteria), 1)
    cell = found.entry[found.score_card[use]] * max(len(found.criteria), 1) + found.score_criterion[use]
    sums = np.bincount(cell, weights=found.steps[use], minlength=size)
    counts = np.bincount(cell, minlength=size)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = (sums / counts / float(found.step_scale)).reshape(len(found.entries), max(len(found.criteria), 1))
    frame = pd.DataFrame(means[:, : len(found.criteria)], index=found.entries, columns=found.criteria)
    frame.index.name = "entry"
    return frame.reindex(order.tolist())


def _judges(found: Cards, counted: _Counted, fit: SeverityFit | None) -> pd.DataFrame:
    n = len(counted.judge_ids)
    nothing = np.full(n, np.nan)
    mean, sd = _judge_moments(counted) if n else (nothing, nothing)
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


def _fit(counted: _Counted, fit: SeverityFit) -> Floats:
    """Mean square of a judge's residuals over the noise variance; about 1 for a judge who reads like the panel."""
    if fit.residual_variance <= 0:
        return np.full(len(counted.judge_ids), np.nan)
    left = counted.total - fit.entry_effect[counted.entry] - fit.judge_effect[counted.judge]
    # Residuals are smaller than the noise because the effects were fitted to them: share out what was used up.
    free = max(len(left) - len(counted.entry_ids) - len(counted.judge_ids) + 1, 1) / len(left)
    square = np.bincount(counted.judge, weights=left**2, minlength=len(counted.judge_ids))
    return np.asarray(square / counted.per_judge / (fit.residual_variance * free))


def _correlations(counted: _Counted) -> Floats:
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
