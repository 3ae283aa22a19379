"""Predict class probabilities, block by block of rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from genrelens.forest.compiling import compiled
from genrelens.forest.packed import ForestArrays, PackedForest
from genrelens.forest.rows import to_rows
from genrelens.forest.threads import count_threads, in_order

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = ["predict_proba"]

_BLOCK_ROWS: Final = 512  # a block, and the tree it walks, stay in the cache


def predict_proba(
    forest: PackedForest, X: ArrayLike, *, n_jobs: int | None = None
) -> NDArray[np.float64]:
    """Average the leaves that each row falls into.

    Parameters
    ----------
    forest : PackedForest
        Grown by `grow`, or checked by `validate`.
    X : array_like of numbers, shape (n_rows, n_features)
        NaN stands for a missing value.
    n_jobs : int, optional
        Threads; -1 and None mean every processor.

    Returns
    -------
    ndarray of float64, shape (n_rows, n_classes)
        Each row sums to 1. A row's numbers depend on nothing but that row:
        neither on the other rows nor on the threads, to the last bit.

    Raises
    ------
    InputError
        If `X` has another width than the forest, or infinite values.
    """
    rows = to_rows(X, n_features=forest.n_features)
    arrays = ForestArrays(**forest.arrays())
    out = np.zeros((len(rows), forest.n_classes))

    def fill(block: int) -> None:
        begin = block * _BLOCK_ROWS
        end = min(begin + _BLOCK_ROWS, len(rows))
        _add_leaves(arrays, rows[begin:end], out[begin:end])

    n_blocks = -(-len(rows) // _BLOCK_ROWS)
    for _ in in_order(fill, n_blocks, n_threads=count_threads(n_jobs)):
        pass
    out /= forest.n_trees
    return out


@compiled
def _add_leaves(
    forest: ForestArrays, rows: NDArray[np.float32], out: NDArray[np.float64]
) -> None:
    feature, threshold = forest.feature, forest.threshold
    left, right, missing_left = forest.left, forest.right, forest.missing_left
    # Trees outside, rows inside: the tree stays in the cache. Each row still
    # meets the trees in their order, so its sums are taken in one order only.
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
