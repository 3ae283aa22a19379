"""Walk rows through the trees as they are packed, whatever the trees' size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from genrelens.forest.compiling import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.forest.packed import ForestArrays

__all__ = ["add_by_packed_nodes"]


@compiled
def add_by_packed_nodes(
    forest: ForestArrays, rows: NDArray[np.float32], out: NDArray[np.float64]
) -> None:
    """Add the leaves of each row to its sums, as `add_many_rows` does, but slower.

    Parameters
    ----------
    forest : ForestArrays
        Of any size.
    rows : ndarray of float32, shape (n_rows, n_features)
        NaN stands for a missing value.
    out : ndarray of float64, shape (n_rows, n_classes)
        What the leaves are added to.
    """
    feature, threshold = forest.feature, forest.threshold
    left, right, missing_left = forest.left, forest.right, forest.missing_left
    for tree in range(len(forest.tree_start) - 1):
        root = forest.tree_start[tree]
        for row in range(rows.shape[0]):
            node = root
            asked = feature[node]
            while asked >= 0:
                value = rows[row, asked]
                if value <= threshold[node] or (np.isnan(value) and missing_left[node]):
                    node = root + left[node]
                else:
                    node = root + right[node]
                asked = feature[node]
            for entry in range(forest.leaf_start[node], forest.leaf_start[node + 1]):
                out[row, forest.leaf_class[entry]] += forest.leaf_value[entry]
