"""Tests of genrelens.forest.shapley.leafwise.quadrature."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.forest.shapley.leafwise.quadrature import add_leaf_by_rows, points_for


@pytest.mark.parametrize("n_path", [1, 2, 3, 8, 16, 17, 40, 256])
def test_points_integrate_the_highest_power_exactly(n_path) -> None:
    points, weights = points_for(n_path)

    assert weights @ points ** (n_path - 1) == pytest.approx(1 / n_path, rel=1e-12)
    assert len(points) == max(1, (n_path + 1) // 2)
    assert 0 < points.min() <= points.max() < 1


@pytest.mark.parametrize("n_path", [1, 2, 5, 9])
def test_effects_are_those_of_the_definition(
    make_leaf, effect_by_definition, n_path
) -> None:
    rows, paths, passes = make_leaf(n_path, 12, 25, seed=n_path)
    out = np.zeros((3, 25, 12))
    classes, values = np.array([0, 2], dtype=np.int32), np.array([0.25, 0.75])

    add_leaf_by_rows(rows, paths, 0, classes, values, *points_for(n_path), out)

    for row in range(25):
        effect = np.zeros(12)
        effect[paths.feature] = effect_by_definition(passes[row], paths.share)
        np.testing.assert_allclose(out[0, row], 0.25 * effect, atol=1e-15)
        np.testing.assert_allclose(out[2, row], 0.75 * effect, atol=1e-15)
    assert not out[1].any()


def test_more_points_than_needed_change_nothing(make_leaf) -> None:
    rows, paths, _ = make_leaf(6, 8, 10)
    classes, values = np.zeros(1, dtype=np.int32), np.ones(1)
    few, many = np.zeros((1, 10, 8)), np.zeros((1, 10, 8))

    add_leaf_by_rows(rows, paths, 0, classes, values, *points_for(6), few)
    add_leaf_by_rows(rows, paths, 0, classes, values, *points_for(60), many)

    np.testing.assert_allclose(few, many, atol=1e-15)
