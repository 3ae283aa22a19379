"""List the leaf paths of one tree of a packed forest, in the codes of a block."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from genrelens.forest.compiling import compiled
from genrelens.forest.shapley.leafwise.leaf_paths import TreeNodes, list_leaf_paths
from genrelens.forest.shapley.leafwise.row_codes import code_bounds

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.forest.packed import ForestArrays
    from genrelens.forest.shapley.leafwise.leaf_paths import LeafPaths
    from genrelens.forest.shapley.leafwise.row_codes import RowCodes

__all__ = ["order_by_class", "paths_of_tree"]


@compiled
def paths_of_tree(forest: ForestArrays, tree: int, rows: RowCodes) -> LeafPaths:
    """List what the path to each leaf asks of each feature.

    Parameters
    ----------
    forest : ForestArrays
    tree : int
        Which of its trees.
    rows : RowCodes

    Returns
    -------
    LeafPaths
    """
    root, end = forest.tree_start[tree], forest.tree_start[tree + 1]
    nodes = TreeNodes(
        forest.feature[root:end],
        code_bounds(forest.feature[root:end], forest.threshold[root:end], rows),
        forest.left[root:end],
        forest.right[root:end],
        forest.missing_left[root:end],
        forest.cover[root:end],
    )
    return list_leaf_paths(nodes, rows.n_codes)


@compiled
def order_by_class(
    forest: ForestArrays, tree: int, paths: LeafPaths
) -> NDArray[np.int64]:
    """Sort a tree's leaves by their first class, so that many add to one class at once.

    Parameters
    ----------
    forest : ForestArrays
    tree : int
        Which of its trees.
    paths : LeafPaths
        Of this tree.

    Returns
    -------
    ndarray of int64, shape (n_leaves,)
    """
    root = forest.tree_start[tree]
    first = np.empty(len(paths.node), dtype=np.int64)
    for leaf in range(len(first)):
        first[leaf] = forest.leaf_class[forest.leaf_start[root + paths.node[leaf]]]
    return np.argsort(first, kind="mergesort")
