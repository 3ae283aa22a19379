"""Tests of genrelens.forest.shapley.leafwise.packed_paths."""

from __future__ import annotations

import numpy as np

from genrelens.forest.packed import ForestArrays
from genrelens.forest.shapley.leafwise.packed_paths import (
    order_by_class,
    paths_of_tree,
)
from genrelens.forest.shapley.leafwise.row_codes import MISSING_CODE, code_rows


def test_a_row_passes_the_whole_path_of_one_leaf_of_each_tree(grown) -> None:
    forest, X, _ = grown
    rows = code_rows(X[:40].astype(np.float32))
    arrays = ForestArrays(**forest.arrays())
    for tree in range(forest.n_trees):
        paths = paths_of_tree(arrays, tree, rows)
        reached = np.zeros(40, dtype=int)
        for leaf in range(len(paths.node)):
            entries = slice(paths.start[leaf], paths.start[leaf + 1])
            codes = rows.codes[paths.feature[entries]].astype(int).T
            known = (codes >= paths.low[entries]) & (codes < paths.high[entries])
            passes = np.where(codes == MISSING_CODE, paths.missing[entries], known)
            reached += passes.all(axis=1)
        assert (reached == 1).all()


def test_leaves_are_ordered_by_first_class_and_else_stay_as_they_are(grown) -> None:
    forest, X, _ = grown
    rows = code_rows(X[:5].astype(np.float32))
    arrays = ForestArrays(**forest.arrays())
    paths = paths_of_tree(arrays, 3, rows)

    order = order_by_class(arrays, 3, paths)

    node = forest.tree_start[3] + paths.node[order]
    first = forest.leaf_class[forest.leaf_start[node]]
    assert sorted(order.tolist()) == list(range(len(paths.node)))
    assert (np.diff(first) >= 0).all()
    assert (np.diff(order)[np.diff(first) == 0] > 0).all()
