"""Tests of genrelens.forest.shapley.rowwise.tree_walk."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.forest.shapley.brute_force import shapley_by_definition
from genrelens.forest.shapley.quadrature import points_for
from genrelens.forest.shapley.rowwise.laying_out import lay_out_trees
from genrelens.forest.shapley.rowwise.tree_plan import LANES, ONES, ZEROS
from genrelens.forest.shapley.rowwise.tree_walk import add_trees_for_row, space_for


@pytest.fixture
def plan(grown, arrays_of):
    return lay_out_trees(arrays_of(grown[0]), 0, 12, n_features=5, n_classes=4)


def test_sums_are_added_to_what_is_there_and_not_divided(grown, plan) -> None:
    forest, X, _ = grown
    row = X[7].astype(np.float32)
    out = np.full((5, 4), 3.0)

    add_trees_for_row(plan, row, *points_for(5), space_for(plan, 5, 4), out)

    expected = 3 + 12 * shapley_by_definition(forest, X[7:8])[0]
    np.testing.assert_allclose(out, expected, atol=1e-13)


def test_space_is_fit_for_the_next_row_as_it_is(grown, plan) -> None:
    _, X, _ = grown
    rows = X[:20].astype(np.float32)
    used = space_for(plan, 5, 4)
    for row in rows:
        again, fresh = np.zeros((5, 4)), np.zeros((5, 4))

        add_trees_for_row(plan, row, *points_for(5), used, again)
        new = space_for(plan, 5, 4)
        add_trees_for_row(plan, row, *points_for(5), new, fresh)

        assert again.tobytes() == fresh.tobytes()


@pytest.mark.parametrize("n_path", [14, 16, 17, 40, 100])
def test_more_points_than_needed_change_nothing(grown, plan, n_path) -> None:
    """Eight fill the lanes; more take several rounds, the last perhaps not full."""
    row = grown[1][3].astype(np.float32)
    few, many = np.zeros((5, 4)), np.zeros((5, 4))

    add_trees_for_row(plan, row, *points_for(5), space_for(plan, 5, 4), few)
    add_trees_for_row(plan, row, *points_for(n_path), space_for(plan, 5, 4), many)

    assert few.any()
    np.testing.assert_allclose(few, many, atol=1e-13)


def test_fixed_rows_hold_what_they_are_called_and_lanes_lie_in_lines(plan) -> None:
    space = space_for(plan, 5, 4)

    assert space.rows[ONES].tolist() == [1.0] * LANES
    assert space.rows[ZEROS].tolist() == [0.0] * LANES
    for array in (space.slots, space.rows, space.sums):
        assert array.ctypes.data % 64 == 0
