"""Put rows beside the background rows that they are compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from genrelens.forest.compiling import compiled
from genrelens.forest.shapley.leafwise.packed_paths import paths_of_tree

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from genrelens.forest.packed import ForestArrays
    from genrelens.forest.shapley.leafwise.leaf_paths import LeafPaths
    from genrelens.forest.shapley.leafwise.row_codes import RowCodes

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
    paths = paths_of_tree(forest, tree, sides.rows)
    return paths, paths_of_tree(forest, tree, sides.background)
