"""Tests of genrelens.forest.shapley.background.tree_sums."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.forest import grow
from genrelens.forest.packed import ForestArrays
from genrelens.forest.shapley.background.comparison import Comparison
from genrelens.forest.shapley.background.tree_sums import add_trees, workspace_for
from genrelens.forest.shapley.background.weights import weights_for
from genrelens.forest.shapley.brute_force import interventional_by_definition
from genrelens.forest.shapley.leafwise.pattern_tables import LANES
from genrelens.forest.shapley.leafwise.row_codes import code_rows


def sum_trees(forest, rows, others, first_tree, last_tree, space=None):
    sides = Comparison(
        code_rows(rows.astype(np.float32)),
        code_rows(others.astype(np.float32)),
        1 / len(others),
        weights_for(forest.n_features),
    )
    width = max(LANES, forest.n_features)
    out = np.zeros((forest.n_classes, len(rows), width))
    space = space or workspace_for(len(rows), len(others))
    arrays = ForestArrays(**forest.arrays())
    add_trees(arrays, first_tree, last_tree, sides, space, out)
    return out


def test_sums_are_those_of_the_definition_for_all_trees_together(grown) -> None:
    forest, X, _ = grown

    sums = sum_trees(forest, X[:2], X[20:24], 0, forest.n_trees)

    expected = interventional_by_definition(forest, X[:2], X[20:24])
    found = sums[:, :, :5].transpose(1, 2, 0) / forest.n_trees
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-14)
    assert not sums[:, :, 5:].any()


@pytest.mark.parametrize("n_features", [6, 20])
def test_used_memory_and_parts_of_the_trees_change_nothing(
    make_table, n_features
) -> None:
    X, y = make_table(300, n_features, 3, missing=0.1)
    forest = grow(X, y, n_classes=3, n_trees=3, min_samples_leaf=1, random_state=0)
    rows, others = X[:100], X[100:140]
    space = workspace_for(100, 40)

    whole = sum_trees(forest, rows, others, 0, 3)
    first = sum_trees(forest, rows, others, 0, 1, space)
    rest = sum_trees(forest, rows, others, 1, 3, space)

    assert first.any()
    np.testing.assert_allclose(first + rest, whole, rtol=0, atol=1e-14)
    again = sum_trees(forest, rows, others, 0, 1, space)
    assert again.tobytes() == first.tobytes()
