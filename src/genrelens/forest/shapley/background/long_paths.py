"""Add the Shapley values of leaves row by row, however long their paths."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from genrelens.forest.compiling import compiled
from genrelens.forest.shapley.leafwise.row_codes import MISSING_CODE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.forest.shapley.background.comparison import Comparison
    from genrelens.forest.shapley.leafwise.leaf_paths import LeafPaths
    from genrelens.forest.shapley.leafwise.row_codes import RowCodes

__all__ = ["add_leaf_by_pairs"]


@compiled
def add_leaf_by_pairs(
    sides: Comparison,
    paths: LeafPaths,
    others: LeafPaths,
    leaf: int,
    leaf_class: NDArray[np.int32],
    leaf_value: NDArray[np.float64],
    out: NDArray[np.float64],
) -> None:
    """Add one leaf's Shapley values, from every pair of a row and a background row.

    Parameters
    ----------
    sides : Comparison
    paths, others : LeafPaths
        From `list_both_paths`.
    leaf : int
        Which of the paths.
    leaf_class, leaf_value : ndarray, shape (n_entries,)
        The leaf's classes and their shares.
    out : ndarray of float64, shape (n_classes, n_rows, at least n_features)
        Added to.
    """
    begin, end = paths.start[leaf], paths.start[leaf + 1]
    rows, background, weight, weights = sides
    n_background = background.codes.shape[1]
    helps = np.empty((n_background, end - begin), dtype=np.bool_)
    for row in range(n_background):
        _find_passes(background, others, begin, end, row, helps[row])
    passes = np.empty(end - begin, dtype=np.bool_)
    effect = np.empty(end - begin)
    for row in range(rows.codes.shape[1]):
        _find_passes(rows, paths, begin, end, row, passes)
        effect[:] = 0.0
        for other in range(n_background):
            _add_pair(passes, helps[other], weight, weights, effect)
        for each in range(len(leaf_class)):
            for entry in range(begin, end):
                out[leaf_class[each], row, paths.feature[entry]] += (
                    leaf_value[each] * effect[entry - begin]
                )


@compiled
def _find_passes(
    rows: RowCodes,
    paths: LeafPaths,
    begin: int,
    end: int,
    row: int,
    passes: NDArray[np.bool_],
) -> None:
    for entry in range(begin, end):
        code = rows.codes[paths.feature[entry], row]
        known = paths.low[entry] <= code < paths.high[entry]
        passes[entry - begin] = paths.missing[entry] if code == MISSING_CODE else known


@compiled
def _add_pair(
    passes: NDArray[np.bool_],
    helps: NDArray[np.bool_],
    weight: float,
    weights: NDArray[np.float64],
    effect: NDArray[np.float64],
) -> None:
    """Give to the features only of the row, take from those only of the other."""
    a, b = 0, 0
    for bit in range(len(passes)):
        if not (passes[bit] or helps[bit]):
            return
        a += passes[bit] and not helps[bit]
        b += helps[bit] and not passes[bit]
    for bit in range(len(passes)):
        if not helps[bit]:
            effect[bit] += weight * weights[a, b]
        elif not passes[bit]:
            effect[bit] -= weight * weights[b, a]
