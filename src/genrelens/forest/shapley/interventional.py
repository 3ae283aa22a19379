"""Explain predictions by exact interventional Shapley values against a background."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from genrelens.errors import InputError
from genrelens.forest.lanes import aligned_zeros
from genrelens.forest.packed import ForestArrays, PackedForest, require_forest
from genrelens.forest.predicting import predict_proba
from genrelens.forest.rows import to_rows
from genrelens.forest.shapley.background.comparison import Comparison
from genrelens.forest.shapley.background.tree_sums import add_trees, workspace_for
from genrelens.forest.shapley.background.weights import weights_for
from genrelens.forest.shapley.leafwise.pattern_tables import LANES
from genrelens.forest.shapley.leafwise.row_codes import MAX_BLOCK_ROWS, code_rows
from genrelens.forest.shapley.pieces import sum_pieces
from genrelens.forest.shapley.values import ShapleyValues, check_additivity
from genrelens.forest.threads import count_threads
from genrelens.forest.validating import MAX_DEPTH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import ArrayLike, NDArray

__all__ = ["interventional_values"]

_FEWEST_BLOCK_ROWS: Final = 64
_BLOCK_BYTES: Final = 1 << 25  # of one thread's sums


def interventional_values(
    forest: PackedForest,
    X: ArrayLike,
    background: ArrayLike,
    *,
    n_jobs: int | None = None,
    on_rows: Callable[[int], None] | None = None,
) -> ShapleyValues:
    """Compute exact interventional Shapley values.

    The value of a set of features is the forest's mean prediction when these are
    the row's and all others are those of a background row, averaged over the
    background. That every row adds up to its prediction is checked on each call.

    Parameters
    ----------
    forest : PackedForest
        Grown by `grow`, or checked by `validate`.
    X : array_like of numbers, shape (n_rows, n_features)
        NaN stands for a missing value. The result takes ``8 * n_rows *
        n_features * n_classes`` bytes; pass blocks of rows to bound it.
    background : array_like of numbers, shape (n_background, n_features)
        Rows to compare with, all of one weight: give a row twice to count it
        twice. NaN stands for a missing value. A hundred are usual.
    n_jobs : int, optional
        Threads; -1 and None mean every processor.
    on_rows : callable, optional
        Called in the calling thread with the number of rows done.

    Returns
    -------
    ShapleyValues
        With the mean prediction of the background as `base`. A row's numbers
        depend neither on the other rows nor on the threads.

    Raises
    ------
    InputError
        If `X` or `background` has another width than the forest or infinite
        values, or `background` has no rows.
    AdditivityError
        If values and base miss a prediction by more than 1e-9.

    References
    ----------
    S. Lundberg et al., "From local explanations to global understanding with
    explainable AI for trees", Nature Machine Intelligence 2, 2020.
    """
    require_forest(forest)
    rows = to_rows(X, n_features=forest.n_features)
    others = _check_background(background, forest.n_features)
    values = np.empty((len(rows), forest.n_features, forest.n_classes))
    for begin, out in _sum_blocks(forest, rows, others, count_threads(n_jobs)):
        parts = out[:, :, : forest.n_features].transpose(1, 2, 0)
        end = begin + len(parts)
        np.divide(parts, forest.n_trees, out=values[begin:end])
        if on_rows is not None:
            on_rows(end)
    base = predict_proba(forest, others, n_jobs=n_jobs).mean(axis=0)
    check_additivity(values, base, predict_proba(forest, rows, n_jobs=n_jobs))
    return ShapleyValues(values=values, base=base)


def _check_background(background: ArrayLike, n_features: int) -> NDArray[np.float32]:
    try:
        others = to_rows(background, n_features=n_features)
    except InputError as error:
        raise InputError(f"The background cannot be used. {error}") from error
    if len(others) == 0:
        raise InputError(
            "The background has 0 rows, and nothing can be compared with nothing. "
            "Give at least one row; a hundred drawn from the training rows are usual."
        )
    return others


def _sum_blocks(
    forest: PackedForest,
    rows: NDArray[np.float32],
    others: NDArray[np.float32],
    n_threads: int,
) -> Iterator[tuple[int, NDArray[np.float64]]]:
    """Give the first row and the sums of each block, (n_classes, n_rows, width)."""
    arrays = ForestArrays(**forest.arrays())
    weights = weights_for(min(forest.n_features, MAX_DEPTH))
    backgrounds = [
        code_rows(others[begin : begin + MAX_BLOCK_ROWS])
        for begin in range(0, len(others), MAX_BLOCK_ROWS)
    ]
    width = max(forest.n_features, LANES)
    most = _BLOCK_BYTES // (8 * width * forest.n_classes)

    def add(block: slice, first_tree: int, last_tree: int) -> NDArray[np.float64]:
        taken = code_rows(rows[block])
        n_rows = block.stop - block.start
        out = aligned_zeros(forest.n_classes, n_rows, width)
        for known in backgrounds:
            sides = Comparison(taken, known, 1 / len(others), weights)
            space = workspace_for(n_rows, known.codes.shape[1])
            add_trees(arrays, first_tree, last_tree, sides, space, out)
        return out

    return sum_pieces(
        add,
        n_rows=len(rows),
        block_rows=max(_FEWEST_BLOCK_ROWS, min(MAX_BLOCK_ROWS, most)),
        n_trees=forest.n_trees,
        n_threads=n_threads,
    )
