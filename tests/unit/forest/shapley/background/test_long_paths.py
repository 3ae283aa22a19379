"""Tests of genrelens.forest.shapley.background.long_paths."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.forest.shapley.background.long_paths import add_leaf_by_pairs


@pytest.mark.parametrize(("n_path", "n_features"), [(1, 3), (9, 9), (40, 50)])
def test_every_class_gets_its_share_of_the_effects_of_all_pairs(
    make_sides, effect_of_pairs, n_path, n_features
) -> None:
    sides, paths, others, passes, helps = make_sides(n_path, n_features, 30, 20)
    out = np.zeros((3, 30, n_features))

    add_leaf_by_pairs(
        *(sides, paths, others, 0),
        *(np.array([0, 2], dtype=np.int32), np.array([0.25, 0.75]), out),
    )

    expected = np.zeros((3, 30, n_features))
    expected[0][:, paths.feature] = 0.25 * effect_of_pairs(passes, helps)
    expected[2] = 3 * expected[0]
    assert expected.any()
    np.testing.assert_allclose(out, expected, rtol=0, atol=1e-15)
