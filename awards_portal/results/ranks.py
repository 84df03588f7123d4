"""Ranks from 1, the smallest value first. Written with numpy: importing scipy.stats for them takes most of a second."""

from __future__ import annotations

import numpy as np

from .values import Floats, Ints


def mid_ranks(values: Floats) -> Floats:
    """The rank of each value; equal values share the mean of the ranks they take up."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(counts) - (counts - 1) / 2)[place])


def least_ranks(rows: Floats) -> Ints:
    """The rank of each value within its row; equal values share the smallest of the ranks they take up."""
    order = np.argsort(rows, axis=1)
    ordered = np.take_along_axis(rows, order, axis=1)
    begins = np.ones(rows.shape, dtype=np.bool_)
    begins[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    shared = np.maximum.accumulate(np.where(begins, np.arange(1, rows.shape[1] + 1), 0), axis=1)
    ranks = np.empty_like(shared)
    np.put_along_axis(ranks, order, shared, axis=1)
    return ranks


def order_ranks(rows: Floats) -> Ints:
    """The rank of each value within its row; of equal values the one further left comes first."""
    return np.argsort(np.argsort(rows, axis=1, kind="stable"), axis=1) + 1
