"""How sure the ranks are: simulation of the entries' true standing given the scores.

The fitted model is y = mean + entry + judge + noise with entries and judges normal and variances by REML. From it the
entries' effects are drawn given the data (exact Gaussian conditioning), each draw is ranked, and the draws are counted.
The seed comes from the data, so the same scores give the same picture.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from scipy.linalg import cho_factor, cho_solve, solve_triangular

from .carrying import with_carried_floats
from .mixed import CrossedFit, fit_crossed
from .ranks import least_ranks
from .values import Floats, Ints

DRAWS = 4000
# Drawn figures altogether: larger panels get fewer draws, never fewer than 400.
BUDGET = 4_000_000
COVER = 0.90


@dataclass(frozen=True)
class Certainty:
    """Per entry: the 90 % interval of its rank, the chance of rank 1, of a rank up to N, and its group's number."""

    low: Ints
    high: Ints
    chance_first: Floats
    chance_top_n: Floats
    group: Ints


def _canonical(total: Floats, entry: Ints, judge: Ints, n_judges: int) -> tuple[Ints, int]:
    """Judges renumbered by what they scored, and a seed: neither depends on row order or on the judges' labels."""
    order = np.lexsort((entry, judge))
    ends = np.cumsum(np.bincount(judge, minlength=n_judges))
    rounded = np.round(total[order], 9) + 0.0
    ordered = entry[order]
    digests = [
        hashlib.sha256(ordered[begin:end].tobytes() + rounded[begin:end].tobytes()).digest()
        for begin, end in zip([0, *ends[:-1].tolist()], ends.tolist(), strict=True)
    ]
    place = np.empty(n_judges, dtype=np.int64)
    place[sorted(range(n_judges), key=lambda at: digests[at])] = np.arange(n_judges)
    seed = int.from_bytes(hashlib.sha256(b"".join(sorted(digests))).digest()[:8], "big")
    return place[judge], seed


