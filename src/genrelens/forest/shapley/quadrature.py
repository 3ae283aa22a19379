"""Integrate the polynomial of a path exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["points_for"]


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
