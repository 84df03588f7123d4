"""Severity by a mixed model: y = entry + judge + noise, judges drawn from a normal distribution, variances by REML.

With X the entries (fixed), Z the judges (random) and phi = var(judge) / var(noise), everything the restricted
likelihood needs follows from A = Z'MZ and q = Z'My, where M takes away each entry's mean:

    deviance(phi) = nu * log(rss(phi) / nu) + log|I + phi A| + constants,   nu = scores - entries
    rss(phi)      = y'My - phi q'(I + phi A)^-1 q

(Bates, Maechler, Bolker & Walker 2015, Journal of Statistical Software 67(1), section 3.4, with the fixed effects
swept out first). phi is one number, so it is found on a grid and then to full precision. For few judges A is
taken apart once into its eigenvalues; for more judges than entries the same two terms come from the entries' side.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import optimize, sparse
from scipy.linalg import cho_factor, cho_solve, eigh
from scipy.sparse.csgraph import connected_components

from ..values import Floats, Ints

# The grid of log(phi), relative to one over the mean number of cards a judge: wide enough for both limits.
GRID = np.linspace(-16.0, 24.0, 161)
COARSE_GRID = np.linspace(-12.0, 16.0, 15)
# Above this many judges the eigenvalues cost more than they save, if there are fewer entries than judges.
MANY_JUDGES = 600
NOTHING = 1e-12


@dataclass(frozen=True)
class SeverityFit:
    """Entry effects (fixed), judge effects (predicted; positive is lenient) and both variances.

    `judge_se` is the conditional standard deviation of a judge's effect given the estimates (what lme4 calls
    condVar): sqrt(var(judge) * var(noise) / (var(noise) + cards * var(judge))). `entry_se` is the standard error
    of the entry's fixed effect. `pieces` counts the parts of the judge-entry graph that no judge connects.
    """

    entry_effect: Floats
    entry_se: Floats
    judge_effect: Floats
    judge_se: Floats
    judge_variance: float
    residual_variance: float
    pieces: int


def pieces(entry: Ints, judge: Ints, n_entries: int, n_judges: int) -> int:
    """How many parts the judge-entry graph falls into (1: every entry can be compared with every other)."""
    size = n_entries + n_judges
    graph = sparse.coo_array((np.ones(len(entry)), (entry, judge + n_entries)), shape=(size, size))
    found, _ = connected_components(graph, directed=False)
    return int(found)


def fit_severity(y: Floats, entry: Ints, judge: Ints, n_entries: int, n_judges: int) -> SeverityFit:
    """Fit the severity model to card totals `y`. Codes run from 0; every entry and every judge has a card.

    Needs more cards than entries (ValueError otherwise). Agrees with lme4's `y ~ 0 + entry + (1 | judge)`.
    """
    if len(y) <= n_entries:
        raise ValueError("The severity model needs more cards than entries.")
    per_entry = np.bincount(entry, minlength=n_entries).astype(np.float64)
    per_judge = np.bincount(judge, minlength=n_judges).astype(np.float64)
    # Centring twice: the first mean of large numbers leaves rounding that the second takes away.
    middle = float(y.mean())
    entry_mean = np.bincount(entry, weights=y - middle, minlength=n_entries) / per_entry
    within = y - middle - entry_mean[entry]
    parts = pieces(entry, judge, n_entries, n_judges)
    table = sparse.csr_array((np.ones(len(y)), (entry, judge)), shape=(n_entries, n_judges))
    pull = np.bincount(judge, weights=within, minlength=n_judges).astype(np.float64)
    total_square = float(within @ within)
    scale = float(np.abs(y - middle).max()) if len(y) else 0.0
    # What rounding alone can leave: relative to the numbers as given, not to their centred size.
    floor = len(y) * (8 * np.finfo(float).eps * (abs(middle) + scale)) ** 2
    if total_square <= floor:
        zeros = np.zeros(n_judges)
        return SeverityFit(entry_mean + middle, np.zeros(n_entries), zeros, zeros, 0.0, 0.0, parts)
    if n_judges > MANY_JUDGES and n_judges > n_entries:
        return _from_entries(within, entry_mean + middle, per_entry, per_judge, table, pull, total_square, parts)
    return _from_judges(within, entry, judge, entry_mean + middle, per_entry, per_judge, table, pull, floor, parts)


def _from_judges(
    within: Floats,
    entry: Ints,
    judge: Ints,
    entry_mean: Floats,
    per_entry: Floats,
    per_judge: Floats,
    table: sparse.csr_array,
    pull: Floats,
    floor: float,
    parts: int,
) -> SeverityFit:
    n_entries, n_judges = len(per_entry), len(per_judge)
    free = len(within) - n_entries
    spread = sparse.diags_array(1 / per_entry) @ table
    design = np.diag(per_judge) - (table.T @ spread).toarray()
    eigenvalues, vectors = eigh(design)
    eigenvalues = np.where(eigenvalues > NOTHING * max(float(per_judge.max()), 1.0), eigenvalues, 0.0)
    seen = eigenvalues > 0
    along = np.where(seen, vectors.T @ pull, 0.0)
    fixed = vectors[:, seen] @ (along[seen] / eigenvalues[seen])
    leftover = within - (fixed[judge] - (spread @ fixed)[entry])
    unexplained = float(leftover @ leftover)
    values, energy = eigenvalues[seen], along[seen] ** 2 / eigenvalues[seen]
    no_noise = unexplained <= max(floor, NOTHING * float(within @ within))
    if no_noise:
        unexplained = 0.0

    def rss(phi: float) -> float:
        return unexplained + float((energy / (1 + phi * values)).sum())

    def deviance(log_phi: float) -> float:
        phi = np.exp(log_phi)
        return float(free * np.log(rss(phi) / free) + np.log1p(phi * values).sum())

    def slope(log_phi: float) -> float:
        phi = np.exp(log_phi)
        share = phi * values / (1 + phi * values)
        return float(-free * (energy * share / (1 + phi * values)).sum() / rss(phi) + share.sum())

    phi = 0.0
    if len(values):
        phi = _best(deviance, slope, float(free * np.log(rss(0.0) / free)), float(np.mean(values)))
    if no_noise and _endless(free, values, fixed, deviance(np.log(phi)) if phi > 0 else np.inf):
        effects = entry_mean - spread @ fixed
        zeros = np.zeros(n_judges)
        return SeverityFit(effects, np.zeros(n_entries), fixed, zeros, float(fixed @ fixed) / len(values), 0.0, parts)
    residual = rss(phi) / free
    weight = phi / (1 + phi * eigenvalues)
    effects = vectors @ (weight * along)
    projected = np.asarray(spread @ vectors)
    entry_variance = residual * (1 / per_entry + (projected**2) @ weight)
    return SeverityFit(
        entry_effect=entry_mean - spread @ effects,
        entry_se=np.sqrt(entry_variance),
        judge_effect=effects,
        judge_se=np.sqrt(residual * phi / (1 + phi * per_judge)),
        judge_variance=residual * phi,
        residual_variance=residual,
        pieces=parts,
    )


def _endless(free: int, values: Floats, fixed: Floats, best: float) -> bool:
    """Whether the likelihood has no top at a finite phi: the judges differ by constants and the noise is nought."""
    if free > len(values):
        return True
    # As many judges' differences as free scores: the deviance levels off towards this height.
    limit = float(free * np.log(float(fixed @ fixed) / free) + np.log(values).sum())
    return limit <= best + 1e-9


def _best(deviance: Callable[[float], float], slope: Callable[[float], float], at_zero: float, size: float) -> float:
    """The phi with the smallest deviance, 0 included; the inside minimum by the root of the slope."""
    grid = GRID - np.log(size)
    heights = np.array([deviance(float(each)) for each in grid])
    low = int(np.argmin(heights))
    if low == 0 or heights[low] >= at_zero:
        return 0.0
    left, right = float(grid[low - 1]), float(grid[min(low + 1, len(grid) - 1)])
    if slope(left) < 0 < slope(right):
        return float(np.exp(optimize.brentq(slope, left, right, xtol=1e-13, rtol=1e-14)))
    return float(np.exp(grid[low]))


def _from_entries(
    within: Floats,
    entry_mean: Floats,
    per_entry: Floats,
    per_judge: Floats,
    table: sparse.csr_array,
    pull: Floats,
    total_square: float,
    parts: int,
) -> SeverityFit:
    n_entries = len(per_entry)
    free = len(within) - n_entries
    turned = table.T.tocsr()

    def solve(phi: float) -> tuple[float, float, Floats, tuple[np.ndarray, bool], Floats]:
        weight = phi / (1 + phi * per_judge)
        matrix = -(table @ (sparse.diags_array(weight) @ turned)).toarray()
        matrix[np.diag_indices(n_entries)] += per_entry
        factor = cho_factor(matrix, lower=True, overwrite_a=True, check_finite=False)
        right = -(table @ (weight * pull))
        shift = cho_solve(factor, right, check_finite=False)
        rss = total_square - float(weight @ pull**2) - float(shift @ right)
        half = np.log1p(phi * per_judge).sum() - np.log(per_entry).sum() + 2 * np.log(np.diag(factor[0])).sum()
        return float(free * np.log(max(rss, 1e-300) / free) + half), rss, shift, factor, weight

    def deviance(log_phi: float) -> float:
        return solve(float(np.exp(log_phi)))[0]

    grid = COARSE_GRID - np.log(float(per_judge.mean()))
    heights = [deviance(float(each)) for each in grid]
    low = int(np.argmin(heights))
    phi = 0.0
    if low > 0 and heights[low] < free * np.log(total_square / free):
        left, right = float(grid[low - 1]), float(grid[min(low + 1, len(grid) - 1)])
        found = optimize.minimize_scalar(deviance, bounds=(left, right), method="bounded", options={"xatol": 1e-7})
        phi = float(np.exp(found.x))
    _, rss, shift, factor, weight = solve(phi)
    residual = max(rss, 0.0) / free
    inverse = cho_solve(factor, np.eye(n_entries), check_finite=False)
    return SeverityFit(
        entry_effect=entry_mean + shift,
        entry_se=np.sqrt(residual * np.diag(inverse)),
        judge_effect=weight * (pull - turned @ shift),
        judge_se=np.sqrt(residual * phi / (1 + phi * per_judge)),
        judge_variance=residual * phi,
        residual_variance=residual,
        pieces=parts,
    )
