"""Lay pairs of features side by side, eight lanes at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["LANES", "LaneLayout", "lay_out"]

LANES: Final = 8
"""Numbers that are computed side by side: one lane for each feature of a group."""


class LaneLayout(NamedTuple):
    """Where the sums of one row and one class stand.

    Features 0 to 7 are one group, 8 to 15 the next, and so on.
    The pair of features ``i > j`` stands at ``pair_start[i] + j``; what follows up
    to the next multiple of `LANES` is no sum of anything. Feature ``i``'s Shapley
    value stands at ``effect_start + i``, its own part at ``own_start + i``. There
    are `width` numbers in all, a multiple of `LANES`.
    """

    pair_start: NDArray[np.int64]
    effect_start: int
    own_start: int
    width: int


def lay_out(n_features: int) -> LaneLayout:
    """Place the sums of `n_features` features.

    Examples
    --------
    >>> lay_out(10).pair_start
    array([ 0, 8, 16, 24, 32, 40, 48, 56, 64, 80])
    >>> lay_out(10).width
    128
    """
    lengths = LANES * (np.arange(n_features) // LANES + 1)
    starts = np.cumsum(lengths) - lengths
    padded = int(lengths[-1])
    n_pairs = int(lengths.sum())
    return LaneLayout(starts, n_pairs, n_pairs + padded, n_pairs + 2 * padded)
