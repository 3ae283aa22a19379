"""Count the background rows of each pattern that occurs at a leaf."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from genrelens.forest.compiling import unmanaged
from genrelens.forest.shapley.leafwise.patterns import (
    MAX_TABLED,
    find_patterns,
    number_patterns,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.forest.shapley.leafwise.leaf_paths import LeafPaths
    from genrelens.forest.shapley.leafwise.row_codes import RowCodes

__all__ = ["Counts", "count_background", "counts_for"]


class Counts(NamedTuple):
    """The patterns of background rows at one leaf, in the order they are met.

    Shapes: `pattern` and `number` (n_background,), of each background row;
    `met` (n_background + 1,), each pattern that occurs, and `share`
    (n_background,), the weight of its rows; `number_of` (65536,), for work.
    """

    pattern: NDArray[np.uint16]
    number: NDArray[np.uint16]
    met: NDArray[np.uint16]
    share: NDArray[np.float64]
    number_of: NDArray[np.uint16]


def counts_for(n_background: int) -> Counts:
    """Allocate memory for `n_background` background rows."""
    return Counts(
        pattern=np.zeros(n_background, np.uint16),
        number=np.zeros(n_background, np.uint16),
        met=np.zeros(n_background + 1, np.uint16),
        share=np.zeros(n_background),
        number_of=np.zeros(1 << MAX_TABLED, np.uint16),
    )


@unmanaged
def count_background(
    background: RowCodes, paths: LeafPaths, leaf: int, weight: float, counts: Counts
) -> int:
    """List each pattern that occurs once, with the weight of its rows.

    Parameters
    ----------
    background, paths : RowCodes, LeafPaths
    leaf : int
        Which of the paths; it has at most `MAX_TABLED` entries.
    weight : float
        Weight of one background row.
    counts : Counts
        Written to.

    Returns
    -------
    int
        How many patterns occur.
    """
    pattern, number, met, share, number_of = counts
    find_patterns(background, paths, leaf, pattern)
    n_met = number_patterns(pattern, number_of, met, number)
    for place in range(np.uint64(n_met)):
        share[place] = 0.0
    for row in range(np.uint64(len(number))):
        share[np.uint64(number[row])] += 1.0  # whole numbers: nothing is rounded
    for place in range(np.uint64(n_met)):
        share[place] *= weight
    return n_met
