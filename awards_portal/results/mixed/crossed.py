"""Variance components: y = mean + entry + judge + noise, entries and judges both random, variances by REML.

The deviance is profiled to the two ratios of a variance to the noise's; of the two factors, the one with more levels is
swept out and the other kept dense (Bates, Maechler, Bolker & Walker 2015, Journal of Statistical Software 67(1),
section 3.4).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import optimize, sparse
from scipy.linalg import cho_factor, cho_solve

from ..values import Floats, Ints

# Bounds of the logarithm of a variance ratio, and the size from which each look at the likelihood costs something.
ENDS = (-18.0, 18.0)
LARGE = 150
# Cells of the table of cards up to which it is kept whole.
SMALL = 100_000
# How many numbers of cross products are kept to be used again (160 MB).
MOST_PRODUCTS = 20_000_000


@dataclass(frozen=True)
class CrossedFit:
    """y = mean + entry + judge + noise with entries and judges both random; variances by REML."""

    mean: float
    entry_variance: float
    judge_variance: float
    residual_variance: float


def fit_crossed(y: Floats, entry: Ints, judge: Ints, n_entries: int, n_judges: int) -> CrossedFit:
    """Variances of entries, judges and noise by REML, both factors random (lme4's `y ~ 1 + (1|entry) + (1|judge)`).

    Needs fewer entries and fewer judges than cards, and two of each (ValueError otherwise).
    """
    if not 2 <= n_entries < len(y) or not 2 <= n_judges < len(y):
        raise ValueError("Variance components need more cards than entries and than judges, and two of each.")
    middle = float(y.mean())
    centred = y - middle
    size = float(np.sqrt(centred @ centred / len(y)))
    if size <= 16 * np.finfo(float).eps * abs(middle) or size == 0.0:
        return CrossedFit(middle, 0.0, 0.0, 0.0)
    surface = _Surface(centred / size, entry, judge, n_entries, n_judges)
    best = _lowest(surface)
    _, residual, mean = surface.at(*best)
    square = size * size
    return CrossedFit(
        mean=middle + size * mean,
        entry_variance=square * residual * best[0],
        judge_variance=square * residual * best[1],
        residual_variance=square * residual,
    )


def _whole(product: Any) -> Floats:
    return product if isinstance(product, np.ndarray) else np.asarray(product.toarray())


class _Surface:
    """The profiled restricted deviance over both variance ratios; the factor with fewer levels is kept dense."""

    def __init__(self, y: Floats, entry: Ints, judge: Ints, n_entries: int, n_judges: int) -> None:
        self.turned = n_judges > n_entries
        many, few, n_many, n_few = (
            (judge, entry, n_judges, n_entries) if self.turned else (entry, judge, n_entries, n_judges)
        )
        self.many_count = np.bincount(many, minlength=n_many).astype(np.float64)
        self.few_count = np.bincount(few, minlength=n_few).astype(np.float64)
        self.many_sum = np.bincount(many, weights=y, minlength=n_many)
        self.few_sum = np.bincount(few, weights=y, minlength=n_few)
        table = sparse.csr_array((np.ones(len(y)), (many, few)), shape=(n_many, n_few))
        # A panel of a few dozen is asked for thousands of heights: there a sparse product costs more than it spares.
        self.table: Any = table.toarray() if n_many * n_few <= SMALL else table
        self.across: Any = self.table.T if n_many * n_few <= SMALL else table.T.tocsr()
        # Judges mostly have one of a few numbers of cards: what does not depend on the ratios is then summed once.
        self.sizes, size_of = np.unique(self.many_count, return_inverse=True)
        self.products: list[Floats] | None = None
        if len(self.sizes) * n_few**2 <= MOST_PRODUCTS:
            rows = [self.table[np.flatnonzero(size_of == at)] for at in range(len(self.sizes))]
            self.products = [_whole(each.T @ each) for each in rows]
        self.square = float(y @ y)
        self.total = float(y.sum())
        self.n = len(y)
        self.dense = n_few

    def _crossed(self, ratio: float, weight: Floats) -> Floats:
        if self.products is None:
            return _whole((self.across * weight) @ self.table)
        found = np.zeros((self.dense, self.dense))
        for size, product in zip(self.sizes, self.products, strict=True):
            found += ratio / (1 + ratio * size) * product
        return found

    def at(self, entry_ratio: float, judge_ratio: float) -> tuple[float, float, float]:
        """Deviance, noise variance and mean at given ratios of the entry and judge variances to the noise's."""
        many_ratio, few_ratio = (judge_ratio, entry_ratio) if self.turned else (entry_ratio, judge_ratio)
        weight = many_ratio / (1 + many_ratio * self.many_count)
        inner = -self._crossed(many_ratio, weight)
        inner[np.diag_indices_from(inner)] += self.few_count
        ones = self.few_count - self.across @ (weight * self.many_count)
        data = self.few_sum - self.across @ (weight * self.many_sum)
        one_one = self.n - float(weight @ self.many_count**2)
        one_data = self.total - float(weight @ (self.many_count * self.many_sum))
        data_data = self.square - float(weight @ self.many_sum**2)
        matrix = few_ratio * inner
        matrix[np.diag_indices_from(matrix)] += 1.0
        factor = cho_factor(matrix, lower=True, check_finite=False)
        solved = cho_solve(factor, np.column_stack([ones, data]), check_finite=False) * few_ratio
        xx = one_one - float(ones @ solved[:, 0])
        xy = one_data - float(data @ solved[:, 0])
        yy = data_data - float(data @ solved[:, 1])
        rss = max(yy - xy * xy / xx, 1e-300)
        free = self.n - 1
        height = (
            free * np.log(rss / free)
            + np.log1p(many_ratio * self.many_count).sum()
            + 2 * np.log(np.diag(factor[0])).sum()
            + np.log(xx)
        )
        return float(height), rss / free, xy / xx


def _descend(height: Callable[[Floats], float], dense: int) -> Floats:
    """The lowest point over both logarithms: simplex steps where they are cheap, else slopes by differences."""
    if dense > LARGE:
        found = optimize.minimize(height, np.array([0.0, 0.0]), method="BFGS", options={"gtol": 1e-4, "maxiter": 60})
        return np.asarray(np.clip(found.x, *ENDS))
    starts = np.array([[a, b] for a in (-3.0, 0.0, 3.0) for b in (-3.0, 0.0, 3.0)])
    begin = min(starts, key=height)
    for spread in (1.0, 0.1):
        simplex = begin + spread * np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
        found = optimize.minimize(
            height,
            begin,
            method="Nelder-Mead",
            options={"initial_simplex": simplex, "xatol": 1e-8, "fatol": 1e-11, "maxiter": 400},
        )
        begin = np.clip(found.x, *ENDS)
    return np.asarray(begin)


def _lowest(surface: _Surface) -> tuple[float, float]:
    """The two ratios with the smallest deviance, each possibly exactly 0."""

    def height(logs: Floats) -> float:
        first, second = np.clip(logs, *ENDS)
        return surface.at(float(np.exp(first)), float(np.exp(second)))[0]

    begin = _descend(height, surface.dense)
    inside = (float(np.exp(begin[0])), float(np.exp(begin[1])))
    best, best_height = inside, height(begin)
    # Far from an edge a large panel is spared the search along it: its likelihood has one top.
    for fixed in (0, 1) if surface.dense <= LARGE else [at for at in (0, 1) if begin[at] < -7]:
        # On the edge one ratio is 0 and the other one number: compare, and keep the edge when it is as low.
        def edge(log_ratio: float, fixed: int = fixed) -> float:
            ratio = float(np.exp(log_ratio))
            return surface.at(0.0, ratio)[0] if fixed == 0 else surface.at(ratio, 0.0)[0]

        grid = np.linspace(-12.0, 12.0, 13)
        near = float(grid[int(np.argmin([edge(float(each)) for each in grid]))])
        line = optimize.minimize_scalar(edge, bounds=(near - 2, near + 2), method="bounded", options={"xatol": 1e-9})
        if line.fun <= best_height + 1e-9:
            ratio = float(np.exp(line.x))
            best, best_height = ((0.0, ratio) if fixed == 0 else (ratio, 0.0)), float(line.fun)
    if surface.at(0.0, 0.0)[0] <= best_height + 1e-9:
        best = (0.0, 0.0)
    return best
