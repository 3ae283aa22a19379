from __future__ import annotations

import numpy as np
import pytest

from genrelens.evaluation.calibration.drawn_shares import (
    draw_ratios,
    estimate_ratios,
    sum_by_group,
)


def test_sums_over_groups_are_sums() -> None:
    values = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    units = np.array([1, 0, 1])
    assert sum_by_group(values, units, 3).tolist() == [[3, 4], [6, 8], [0, 0]]


def test_the_value_is_the_ratio_and_lies_within_its_interval() -> None:
    rng = np.random.default_rng(0)
    below = rng.integers(1, 5, (300, 2)).astype(float)
    above = rng.binomial(below.astype(int), 0.3).astype(float)
    found = estimate_ratios(above, below, stretch=1.0, seed=0, n_replicates=400)
    for one, value in zip(found, above.sum(axis=0) / below.sum(axis=0), strict=True):
        assert one is not None
        assert one.value == pytest.approx(value)
        assert one.low < value < one.high


def test_the_spread_of_drawings_is_that_of_theory() -> None:
    rng = np.random.default_rng(1)
    above = (rng.random((400, 1)) < 0.4).astype(float)
    drawings = draw_ratios(above, np.ones((400, 1)), seed=0, n_replicates=1000)
    expected = np.sqrt(above.var() / 400)
    assert drawings.std() == pytest.approx(expected, rel=0.1)


def test_copies_of_a_track_in_one_group_do_not_narrow_the_interval() -> None:
    rng = np.random.default_rng(2)
    above = (rng.random((100, 1)) < 0.5).astype(float)
    once = estimate_ratios(
        above, np.ones((100, 1)), stretch=1.0, seed=0, n_replicates=200
    )
    tenfold = estimate_ratios(
        10 * above, np.full((100, 1), 10.0), stretch=1.0, seed=0, n_replicates=200
    )
    assert once == tenfold


def test_nothing_below_the_line_is_not_defined() -> None:
    zero = np.zeros((4, 1))
    assert estimate_ratios(zero, zero, stretch=1.0, seed=0, n_replicates=20) == (None,)
