"""Put rows beside the background rows that they are compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from genrelens.forest.compiling import compiled
from genrelens.forest.shapley.leafwise.leaf_paths import (
    LeafPaths,
    TreeNodes,
    list_leaf_paths,
)
from genrelens.forest.shapley.leafwise.row_codes import RowCodes, code_bounds

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from genrelens.forest.packed import ForestArrays

__all__ = ["Comparison", "list_both_paths"]


class Comparison(NamedTuple):
    """A block of rows and a background, each in codes of its own.

    `weight` is that of one background row; `weights` are from `weights_for`, for
    the forest's longest path.
    """

    rows: RowCodes
    background: RowCodes
    weight: float
    weights: NDArray[np.float64]


@compiled
def list_both_paths(
    forest: ForestArrays, tree: int, sides: Comparison
) -> tuple[LeafPaths, LeafPaths]:
    """List the paths of a tree's leaves in the codes of either side.

    Parameters
    ----------
    forest : ForestArrays
    tree : int
        Which of its trees.
    sides : Comparison

    Returns
    -------
    paths, others : LeafPaths
        The same leaves and entries in the same order; for the rows, and for the
        background.
    """
    paths = _list_paths(forest, tree, sides.rows)
    return paths, _list_paths(forest, tree, sides.background)


@compiled
def _list_paths(forest: ForestArrays, tree: int, rows: RowCodes) -> LeafPaths:
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
