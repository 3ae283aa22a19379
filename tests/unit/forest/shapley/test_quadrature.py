"""Tests of genrelens.forest.shapley.quadrature."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.forest.shapley.quadrature import points_for


@pytest.mark.parametrize("n_path", [1, 2, 3, 8, 16, 17, 40, 256])
def test_points_integrate_the_highest_power_exactly(n_path) -> None:
    points, weights = points_for(n_path)

    assert weights @ points ** (n_path - 1) == pytest.approx(1 / n_path, rel=1e-12)
    assert len(points) == max(1, (n_path + 1) // 2)
    assert 0 < points.min() <= points.max() < 1


@pytest.mark.parametrize("n_path", [4, 7])
def test_more_points_than_needed_change_nothing(n_path) -> None:
    shares = np.random.default_rng(n_path).uniform(size=n_path - 1)

    few, many = (
        weights @ (shares + np.outer(points, 1 - shares)).prod(axis=1)
        for points, weights in (points_for(n_path), points_for(60))
    )

    assert few == pytest.approx(many, rel=1e-13)
