"""Explain predictions by exact path-dependent Shapley values, all classes at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from genrelens.forest.packed import ForestArrays, PackedForest
from genrelens.forest.predicting import predict_proba
from genrelens.forest.rows import to_rows
from genrelens.forest.shapley.leafwise.pattern_tables import LANES, workspace_for
from genrelens.forest.shapley.leafwise.quadrature import points_for
from genrelens.forest.shapley.leafwise.row_codes import code_rows
from genrelens.forest.shapley.leafwise.tree_sums import add_trees
from genrelens.forest.shapley.values import (
    ShapleyValues,
    check_additivity,
    mean_over_covers,
)
from genrelens.forest.threads import count_threads, in_order
from genrelens.forest.validating import MAX_DEPTH

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike


__all__ = ["shapley_values"]

_MOST_BLOCK_ROWS: Final = 2_048
_FEWEST_BLOCK_ROWS: Final = 64
_BLOCK_BYTES: Final = 1 << 25  # of one thread's sums


def shapley_values(
    forest: PackedForest,
    X: ArrayLike,
    *,
    n_jobs: int | None = None,
    on_rows: Callable[[int], None] | None = None,
) -> ShapleyValues:
    """Compute exact path-dependent Shapley values.

    The value of a set of features is the forest's mean prediction when only
    these are known, with unknown ones averaged by the trees' covers. That every
    row adds up to its prediction is checked on each call.

    Parameters
    ----------
    forest : PackedForest
        Grown by `grow`, or checked by `validate`.
    X : array_like of numbers, shape (n_rows, n_features)
        NaN stands for a missing value. The result takes ``8 * n_rows *
        n_features * n_classes`` bytes; pass blocks of rows to bound it.
    n_jobs : int, optional
        Threads; -1 and None mean every processor.
    on_rows : callable, optional
        Called in the calling thread with the number of rows done.

    Returns
    -------
    ShapleyValues
        A row's numbers depend neither on the other rows nor on the threads.

    Raises
    ------
    InputError
        If `X` has another width than the forest, or infinite values.
    AdditivityError
        If values and base miss a prediction by more than 1e-9.

    References
    ----------
    S. Lundberg et al., "From local explanations to global understanding with
    explainable AI for trees", Nature Machine Intelligence 2, 2020 (the game);
    G. Owen, "Multilinear extensions of games", Management Science 18, 1972
    (the integral by which it is solved here).
    """
    rows = to_rows(X, n_features=forest.n_features)
    n_threads = count_threads(n_jobs)
    arrays = ForestArrays(**forest.arrays())
    points, weights = points_for(min(forest.n_features, MAX_DEPTH))
    values = np.empty((len(rows), forest.n_features, forest.n_classes))
    width = max(forest.n_features, LANES)
    size = _block_size(len(rows), n_threads, 8 * width * forest.n_classes)

    def fill(block: int) -> int:
        begin, end = block * size, min((block + 1) * size, len(rows))
        out = np.zeros((forest.n_classes, end - begin, width))
        coded, space = code_rows(rows[begin:end]), workspace_for(end - begin)
        add_trees(arrays, coded, points, weights, space, out)
        parts = out[:, :, : forest.n_features].transpose(1, 2, 0)
        np.divide(parts, forest.n_trees, out=values[begin:end])
        return end

    for done in in_order(fill, -(-len(rows) // size), n_threads=n_threads):
        if on_rows is not None:
            on_rows(done)
    base = mean_over_covers(forest)
    check_additivity(values, base, predict_proba(forest, rows, n_jobs=n_jobs))
    return ShapleyValues(values=values, base=base)


def _block_size(n_rows: int, n_threads: int, row_bytes: int) -> int:
    """Share few rows among the threads, and many in blocks that fit the cache."""
    share = -(-n_rows // n_threads)
    most = min(_MOST_BLOCK_ROWS, _BLOCK_BYTES // row_bytes)
    return max(_FEWEST_BLOCK_ROWS, min(share, most))