def simulate(
    total: Floats,
    entry: Ints,
    judge: Ints,
    rank: Ints,
    top: int,
    lead: tuple[Sequence[Fraction | None], Fraction] | None = None,
) -> Certainty | None:
    """Simulate standings from card totals; None where there is nothing to learn the variances from.

    `rank` is the rank shown beside the interval: the interval is widened to hold it. `top` is the N of "top N". `lead`
    is what each entry brings from an earlier round, taken as known, and its share of the score.
    """
    n_entries, n_judges = len(rank), int(judge.max()) + 1 if len(judge) else 0
    if n_entries < 2 or n_judges < 2 or len(total) <= max(n_entries, n_judges):
        return None
    judge, seed = _canonical(total, entry, judge, n_judges)
    order = np.lexsort((judge, entry))
    total, entry, judge = total[order], entry[order], judge[order]
    fit = fit_crossed(total, entry, judge, n_entries, n_judges)
    rng = np.random.default_rng(seed)
    draws = max(400, min(DRAWS, BUDGET // n_entries))
    effects = draw_entries(fit, total, entry, judge, n_entries, n_judges, draws, rng)
    if lead is not None:
        # Without a difference between entries the cards say nothing: what they bring decides, and a trace of chance.
        unit = np.sqrt(_noise(fit)) if fit.entry_variance > 0 else 1e-9
        effects = with_carried_floats(fit.mean + effects * unit, *lead)
    return _count(effects, rank, top)


def _noise(fit: CrossedFit) -> float:
    # Without any noise at all the totals are the truth; a trace of noise keeps the sums finite.
    return max(fit.residual_variance, 1e-10 * (fit.entry_variance + fit.judge_variance))


def draw_entries(
    fit: CrossedFit,
    total: Floats,
    entry: Ints,
    judge: Ints,
    n_entries: int,
    n_judges: int,
    draws: int,
    rng: np.random.Generator,
) -> Floats:
    """Draws (draws x entries) of the entries' effects given the totals; the overall mean has a flat prior."""
    if fit.entry_variance <= 0:
        # Nothing tells the entries apart: every order is as likely as any other.
        return rng.standard_normal((draws, n_entries))
    noise = _noise(fit)
    y = (total - fit.mean) / np.sqrt(noise)
    few_entries = n_entries < n_judges
    many, few = (judge, entry) if few_entries else (entry, judge)
    n_many, n_few = (n_judges, n_entries) if few_entries else (n_entries, n_judges)
    entry_ratio, judge_ratio = fit.entry_variance / noise, fit.judge_variance / noise
    many_ratio, few_ratio = (judge_ratio, entry_ratio) if few_entries else (entry_ratio, judge_ratio)
    counts = np.bincount(many, minlength=n_many).astype(np.float64)
    sums = np.bincount(many, weights=y, minlength=n_many)
    weight = many_ratio / (1 + many_ratio * counts)
    # Dense side: the overall mean and the factor with fewer levels (scaled by its standard deviation).
    root = np.sqrt(few_ratio)
    wide = np.zeros((n_many, n_few + 1))
    np.add.at(wide, (many, few + 1), root)
    wide[:, 0] = counts
    column = np.zeros((n_few + 1, n_few + 1))
    few_counts = np.bincount(few, minlength=n_few).astype(np.float64)
    column[0, 0] = len(y)
    column[0, 1:] = column[1:, 0] = root * few_counts
    column[np.arange(1, n_few + 1), np.arange(1, n_few + 1)] = few_ratio * few_counts
    precision = column - wide.T @ (weight[:, None] * wide)
    precision[np.arange(1, n_few + 1), np.arange(1, n_few + 1)] += 1.0
    right = np.concatenate([[y.sum()], root * np.bincount(few, weights=y, minlength=n_few)]) - wide.T @ (weight * sums)
    factor = cho_factor(precision, lower=True)
    centre = cho_solve(factor, right)
    noise_few = solve_triangular(factor[0], rng.standard_normal((n_few + 1, draws)), lower=True, trans="T")
    dense = centre[:, None] + noise_few
    if few_entries:
        return np.asarray((dense[1:] * root).T)
    # Given the dense side the many are independent: their mean shrinks what the dense side leaves.
    inner = weight[:, None] * (sums[:, None] - wide @ dense)
    return np.asarray((inner + np.sqrt(weight)[:, None] * rng.standard_normal((n_many, draws))).T)


def _count(effects: Floats, rank: Ints, top: int) -> Certainty:
    n = effects.shape[1]
    ranks = least_ranks(-effects)
    low, high = _interval(ranks), n + 1 - _interval(n + 1 - ranks)
    # Entries that share first place in a draw share it: the chances add up to one.
    firsts = ranks == 1
    chance_first = (firsts / firsts.sum(axis=1, keepdims=True)).mean(axis=0)
    chance_top = (ranks <= top).mean(axis=0) if top < n else np.ones(n)
    return Certainty(
        low=np.minimum(low, rank),
        high=np.maximum(high, rank),
        chance_first=chance_first,
        chance_top_n=chance_top,
        group=_groups(effects, rank),
    )


def _interval(ranks: Ints) -> Ints:
    """The lower end: the rank that leaves as near as can be to 5 % of the draws below it.

    Ranks are whole: always leaving at most 5 % out would make intervals that hold 94 % where 90 % is said.
    """
    draws = len(ranks)
    tail = (1 - COVER) / 2
    ordered = np.sort(ranks, axis=0)
    end = ordered[int(np.floor(tail * draws))]
    below, up_to = (ordered < end).mean(axis=0), (ordered <= end).mean(axis=0)
    return np.asarray(np.where(up_to - tail < tail - below, end + 1, end))


def _groups(effects: Floats, rank: Ints) -> Ints:
    """Number the groups of neighbours in rank that the draws cannot tell from the group's first entry.

    A new group begins with the entry that stands below the group's first in at least 95 % of the draws.
    """
    order = np.argsort(rank, kind="stable")
    group = np.empty(len(rank), dtype=np.int64)
    number, leader = 1, int(order[0])
    for at in order:
        above = (effects[:, leader] > effects[:, int(at)]).mean()
        if above >= 0.95:
            number, leader = number + 1, int(at)
        group[int(at)] = number
    return group
