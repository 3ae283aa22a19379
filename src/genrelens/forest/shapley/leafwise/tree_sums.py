"""Add up the Shapley values of all leaves of all trees, for one block of rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from genrelens.forest.compiling import compiled
from genrelens.forest.shapley.leafwise.leaf_paths import TreeNodes, list_leaf_paths
from genrelens.forest.shapley.leafwise.pattern_tables import (
    MAX_TABLED,
    add_leaf_by_patterns,
)
from genrelens.forest.shapley.leafwise.quadrature import add_leaf_by_rows
from genrelens.forest.shapley.leafwise.row_codes import code_bounds

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.forest.packed import ForestArrays
    from genrelens.forest.shapley.leafwise.leaf_paths import LeafPaths
    from genrelens.forest.shapley.leafwise.pattern_tables import Workspace
    from genrelens.forest.shapley.leafwise.row_codes import RowCodes

__all__ = ["add_trees"]


@compiled
def add_trees(
    forest: ForestArrays,
    rows: RowCodes,
    points: NDArray[np.float64],
    weights: NDArray[np.float64],
    space: Workspace,
    out: NDArray[np.float64],
) -> None:
    """Add every leaf's part, tree by tree.

    Parameters
    ----------
    forest : ForestArrays
    rows : RowCodes
    points, weights : ndarray of float64, shape (n_points,)
        Quadrature that is exact for the forest's longest path.
    space : Workspace
    out : ndarray of float64, shape (n_classes, n_rows, at least n_features)
        Added to; not yet divided by the number of trees.
    """
    for number in range(len(forest.tree_start) - 1):
        root, end = forest.tree_start[number], forest.tree_start[number + 1]
        tree = TreeNodes(
            forest.feature[root:end],
            code_bounds(forest.feature[root:end], forest.threshold[root:end], rows),
            forest.left[root:end],
            forest.right[root:end],
            forest.missing_left[root:end],
            forest.cover[root:end],
        )
        paths = list_leaf_paths(tree, rows.n_codes)
        for leaf in _by_class(paths, root, forest):
            node = root + paths.node[leaf]
            begin, finish = forest.leaf_start[node], forest.leaf_start[node + 1]
            classes = forest.leaf_class[begin:finish]
            shares = forest.leaf_value[begin:finish]
            if paths.start[leaf + 1] - paths.start[leaf] <= MAX_TABLED:
                add_leaf_by_patterns(rows, paths, leaf, classes, shares, space, out)
            else:
                add_leaf_by_rows(
                    rows, paths, leaf, classes, shares, points, weights, out
                )


@compiled
def _by_class(paths: LeafPaths, root: int, forest: ForestArrays) -> NDArray[np.int64]:
    """Sort the leaves by their first class, so that its sums stay in the cache."""
    first = np.empty(len(paths.node), dtype=np.int64)
    for leaf in range(len(first)):
        first[leaf] = forest.leaf_class[forest.leaf_start[root + paths.node[leaf]]]
    return np.argsort(first, kind="mergesort")
