"""Add the lines of a leaf's table to the rows that they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from genrelens.forest.compiling import unmanaged
from genrelens.forest.lanes import load_16, multiply_add, spread_16, store
from genrelens.forest.shapley.leafwise.pattern_tables import LANES

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["add_lanes", "scatter_lanes"]

_16: Final = np.uint64(LANES)


@unmanaged
def add_lanes(
    picked: NDArray[np.uint16],
    line: NDArray[np.uint16],
    n_picked: int,
    value: float,
    table: NDArray[np.float64],
    out: NDArray[np.float64],
) -> None:
    """Add to each picked row its line, where lanes are features.

    Parameters
    ----------
    picked : ndarray of uint16, shape (at least n_picked,)
        The rows, each at most once.
    line : ndarray of uint16, shape (at least n_picked,)
        The line of each picked row.
    n_picked : int
    value : float
        What the lines are multiplied by.
    table : ndarray of float64, shape (n_lines, LANES)
    out : ndarray of float64, shape (n_rows, LANES)
        Added to.
    """
    factor = spread_16(value)
    for place in range(np.uint64(n_picked)):
        at = np.uint64(picked[place]) * _16
        added = load_16(table, np.uint64(line[place]) * _16)
        store(out, at, multiply_add(factor, added, load_16(out, at)))


@unmanaged
def scatter_lanes(
    picked: NDArray[np.uint16],
    line: NDArray[np.uint16],
    n_picked: int,
    value: float,
    table: NDArray[np.float64],
    features: NDArray[np.int32],
    out: NDArray[np.float64],
) -> None:
    """Add to each picked row its line, where lanes are places on the path.

    Parameters
    ----------
    picked, line, n_picked, value, table
        As for `add_lanes`.
    features : ndarray of int32, shape (n_path,)
        The feature of each lane.
    out : ndarray of float64, shape (n_rows, n_features)
        Added to.
    """
    for place in range(np.uint64(n_picked)):
        row, own = np.uint64(picked[place]), np.uint64(line[place])
        for lane in range(np.uint64(len(features))):
            out[row, features[lane]] += value * table[own, lane]
