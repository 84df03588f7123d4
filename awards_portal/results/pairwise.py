"""Pairs to an order: the model of Bradley and Terry, with intervals, from "which of these two is better".

The chance that i is preferred to j is 1 / (1 + exp(θj - θi)); strengths θ are log-odds against the mean entry (they add
up to zero) and come by maximum likelihood (Newton's method; the likelihood is concave). "Cannot tell" counts as half a
preference for each side. The maximum exists exactly where, between any two groups of entries, each has something
preferred to something of the other (Ford 1957); where it does not, a weak prior (strengths normal around zero with
standard deviation 2) keeps strengths finite, and a warning says so.

Intervals are from the inverse of the information at the maximum; places are drawn from it 4,000 times, from a seed that
the comparisons give, so the same comparisons give the same picture.

Sources: Bradley & Terry 1952 (Biometrika 39); Ford 1957 (Am. Math. Monthly 64); Hunter 2004 (Ann. Statist. 32). Half
preferences for ties: David 1988, The Method of Paired Comparisons.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse.csgraph import connected_components

from .ranks import order_ranks
from .values import Floats, Ints, ScoresError

PRIOR_SD = 2.0
WITHIN_90 = 1.6448536269514722
DRAWS = 4000
# Strengths closer than this are the same strength.
TOLERANCE = 1e-9


@dataclass(frozen=True)
class Pairwise:
    """Entries in order of strength.

    `table`: a row per entry: entry, rank, strength (log-odds against the mean entry), low, high (90 % interval of the
    strength), rank_low, rank_high (90 % interval of the rank), chance_first, compared, preferred (ties half).
    `pieces`: groups of entries that were never compared with one another; 1 is what an order needs.
    """

    table: pd.DataFrame
    comparisons: int
    ties: int
    pieces: int
    used_prior: bool
    warnings: list[str]


def pairwise(comparisons: pd.DataFrame, entries: Iterable[str] = ()) -> Pairwise:
    """Order entries by comparisons of two at a time.

    Args:
        comparisons: columns first, second (entries) and preferred (one of the two; missing or empty: cannot tell).
        entries: entries that take part though they may never have been compared.

    Raises:
        ScoresError: with its row, for an entry compared with itself or a preferred one that is not of the pair.
    """
    names, wins, ties = _counted(comparisons, entries)
    n = len(names)
    warnings: list[str] = []
    if n == 0:
        columns = ["entry", "rank", "strength", "low", "high", "rank_low", "rank_high", "chance_first"]
        empty = pd.DataFrame(columns=[*columns, "compared", "preferred"])
        return Pairwise(empty, 0, 0, 0, False, ["There is nothing to compare."])
    together = wins + wins.T
    pieces, _piece = connected_components(together > 0, directed=False)
    strong, _labels = connected_components(wins > 0, directed=True, connection="strong")
    use_prior = strong > 1
    if pieces > 1:
        warnings.append(
            f"The entries fall into {pieces} groups that were never compared with one another: places across groups "
            "rest on the assumption that the groups are equally good."
        )
    if use_prior and len(comparisons):
        warnings.append(
            "Some entries won or lost every comparison with the others, so a weak prior (standard deviation 2) keeps "
            "their strengths finite. More comparisons make it matter less."
        )
    strengths, covariance = _fit(wins, PRIOR_SD**-2 if use_prior else 0.0)
    errors = np.sqrt(np.maximum(np.diag(covariance), 0))
    # Entries that no comparison touches, in their own group of one, have nothing but the prior.
    order = np.lexsort((np.array(names), -strengths))
    rank = _ranks(strengths)
    low, high, first = _places(strengths, covariance, wins)
    table = pd.DataFrame(
        {
            "entry": names,
            "rank": rank,
            "strength": strengths,
            "low": strengths - WITHIN_90 * errors,
            "high": strengths + WITHIN_90 * errors,
            "rank_low": low,
            "rank_high": high,
            "chance_first": first,
            "compared": together.sum(axis=1).astype(np.int64),
            "preferred": wins.sum(axis=1),
        }
    ).iloc[order]
    return Pairwise(table.reset_index(drop=True), len(comparisons), ties, int(pieces), bool(use_prior), warnings)


def next_pair(
    comparisons: pd.DataFrame, entries: Sequence[str], allowed: Iterable[tuple[str, str]]
) -> tuple[str, str] | None:
    """Of the pairs that may be asked the one that tells most: the largest expected fall in the joint uncertainty.

    With strengths normal around what is known, asking i against j multiplies the determinant of the covariance by
    1 / (1 + p q v), where p and q are the chances of either answer and v is the variance of θi - θj: the pair with the
    largest p q v is asked (D-optimality). Pairs that tell equally much are taken in the order given.
    """
    names, wins, _ties = _counted(comparisons, entries)
    strengths, covariance = _fit(wins, PRIOR_SD**-2)
    at = {name: number for number, name in enumerate(names)}
    best, most = None, -1.0
    for first, second in allowed:
        i, j = at[first], at[second]
        chance = 1 / (1 + np.exp(strengths[j] - strengths[i]))
        spread = covariance[i, i] + covariance[j, j] - 2 * covariance[i, j]
        told = float(chance * (1 - chance) * spread)
        if told > most * (1 + TOLERANCE) + TOLERANCE:
            best, most = (first, second), told
    return best


def _counted(comparisons: pd.DataFrame, entries: Iterable[str]) -> tuple[list[str], Floats, int]:
    """Names in order, how often the row was preferred to the column (ties half), and how many ties."""
    first, second = comparisons["first"].tolist(), comparisons["second"].tolist()
    preferred = [None if pd.isna(each) or each == "" else each for each in comparisons["preferred"].tolist()]
    names = sorted({*entries, *first, *second})
    at = {name: number for number, name in enumerate(names)}
    wins = np.zeros((len(names), len(names)))
    ties = 0
    for row, (one, other, better) in enumerate(zip(first, second, preferred, strict=True)):
        if one == other:
            raise ScoresError(f'"{one}" is compared with itself.', row)
        if better is None:
            ties += 1
            wins[at[one], at[other]] += 0.5
            wins[at[other], at[one]] += 0.5
        elif better in (one, other):
            wins[at[better], at[other if better == one else one]] += 1
        else:
            raise ScoresError(f'"{better}" is preferred, but the pair is "{one}" and "{other}".', row)
    return names, wins, ties


def _fit(wins: Floats, precision: float) -> tuple[Floats, Floats]:
    """Strengths that add up to zero, and their covariance; `precision` is the prior's, 0 for none."""
    n = len(wins)
    together = wins + wins.T
    ones = np.full((n, n), 1.0 / n)
    strengths = np.zeros(n)

    def likelihood(theta: Floats) -> float:
        return float(-(wins * np.logaddexp(0, theta[None, :] - theta[:, None])).sum() - precision * theta @ theta / 2)

    now = likelihood(strengths)
    for _step in range(200):
        chance = 1 / (1 + np.exp(strengths[None, :] - strengths[:, None]))
        slope = (wins - together * chance).sum(axis=1) - precision * strengths
        weight = together * chance * (1 - chance)
        information = np.diag(weight.sum(axis=1)) - weight + precision * np.eye(n)
        step = np.linalg.solve(information + ones, slope)
        # Halved until it climbs: far from the maximum a whole step may overshoot.
        share = 1.0
        while share > 1e-6 and likelihood(strengths + share * step) < now - 1e-12:
            share /= 2
        strengths = strengths + share * step
        strengths = strengths - strengths.mean()
        now = likelihood(strengths)
        if np.abs(step).max() < 1e-12:
            break
    chance = 1 / (1 + np.exp(strengths[None, :] - strengths[:, None]))
    weight = together * chance * (1 - chance)
    information = np.diag(weight.sum(axis=1)) - weight + precision * np.eye(n)
    covariance = np.linalg.inv(information + ones)
    # Strengths add up to zero: what is common to all is not in doubt.
    centre = np.eye(n) - ones
    return strengths, centre @ covariance @ centre


