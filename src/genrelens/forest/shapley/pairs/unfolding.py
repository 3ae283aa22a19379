"""Unfold sums of pairs into square matrices."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from genrelens.forest.compiling import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.forest.shapley.pairs.lane_layout import LaneLayout

__all__ = ["unfold"]


@compiled
def unfold(
    sums: NDArray[np.float64],
    n_trees: int,
    layout: LaneLayout,
    values: NDArray[np.float64],
    total: NDArray[np.float64],
) -> float:
    """Write the matrices of one row, and see whether they add up.

    Parameters
    ----------
    sums : ndarray of float64, shape (n_asked, layout.width)
        Of all trees.
    n_trees : int
    layout : LaneLayout
    values : ndarray of float64, shape (n_features, n_features, n_asked)
        Filled: symmetric matrices, the mean over the trees.
    total : ndarray of float64, shape (n_asked,)
        Filled: the sum of all entries.

    Returns
    -------
    float
        By how much any row of any matrix misses the feature's Shapley value; NaN
        where something is not a number.
    """
    n_features, _, n_asked = values.shape
    for i in range(n_features):
        own = layout.own_start + i
        for place in range(n_asked):
            values[i, i, place] = sums[place, own] / n_trees
        for j in range(i):
            column = layout.pair_start[i] + j
            for place in range(n_asked):
                mean = sums[place, column] / n_trees
                values[i, j, place] = mean
                values[j, i, place] = mean
    total[:] = 0.0
    furthest = 0.0
    row_sum = np.empty(n_asked)
    for i in range(n_features):
        row_sum[:] = 0.0
        for j in range(n_features):
            for place in range(n_asked):
                row_sum[place] += values[i, j, place]
        for place in range(n_asked):
            total[place] += row_sum[place]
            missed = abs(
                row_sum[place] - sums[place, layout.effect_start + i] / n_trees
            )
            # Once it is not a number, it stays so.
            if not (np.isnan(furthest) or missed <= furthest):
                furthest = missed
    return furthest
