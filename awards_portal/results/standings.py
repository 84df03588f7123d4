"""Standings: entries ranked by a chosen method, with the raw mean and the severity-corrected score beside it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property, partial
from typing import Any

import numpy as np
import pandas as pd

from . import ties
from .carrying import Carried, read_carried, with_carried, with_carried_floats
from .columns import label_order
from .counted import Counted, Parts, as_floats, counted_cards, keys_of, levels_of, sums_of
from .groups import GroupMeans, GroupWeights, group_means
from .judges import judges_table
from .methods import FEWEST_CARDS_TO_TRIM, METHODS, borda, median_keys, trimmed, zscores
from .mixed import SeverityFit, fit_severity
from .place_table import criteria_means, place_table
from .remarks import named, remark, why_not_adjusted
from .tie_rules import tie_rule
from .totals import Cards, cards
from .uncertainty import simulate
from .values import Floats, Ints, Scales, ScoresError, Weights


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
    `brought`: what an entry brings from it, on the same terms; those that bring nothing are not in it.
    `by_group`: each scored entry's mean by group of judges, where groups are weighed; else empty.
    `criteria_means`: entry x criterion, on the scores' own scale. `judges`: a row per judge: judge, cards,
    mean, sd, severity (positive is lenient), se, spread (its sd against the panel's), fit (mean square of its
    standardised residuals, about 1), correlation (with the mean of the others), flags (words).
    `variance`: {"judge", "residual"}, None when not estimated. `unscored`: entries without a complete card.
    `refusal`: why there is no severity correction, or None. `cards`: the exact totals underneath.
    """

    method: str
    variance: dict[str, float | None]
    warnings: list[str]
    refusal: str | None
    cards: Cards = field(repr=False)
    own: dict[Any, float]
    brought: dict[Any, float]
    by_group: dict[Any, dict[Any, float]]
    _counted: Counted = field(repr=False)
    _fit: SeverityFit | None = field(repr=False)
    _exact: Parts | list[Fraction] | None = field(repr=False)
    _rank: Ints = field(repr=False)
    # Drawn up when it is asked for: a result that is only compared with another needs no table.
    _table: Callable[[], pd.DataFrame] = field(repr=False)

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row per entry, as told above."""
        return self._table()

    @property
    def unscored(self) -> list[Any]:
        """Entries without a complete card."""
        return self.table.loc[self.table["rank"].isna(), "entry"].tolist()

    def best(self, top: int) -> list[Any]:
        """The entries whose rank is within the first `top`, in the table's order."""
        within = np.flatnonzero(self._rank <= top)
        names = [self.cards.entries[self._counted.entry_ids[at]] for at in within]
        place = np.empty(len(names), dtype=np.int64)
        place[label_order(names)] = np.arange(len(names))
        return [names[at] for at in np.lexsort((place, self._rank[within]))]

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
        return criteria_means(self.cards, self.table["entry"])

    @cached_property
    def judges(self) -> pd.DataFrame:
        """One row per judge, in reading order."""
        return judges_table(self.cards, self._counted, self._fit)

    @property
    def winners(self) -> list[Any]:
        """The entries at rank 1."""
        return self.best(1)


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
    counted = counted_cards(found)
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
    remark(warnings, found, counted, fit)

    sums = sums_of(counted.entry, counted.numerators, n_entries)
    counts = counted.per_entry
    raw = as_floats(sums, counted.denominator) / counts
    raw_keys = keys_of(sums, counts)
    raw_level = levels_of(raw_keys, raw, counted.exact)
    score, level = raw, raw_level
    exact: Parts | list[Fraction] | None = Parts(sums, counts, counted.denominator)
    if method == "median":
        keys = median_keys(counted)
        score = as_floats(keys, 2 * counted.denominator)
        level = levels_of(keys, score, counted.exact)
        exact = Parts(keys, np.full(n_entries, 2), counted.denominator)
    elif method == "trimmed":
        kept, left = trimmed(counted)
        score = as_floats(kept, counted.denominator) / left
        level = levels_of(keys_of(kept, left), score, counted.exact)
        exact = Parts(kept, left, counted.denominator)
        if n_entries and (counts < FEWEST_CARDS_TO_TRIM).any():
            few = [found.entries[at] for at in counted.entry_ids[counts < FEWEST_CARDS_TO_TRIM]]
            warnings.append(f"Fewer than {FEWEST_CARDS_TO_TRIM} cards, so nothing was dropped for: {named(few)}.")
    elif method == "zscore" and n_entries:
        score, plain = zscores(counted)
        level = ties.levels(score, ties.TOLERANCE)
        if len(plain):
            names = [found.judges[at] for at in counted.judge_ids[plain]]
            warnings.append(f"Too few cards or no spread to standardise, taken as given: {named(names)}.")
    elif method == "borda" and n_entries:
        score, single = borda(counted)
        level = ties.levels(score, ties.TOLERANCE)
        if len(single):
            names = [found.judges[at] for at in counted.judge_ids[single]]
            warnings.append(f"One card says nothing about places, counted as the middle: {named(names)}.")
    elif method == "adjusted" and fit is not None:
        score = fit.entry_effect
        level = ties.levels(score, ties.TOLERANCE)

    by_group: GroupMeans | None = None
    if groups is not None and n_entries:
        by_group = _by_groups(groups, found, counted, warnings)
        exact = [each for each in by_group.scores if each is not None]
        score, level = _ranked_exactly(exact)
    if method in {"zscore", "borda", "adjusted"} or not counted.exact:
        exact = None
    own: dict[Any, float] = {}
    earlier: dict[Any, float] = {}
    lead: tuple[list[Fraction | None], Fraction] | None = None
    if carried is not None and n_entries:
        names = [found.entries[at] for at in counted.entry_ids]
        own = dict(zip(names, score.tolist(), strict=True))
        lead = brought, share = read_carried(carried, names)
        earlier = {name: float(each) for name, each in zip(names, brought, strict=True) if each is not None}
        if exact is not None:
            exact = with_carried(exact if isinstance(exact, list) else exact.values(), brought, share)
            score, level = _ranked_exactly(exact)
        else:
            score = with_carried_floats(score, brought, share)
            level = ties.levels(score, ties.TOLERANCE)
        if share and None in brought:
            without = [name for name, each in zip(names, brought, strict=True) if each is None]
            warnings.append(f"No score of the earlier round, so this round's counts alone, for: {named(without)}.")
    ladder = [rule for name in tie_ladder for rule in tie_rule(name, found, counted, jury_order)]
    final, decided = ties.separate(level, ladder)
    rank = ties.ranks(final)
    certainty = simulate(counted.total, counted.entry, counted.judge, rank, top, lead) if uncertainty else None
    table = partial(place_table, found, counted, rank, final, decided, score, raw, raw_level, fit, certainty, entries)
    return Standings(
        method=method,
        variance={
            "judge": None if fit is None else fit.judge_variance,
            "residual": None if fit is None else fit.residual_variance,
        },
        warnings=warnings,
        refusal=refusal,
        cards=found,
        own=own,
        brought=earlier,
        by_group={}
        if by_group is None
        else {
            found.entries[at]: {group: float(mean) for group, mean in means.items()}
            for at, means in zip(counted.entry_ids, by_group.means, strict=True)
        },
        _counted=counted,
        _fit=fit,
        _exact=exact,
        _rank=rank,
        _table=table,
    )


def _by_groups(groups: GroupWeights, found: Cards, counted: Counted, warnings: list[str]) -> GroupMeans:
    means = group_means(
        groups,
        [found.judges[at] for at in counted.judge_ids],
        counted.entry,
        counted.judge,
        counted.numerators,
        counted.denominator,
        len(counted.entry_ids),
    )
    names = [found.entries[at] for at in counted.entry_ids]
    if None in means.scores:
        alone = [name for name, score in zip(names, means.scores, strict=True) if score is None]
        raise ScoresError(f"Only groups without a weight scored: {named(alone)}. Give one of them a weight.")
    warnings += [
        f'No judge of the group "{group}" has a completed card here, so its weight went to the other groups.'
        for group in means.absent
    ]
    for group, lacking in means.lacking.items():
        without = named([names[at] for at in lacking])
        warnings.append(
            f'The group "{group}" has no completed card, so its weight went to the other groups, for: {without}.'
        )
    return means


def _ranked_exactly(exact: Sequence[Fraction]) -> tuple[Floats, Ints]:
    place = {score: at for at, score in enumerate(sorted(set(exact)))}
    return np.array([float(each) for each in exact]), ties.levels(np.array([place[each] for each in exact]))
