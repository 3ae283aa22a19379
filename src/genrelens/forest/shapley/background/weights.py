"""Weigh a leaf that needs some features of the row and some of the background."""

from __future__ import annotations

from functools import lru_cache
from math import comb
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["weights_for"]


@lru_cache(maxsize=8)  # the largest takes a tenth of a second to compute
def weights_for(n_path_features: int) -> NDArray[np.float64]:
    """Give the Shapley values of the game that wants `a` players and refuses `b`.

    Parameters
    ----------
    n_path_features : int
        Distinct features of the longest path.

    Returns
    -------
    ndarray of float64, shape (n_path_features + 1, n_path_features + 1)
        Entry ``[a, b]`` is ``(a - 1)! b! / (a + b)!``: what each of the `a` that
        are wanted adds; 0 where none is. What each of the `b` that are refused
        takes away is entry ``[b, a]``. Read-only: the same call gives the same array.

    Examples
    --------
    >>> weights_for(2)
    array([[0.        , 0.        , 0.        ],
           [1.        , 0.5       , 0.33333333],
           [0.5       , 0.16666667, 0.08333333]])
    """
    size = n_path_features + 1
    weights = np.zeros((size, size))
    for a in range(1, size):
        weights[a] = [1 / (a * comb(a + b, a)) for b in range(size)]
    weights.flags.writeable = False
    return weights
