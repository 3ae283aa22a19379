"""Tests of genrelens.forest.shapley.leafwise.tree_sums."""

from __future__ import annotations

import numpy as np

from genrelens.forest.packed import ForestArrays
from genrelens.forest.shapley.brute_force import shapley_by_definition
from genrelens.forest.shapley.leafwise.pattern_tables import LANES
from genrelens.forest.shapley.leafwise.row_codes import code_rows
from genrelens.forest.shapley.leafwise.tree_sums import add_trees, workspace_for


def sums_of(forest, X, *, first=0, last=None):
    n_rows = len(X)
    out = np.zeros((forest.n_classes, n_rows, LANES))
    trees = first, forest.n_trees if last is None else last
    rows = code_rows(X.astype(np.float32))
    space = workspace_for(n_rows, forest.n_classes)
    arrays = ForestArrays(**forest.arrays())
    add_trees(arrays, *trees, rows, space, out)
    return out


def test_sums_divided_by_the_trees_are_the_definitions_values(grown) -> None:
    forest, X, _ = grown
    out = sums_of(forest, X[:4])

    np.testing.assert_allclose(
        out[:, :, :5].transpose(1, 2, 0) / forest.n_trees,
        shapley_by_definition(forest, X[:4]),
        atol=1e-14,
    )
    assert not out[:, :, 5:].any()


def test_trees_add_up(grown) -> None:
    forest, X, _ = grown

    whole = sums_of(forest, X[:50])
    parts = sums_of(forest, X[:50], last=5) + sums_of(forest, X[:50], first=5)

    np.testing.assert_allclose(parts, whole, atol=1e-13)
