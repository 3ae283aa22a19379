"""Tests of genrelens.forest.shapley.background.adding."""

from __future__ import annotations

import numpy as np

from genrelens.forest.shapley.background.adding import add_lanes, scatter_lanes

PICKED = np.array([1, 4, 5, 7], dtype=np.uint16)  # the last is beyond those told of
LINE = np.array([2, 0, 2, 1], dtype=np.uint16)


def test_picked_rows_get_their_line_times_the_value_and_others_nothing() -> None:
    generator = np.random.default_rng(0)
    table, out = generator.normal(size=(3, 16)), generator.normal(size=(9, 16))
    expected = out.copy()
    expected[[1, 4, 5]] += 0.25 * table[[2, 0, 2]]

    add_lanes(PICKED, LINE, 3, 0.25, table, out)

    np.testing.assert_allclose(out, expected, rtol=0, atol=1e-15)


def test_lanes_of_the_path_go_to_its_features() -> None:
    generator = np.random.default_rng(0)
    table, out = generator.normal(size=(3, 16)), generator.normal(size=(9, 20))
    features = np.array([19, 3, 11], dtype=np.int32)
    expected = out.copy()
    expected[np.ix_([1, 4, 5], features)] += 0.25 * table[[2, 0, 2], :3]

    scatter_lanes(PICKED, LINE, 3, 0.25, table, features, out)

    np.testing.assert_allclose(out, expected, rtol=0, atol=1e-15)
