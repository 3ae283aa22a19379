"""Add the Shapley values of leaves row by row, however long their paths."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from genrelens.forest.compiling import compiled
from genrelens.forest.shapley.leafwise.row_codes import MISSING_CODE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.forest.shapley.leafwise.leaf_paths import LeafPaths
    from genrelens.forest.shapley.leafwise.row_codes import RowCodes

__all__ = ["add_leaf_by_rows", "points_for"]


def points_for(n_path_features: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give Gauss-Legendre points on [0, 1] that are exact for such paths.

    A path that asks about ``u`` distinct features calls for the integral of a
    polynomial of degree ``u - 1``; ``q`` points are exact up to ``2 q - 1``.

    Parameters
    ----------
    n_path_features : int
        Distinct features of the longest path.

    Returns
    -------
    points, weights : ndarray of float64, shape (n_points,)
    """
    points, weights = np.polynomial.legendre.leggauss(max(1, -(-n_path_features // 2)))
    return (points + 1) / 2, weights / 2


@compiled
def add_leaf_by_rows(
    rows: RowCodes,
    paths: LeafPaths,
    leaf: int,
    leaf_class: NDArray[np.int32],
    leaf_value: NDArray[np.float64],
    points: NDArray[np.float64],
    weights: NDArray[np.float64],
    out: NDArray[np.float64],
) -> None:
    """Add one leaf's Shapley values for every row of a block.

    With ``o`` the 0 or 1 of passing and ``z`` the share of the cover that does,
    the value of a feature is the integral over ``x`` from 0 to 1 of ``(o - z)``
    times the product of ``x o + (1 - x) z`` over the other features of the path.

    Parameters
    ----------
    rows, paths : RowCodes, LeafPaths
    leaf : int
        Which of the paths.
    leaf_class, leaf_value : ndarray, shape (n_entries,)
        The leaf's classes and their shares.
    points, weights : ndarray of float64, shape (n_points,)
        From `points_for`, for at least this path's length.
    out : ndarray of float64, shape (n_classes, n_rows, at least n_features)
        Added to.

    References
    ----------
    G. Owen, "Multilinear extensions of games", Management Science 18, 1972.
    """
    begin, end = paths.start[leaf], paths.start[leaf + 1]
    passes = np.empty(end - begin, dtype=np.bool_)
    effect = np.empty(end - begin)
    for row in range(rows.codes.shape[1]):
        for entry in range(begin, end):
            code = rows.codes[paths.feature[entry], row]
            if code == MISSING_CODE:
                passes[entry - begin] = paths.missing[entry]
            else:
                passes[entry - begin] = paths.low[entry] <= code < paths.high[entry]
        effect[:] = 0.0
        for point in range(len(points)):
            x = points[point]
            product = weights[point]
            for entry in range(begin, end):
                z = paths.share[entry]
                product *= z + x * (1 - z) if passes[entry - begin] else z * (1 - x)
            for entry in range(begin, end):
                z = paths.share[entry]
                if passes[entry - begin]:
                    effect[entry - begin] += product * ((1 - z) / (z + x * (1 - z)))
                else:
                    effect[entry - begin] -= product / (1 - x)
        for each in range(len(leaf_class)):
            for entry in range(begin, end):
                out[leaf_class[each], row, paths.feature[entry]] += (
                    leaf_value[each] * effect[entry - begin]
                )
