"""Tests of genrelens.forest.shapley.background.comparison."""

from __future__ import annotations

import numpy as np

from genrelens.forest.packed import ForestArrays
from genrelens.forest.shapley.background.comparison import Comparison, list_both_paths
from genrelens.forest.shapley.background.weights import weights_for
from genrelens.forest.shapley.leafwise.row_codes import code_rows


def who_arrives(rows, paths):
    """Count, for each leaf, the rows that pass all of its path."""
    arrived = []
    for leaf in range(len(paths.node)):
        passes = np.ones(rows.codes.shape[1], dtype=bool)
        for entry in range(paths.start[leaf], paths.start[leaf + 1]):
            code = rows.codes[paths.feature[entry]].astype(int)
            known = (code >= paths.low[entry]) & (code < paths.high[entry])
            passes &= np.where(code == 65_535, paths.missing[entry], known)
        arrived.append(passes.sum())
    return np.array(arrived)


def test_both_lists_are_of_one_tree_and_send_each_row_to_one_leaf(grown) -> None:
    forest, X, _ = grown
    X = X.astype(np.float32)
    sides = Comparison(code_rows(X[:50]), code_rows(X[50:81]), 1 / 31, weights_for(5))
    for tree in (0, forest.n_trees - 1):
        arrays = ForestArrays(**forest.arrays())
        paths, others = list_both_paths(arrays, tree, sides)

        n_entries = paths.start[-1]
        np.testing.assert_array_equal(paths.node, others.node)
        np.testing.assert_array_equal(paths.start, others.start)
        for name in ("feature", "missing", "share"):
            np.testing.assert_array_equal(
                getattr(paths, name)[:n_entries], getattr(others, name)[:n_entries]
            )
        assert who_arrives(sides.rows, paths).sum() == 50
        assert who_arrives(sides.background, others).sum() == 31
        nodes = slice(forest.tree_start[tree], forest.tree_start[tree + 1])
        assert (forest.feature[nodes][paths.node] == -1).all()
