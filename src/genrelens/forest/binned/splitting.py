"""Find the best split of ordered rows, each at a cost free of the classes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from genrelens.forest.binned.ordering import (
    BIN_SHIFT,
    CLASS_SHIFT,
    MOST_CLASSES,
    WEIGHT_MASK,
)
from genrelens.forest.compiling import unmanaged

if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray

    _Whole = np.integer[Any] | int

__all__ = ["NO_SPLIT", "Split", "best_split"]

_CLASS_MASK: Final = np.int64(MOST_CLASSES - 1)


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
    score, place = _sweep(
        order, n_known, n_first, totals, lefts, weight, squares, min_samples_leaf
    )
    if n_known < n_rows:
        other, place_after = _sweep(
            order,
            n_known,
            n_rows - n_known,
            totals,
            lefts,
            weight,
            squares,
            min_samples_leaf,
        )
        if other > score:
            score, place, n_first = other, place_after, n_rows - n_known
    if place == 0:
        return NO_SPLIT
    last = place - n_first
    below = order[last - 1] >> BIN_SHIFT
    # Past the last known row, only missing values are left for the right.
    above = below if last == n_known else order[last] >> BIN_SHIFT
    goes_left = n_first > 0 if n_known < n_rows else 2 * place > n_rows
    return Split(score, below, above, goes_left)


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
) -> tuple[float, int]:
    """Move rows to the left, bin by bin; give the best score and its rows there.

    `n_first` is the number of rows with missing values if they move first, else 0.
    """
    n_rows = len(order)
    shift = n_known if n_first > 0 else 0
    # Where missing values stay on the right, the last cut is before them.
    n_steps = n_known + 1 if n_known + n_first < n_rows else n_rows
    earliest, latest = max(min_samples_leaf, n_first + 1), n_rows - min_samples_leaf
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
                score = _score(
                    left_squares, left_weight, right_squares, weight - left_weight
                )
                if score > best_score:
                    best_score, best_place = score, step
        label = _label_of(row)
        drawn, already = row & WEIGHT_MASK, lefts[label]
        left_squares += drawn * (2 * already + drawn)
        crossed += drawn * totals[label]
        lefts[label] = already + drawn
        left_weight += drawn
    _clear(lefts, order)
    return best_score, best_place


@unmanaged
def _score(
    left_squares: _Whole, left: _Whole, right_squares: _Whole, right: _Whole
) -> float:
    """Give the sum of squares over weight, with a single division."""
    numerator = np.float64(left_squares) * right + np.float64(right_squares) * left
    score: float = numerator / (np.float64(left) * right)
    return score


@unmanaged
def _label_of(row: np.int64) -> np.uint64:
    return np.uint64((row >> CLASS_SHIFT) & _CLASS_MASK)


@unmanaged
def _clear(lefts: NDArray[np.int64], order: NDArray[np.int64]) -> None:
    if len(lefts) < len(order):
        lefts[:] = 0
    else:
        for place in range(len(order)):
            lefts[_label_of(order[place])] = 0
