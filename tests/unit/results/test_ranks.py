"""Ranks with equal values: each way to share a place."""

import numpy as np

from awards_portal.results.ranks import least_ranks, mid_ranks, order_ranks

ROWS = np.array([[0.5, 2.0, 0.5, -1.0], [3.0, 3.0, 3.0, 1.0]])


def test_equal_values_share_the_mean_of_their_ranks() -> None:
    assert [mid_ranks(row).tolist() for row in ROWS] == [[2.5, 4, 2.5, 1], [3, 3, 3, 1]]


def test_equal_values_share_the_smallest_of_their_ranks() -> None:
    assert least_ranks(ROWS).tolist() == [[2, 4, 2, 1], [2, 2, 2, 1]]


def test_of_equal_values_the_one_further_left_comes_first() -> None:
    assert order_ranks(ROWS).tolist() == [[2, 4, 3, 1], [2, 3, 4, 1]]
