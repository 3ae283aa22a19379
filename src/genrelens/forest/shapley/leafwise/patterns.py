"""Find which of a path's conditions each row passes, and number what occurs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from genrelens.forest.compiling import unmanaged

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.forest.shapley.leafwise.leaf_paths import LeafPaths
    from genrelens.forest.shapley.leafwise.row_codes import RowCodes

__all__ = ["MAX_TABLED", "find_patterns", "number_patterns"]

MAX_TABLED: Final = 16
"""Most distinct features of a path whose outcomes fit into one pattern."""


@unmanaged
def find_patterns(
    rows: RowCodes, paths: LeafPaths, leaf: int, pattern: NDArray[np.uint16]
) -> None:
    """Set a bit for each entry of the path that a row passes.

    Parameters
    ----------
    rows, paths : RowCodes, LeafPaths
    leaf : int
        Which of the paths; it has at most `MAX_TABLED` entries, and the first
        of them has the lowest bit.
    pattern : ndarray of uint16, shape (n_rows,)
        Written to.
    """
    begin, end = paths.start[leaf], paths.start[leaf + 1]
    n_rows = np.uint64(len(pattern))
    for row in range(n_rows):
        pattern[row] = np.uint16(0)
    for entry in range(begin, end):
        feature = paths.feature[entry]
        codes = rows.codes[feature]
        low = np.uint16(paths.low[entry])
        span = np.uint16(paths.high[entry] - paths.low[entry])
        bit = np.uint16(1 << (entry - begin))
        for row in range(n_rows):
            # Below `low` the difference wraps round to a large number.
            passes = np.uint16(np.uint16(codes[row] - low) < span)
            pattern[row] = np.uint16(pattern[row] | np.uint16(bit * passes))
        if paths.missing[entry]:
            first, last = rows.missing_start[feature], rows.missing_start[feature + 1]
            for place in range(first, last):
                row_missing = rows.missing_row[place]
                pattern[row_missing] = np.uint16(pattern[row_missing] | bit)


@unmanaged
def number_patterns(
    pattern: NDArray[np.uint16],
    number_of: NDArray[np.uint16],
    met: NDArray[np.uint16],
    number: NDArray[np.uint16],
) -> int:
    """Give each pattern that occurs a number from 0, and each row its number.

    Parameters
    ----------
    pattern : ndarray of uint16, shape (n_rows,)
        At most 65,535 rows.
    number_of : ndarray of uint16, shape (65536,)
        Zeros, and zeros again afterwards.
    met : ndarray of uint16, shape (n_rows + 1,)
        Receives the patterns in the order of their numbers.
    number : ndarray of uint16, shape (n_rows,)
        Receives each row's number.

    Returns
    -------
    int
        How many patterns occur.
    """
    n_met = np.uint64(0)
    for row in range(np.uint64(len(pattern))):
        # Without a branch, which nobody could foresee: the pattern is always
        # noted as the next one, and the next one moves on if it was new.
        found = pattern[row]
        known = np.uint64(number_of[found])
        is_new = np.uint64(known == 0)
        met[n_met] = found
        n_met += is_new
        given = known + is_new * n_met
        number_of[found] = np.uint16(given)
        number[row] = np.uint16(given - np.uint64(1))
    for place in range(n_met):
        number_of[met[place]] = np.uint16(0)
    return int(n_met)