def _ranks(strengths: Floats) -> Ints:
    order = np.argsort(-strengths, kind="stable")
    ranks = np.empty(len(strengths), dtype=np.int64)
    place = 0
    for position, entry in enumerate(order):
        if position == 0 or strengths[order[position - 1]] - strengths[entry] > TOLERANCE:
            place = position + 1
        ranks[entry] = place
    return ranks


def _places(strengths: Floats, covariance: Floats, wins: Floats) -> tuple[Ints, Ints, Floats]:
    """The 90 % interval of each rank and the chance of the first, by drawing."""
    n = len(strengths)
    # An order that neither labels nor rows decide, so that the draws are the same whatever entries are called.
    order = np.lexsort((wins.sum(axis=1), (wins + wins.T).sum(axis=1), np.round(-strengths, 9)))
    said = np.round(np.concatenate([strengths[order], covariance[order][:, order].ravel()]), 9) + 0.0
    seed = int.from_bytes(hashlib.sha256(said.tobytes()).digest()[:8], "big")
    values, vectors = np.linalg.eigh(covariance[order][:, order])
    root = vectors * np.sqrt(np.maximum(values, 0))
    drawn = strengths[order] + np.random.default_rng(seed).standard_normal((DRAWS, n)) @ root.T
    ranks = order_ranks(-drawn)
    back = np.empty(n, dtype=np.int64)
    back[order] = np.arange(n)
    low, high = np.quantile(ranks, [0.05, 0.95], axis=0, method="inverted_cdf").astype(np.int64)
    return low[back], high[back], (ranks == 1).mean(axis=0)[back]
