"""Predict class probabilities, block by block of rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from genrelens.forest.packed import ForestArrays, require_forest
from genrelens.forest.predicting.few_rows import add_few_rows
from genrelens.forest.predicting.many_rows import add_many_rows
from genrelens.forest.predicting.node_words import lay_out_nodes
from genrelens.forest.predicting.packed_nodes import add_by_packed_nodes
from genrelens.forest.remembering import remembered
from genrelens.forest.rows import to_rows
from genrelens.forest.threads import count_threads, in_order

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    from genrelens.forest.packed import PackedForest

__all__ = ["predict_proba", "prepare_walk", "sum_leaves"]

_MOST_BLOCK_ROWS: Final = 8_192
_FEWEST_BLOCK_ROWS: Final = 256
_BLOCK_BYTES: Final = 2**19  # of coded rows: half of a usual second-level cache
_NODES_PER_ROW: Final = 128  # to read so many in a run takes as long as one walk


def predict_proba(
    forest: PackedForest, X: ArrayLike, *, n_jobs: int | None = None
) -> NDArray[np.float64]:
    """Average the leaves that each row falls into.

    The first call lays the forest's trees out for walking, in 8 bytes a node,
    and keeps them for the next calls as long as the forest lives.

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
        If `X` has another width than the forest, or infinite values, or `forest`
        is no `PackedForest`; a `TreeModel` has a `predict` of its own.
    """
    require_forest(forest)
    rows = to_rows(X, n_features=forest.n_features)
    out = sum_leaves(forest, rows, n_jobs=n_jobs)
    out /= forest.n_trees
    return out


def sum_leaves(
    forest: PackedForest, rows: NDArray[np.float32], *, n_jobs: int | None = None
) -> NDArray[np.float64]:
    """Add up the leaves that each row falls into, in the order of the trees.

    Parameters
    ----------
    forest : PackedForest
        Its leaves may hold any finite numbers.
    rows : ndarray of float32, shape (n_rows, n_features)
        From `to_rows`.
    n_jobs : int, optional
        Threads; -1 and None mean every processor.

    Returns
    -------
    ndarray of float64, shape (n_rows, n_classes)
    """
    out = np.zeros((len(rows), forest.n_classes))
    n_threads = count_threads(n_jobs)
    add = prepare_walk(forest, len(rows))
    size = _block_rows(forest.n_features, len(rows), n_threads)

    def fill(block: int) -> None:
        part = slice(block * size, (block + 1) * size)
        add(rows[part], out[part])

    for _ in in_order(fill, -(-len(rows) // size), n_threads=n_threads):
        pass
    return out


def prepare_walk(
    forest: PackedForest, n_rows: int
) -> Callable[[NDArray[np.float32], NDArray[np.float64]], None]:
    """Choose the walk for so many rows, and lay the trees out for it.

    Parameters
    ----------
    forest : PackedForest
        Validated.
    n_rows : int
        How many rows a call will bring.

    Returns
    -------
    callable
        Takes finite or missing rows, float32 of shape (n_rows, n_features) in row
        order, and adds the leaves of each to its sums, float64 of shape (n_rows,
        n_classes): the same bits as `sum_leaves`, in the caller's thread.
    """
    words = remembered(lay_out_nodes, forest)
    if words is None:
        arrays = ForestArrays(**forest.arrays())
        return lambda rows, out: add_by_packed_nodes(arrays, rows, out)
    leaf_class, leaf_value = forest.leaf_class, forest.leaf_value
    few = n_rows * _NODES_PER_ROW < forest.n_nodes / forest.n_trees
    walk = add_few_rows if few else add_many_rows
    return lambda rows, out: walk(words, leaf_class, leaf_value, rows, out)


def _block_rows(n_features: int, n_rows: int, n_threads: int) -> int:
    in_cache = _BLOCK_BYTES // (4 * (n_features + 1))
    largest = min(max(in_cache, _FEWEST_BLOCK_ROWS), _MOST_BLOCK_ROWS)
    share = -(-n_rows // n_threads)
    return min(max(share, _FEWEST_BLOCK_ROWS), largest)
