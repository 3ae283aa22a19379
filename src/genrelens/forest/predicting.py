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

_MOST_BLOCK_ROWS: Final = 2_048
_FEWEST_BLOCK_ROWS: Final = 128  # fewer walk the trees as they are packed


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

    n_threads = count_threads(n_jobs)
    share = -(-len(rows) // n_threads)
    size = max(_FEWEST_BLOCK_ROWS, min(share, _MOST_BLOCK_ROWS))

    def fill(block: int) -> None:
        begin, end = block * size, min((block + 1) * size, len(rows))
        add = _add_few if end - begin < _FEWEST_BLOCK_ROWS else _add_block
        add(arrays, rows[begin:end], out[begin:end])

    for _ in in_order(fill, -(-len(rows) // size), n_threads=n_threads):
        pass
    out /= forest.n_trees
    return out


@compiled
def _add_few(
    forest: ForestArrays, rows: NDArray[np.float32], out: NDArray[np.float64]
) -> None:
    """Walk row by row, for a handful of rows."""
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


@compiled
def _add_block(
    forest: ForestArrays, rows: NDArray[np.float32], out: NDArray[np.float64]
) -> None:
    """Walk all rows side by side, one level of one tree at a time.

    Each row still meets the trees in their order, so that its sums are taken
    in the order of `_add_few`, and have its bits.
    """
    n_rows = rows.shape[0]
    largest = np.max(np.diff(forest.tree_start))
    nodes = np.empty((largest, 4), dtype=np.int32)
    at = np.empty(n_rows, dtype=np.uint32)
    active = np.empty(n_rows + 1, dtype=np.uint32)
    for tree in range(len(forest.tree_start) - 1):
        root = forest.tree_start[tree]
        _gather_tree(forest, root, forest.tree_start[tree + 1], nodes)
        _walk(rows, nodes, at, active)
        first = forest.leaf_start[root]
        for row in range(n_rows):
            leaf = np.int64(at[row])
            for entry in range(first + nodes[leaf, 2], first + nodes[leaf, 3]):
                out[row, forest.leaf_class[entry]] += forest.leaf_value[entry]


@compiled
def _gather_tree(
    forest: ForestArrays, root: int, end: int, nodes: NDArray[np.int32]
) -> None:
    """Lay all that a step needs into 16 bytes a node.

    Column 0 holds twice the feature, plus 1 where a missing value goes left, or
    -1 at a leaf; column 1 the threshold as a 32-bit number; columns 2 and 3 the
    children, or the leaf's entries, counted from the tree's first.
    """
    threshold = nodes.view(np.float32)
    for node in range(end - root):
        place = root + node
        if forest.feature[place] < 0:
            nodes[node, 0] = -1
            nodes[node, 2] = forest.leaf_start[place] - forest.leaf_start[root]
            nodes[node, 3] = forest.leaf_start[place + 1] - forest.leaf_start[root]
            continue
        # The largest 32-bit number not above the threshold: the same 32-bit
        # values lie at or below both.
        exact = forest.threshold[place]
        rounded = np.float32(exact)
        if np.float64(rounded) > exact:
            rounded = np.nextafter(rounded, np.float32(-np.inf))
        nodes[node, 0] = 2 * forest.feature[place] + forest.missing_left[place]
        threshold[node, 1] = rounded
        nodes[node, 2] = forest.left[place]
        nodes[node, 3] = forest.right[place]


@compiled
def _walk(
    rows: NDArray[np.float32],
    nodes: NDArray[np.int32],
    at: NDArray[np.uint32],
    active: NDArray[np.uint32],
) -> None:
    """Find the leaf of every row: each round takes the active rows a level down."""
    threshold = nodes.view(np.float32)
    for row in range(rows.shape[0]):
        at[row] = 0
        active[row] = row
    n_active = rows.shape[0] if nodes[0, 0] >= 0 else 0
    while n_active > 0:
        n_left = np.uint64(0)
        for place in range(np.uint64(n_active)):
            # No branch on the outcome: nobody could foresee it.
            index = np.uint64(active[place])
            node = np.uint64(at[index])
            asked = nodes[node, 0]
            value = rows[index, np.uint64(asked >> 1)]
            goes_right = np.uint64(not value <= threshold[node, 1])
            if np.isnan(value):
                goes_right = np.uint64(1 - (asked & 1))
            node = np.uint64(nodes[node, np.uint64(2) + goes_right])
            at[index] = node
            active[n_left] = index
            n_left += np.uint64(nodes[node, 0] >= 0)
        n_active = np.int64(n_left)
