"""Tests of genrelens.forest.shapley.pairs.unfolding."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.forest.shapley.pairs.lane_layout import lay_out
from genrelens.forest.shapley.pairs.unfolding import unfold


def fold(matrices, layout):
    """Lay out symmetric matrices (n_features, n_features, n_classes)."""
    n = len(matrices)
    sums = np.full((matrices.shape[2], layout.width), np.nan)
    for i in range(n):
        sums[:, layout.own_start + i] = matrices[i, i]
        sums[:, layout.effect_start + i] = matrices[i].sum(axis=0)
        for j in range(i):
            sums[:, layout.pair_start[i] + j] = matrices[i, j]
    return sums


@pytest.mark.parametrize("n_features", [1, 8, 11])
def test_what_was_laid_out_comes_back_as_matrices(n_features) -> None:
    drawn = np.random.default_rng(0).normal(size=(n_features, n_features, 3))
    expected = drawn + drawn.transpose(1, 0, 2)
    layout = lay_out(n_features)
    values, total = np.empty(expected.shape), np.empty(3)

    missed = unfold(fold(4 * expected, layout), 4, layout, values, total)

    assert np.array_equal(values, expected)
    assert missed < 1e-14
    np.testing.assert_allclose(total, expected.sum(axis=(0, 1)), atol=1e-13)


@pytest.mark.parametrize("gap", [0.5, -0.5])
def test_a_row_that_misses_its_value_is_told_by_how_much(gap) -> None:
    layout = lay_out(9)
    sums = fold(np.ones((9, 9, 2)), layout)
    sums[1, layout.pair_start[7] + 2] += gap

    missed = unfold(sums, 1, layout, np.empty((9, 9, 2)), np.empty(2))

    assert missed == 0.5


@pytest.mark.parametrize("place", [0, 1])
def test_what_is_no_number_is_told_whatever_comes_after(place) -> None:
    layout = lay_out(9)
    sums = fold(np.ones((9, 9, 2)), layout)
    sums[place, layout.effect_start] = np.nan
    sums[place, layout.effect_start + 3] += 0.5

    assert np.isnan(unfold(sums, 1, layout, np.empty((9, 9, 2)), np.empty(2)))
