"""Find the best split of ordered rows, each at a cost free of the classes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from genrelens.forest.binned.ordering import BIN_SHIFT, CLASS_SHIFT, WEIGHT_MASK
from genrelens.forest.binned.unmanaged import unmanaged

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["NO_SPLIT", "Split", "best_split"]


class Split(NamedTuple):
    """A split between two neighbouring bins of one feature.

    Parameters
    ----------
    score : float
        Sum of squared class weights over weight, added over both sides: the
        higher, the lower is the mean Gini impurity. -1 where there is no split.
    below, above : int
        Last bin on the left and first on the right. They are equal where only
        missing values go right.
    missing_left : bool
        Where missing values go; where the node has none, to the side of more rows.
    """

    score: float
    below: int
    above: int
    missing_left: bool


NO_SPLIT: Final = Split(score=-1.0, below=0, above=0, missing_left=False)


@unmanaged
def best_split(
    order: NDArray[np.int64],
    missing_bin: int,
    totals: NDArray[np.int64],
    lefts: NDArray[np.int64],
    weight: int,
    squares: int,
    min_samples_leaf: int,
) -> Split:
    """Find the split of least Gini impurity, trying missing values on both sides.

    With L and R the class weights on the left and on the right and T their sum,
    moving a row of class k and weight w to the left adds ``w * (2 * L[k] + w)``
    to the sum of L squared, and ``w * T[k]`` to the sum of L times T; the sum of R
    squared follows from these two. All are whole numbers: there is no rounding.

    Parameters
    ----------
    order : ndarray of int64, shape (n_rows,)
        Rows in the order of their bins, from `order_rows`.
    missing_bin : int
        Number of the bin of missing values.
    totals : ndarray of int64, shape (n_classes,)
        Weight of each class in the node.
    lefts : ndarray of int64, shape (n_classes,)
        Zeros; zeros again afterwards.
    weight, squares : int
        Sum of `totals`, and of their squares.
    min_samples_leaf : int
        Fewest rows on each side.
    """
    n_rows = len(order)
    n_known = n_rows
    while n_known > 0 and order[n_known - 1] >> BIN_SHIFT == missing_bin:
        n_known -= 1
    n_first = 0
    found = _sweep(
        order, n_known, n_first, totals, lefts, weight, squares, min_samples_leaf
    )
    n_first = n_rows - n_known
    if n_first > 0:
        other = _sweep(
            order, n_known, n_first, totals, lefts, weight, squares, min_samples_leaf
        )
        if other.score > found.score:
            found = other
    return found


@unmanaged
def _sweep(
    order: NDArray[np.int64],
    n_known: int,
    n_first: int,
    totals: NDArray[np.int64],
    lefts: NDArray[np.int64],
    weight: int,
    squares: int,
    min_samples_leaf: int,
) -> Split:
    """Move rows to the left, bin by bin, and keep the best cut.

    `n_first` is the number of rows with missing values if they move first, else 0.
    """
    n_rows = len(order)
    n_missing = n_rows - n_known
    shift = n_known if n_first > 0 else 0
    # Where missing values stay on the right, the last cut is before them.
    n_steps = n_known + 1 if n_missing > n_first else n_rows
    earliest = max(min_samples_leaf, n_first + 1)
    latest = n_rows - min_samples_leaf
    best_score, best_place = -1.0, 0
    left_weight = left_squares = crossed = np.int64(0)
    previous = np.int64(-1)
    for step in range(n_steps):
        place = step + shift
        if place >= n_rows:
            place -= n_rows
        row = order[np.uint64(place)]
        number = row >> BIN_SHIFT
        if number != previous:
            previous = number
            if step >= earliest and step <= latest:
                right_squares = squares - 2 * crossed + left_squares
                right_weight = weight - left_weight
                score = (
                    np.float64(left_squares) * right_weight
                    + np.float64(right_squares) * left_weight
                ) / (np.float64(left_weight) * right_weight)
                if score > best_score:
                    best_score, best_place = score, step
        label = np.uint64((row >> CLASS_SHIFT) & np.int64(0xFFFFF))
        drawn = row & WEIGHT_MASK
        already = lefts[label]
        left_squares += drawn * (2 * already + drawn)
        crossed += drawn * totals[label]
        lefts[label] = already + drawn
        left_weight += drawn
    if len(lefts) < n_rows:
        lefts[:] = 0
    else:
        for place in range(n_rows):
            lefts[np.uint64((order[place] >> CLASS_SHIFT) & np.int64(0xFFFFF))] = 0
    if best_place == 0:
        return NO_SPLIT
    at = best_place - n_first
    below = order[at - 1] >> BIN_SHIFT
    if at == n_known:  # only missing values go right
        return Split(best_score, below, below, n_first > 0)
    goes_left = n_first > 0 if n_missing > 0 else 2 * best_place > n_rows
    return Split(best_score, below, order[at] >> BIN_SHIFT, goes_left)
