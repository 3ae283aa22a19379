"""Tests of genrelens.forest.binned.desk."""

from __future__ import annotations

import numpy as np

from genrelens.forest.binned.desk import make_desk


def test_a_desk_begins_with_all_rows_all_features_and_zeros() -> None:
    state = np.array([5], dtype=np.uint64)

    desk = make_desk(3, 10, 4, 6, state)

    np.testing.assert_array_equal(desk.rows, np.arange(10))
    np.testing.assert_array_equal(desk.features, [0, 1, 2])
    assert desk.state is state
    assert len(desk.todo) >= 6 + 1  # depth first: one waiting a level
    for name in ("totals", "lefts", "constants", "todo"):
        assert not getattr(desk, name).any()
