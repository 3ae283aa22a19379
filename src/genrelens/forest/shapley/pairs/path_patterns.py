"""Number the patterns of passing and failing that a block's rows show on a path."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from genrelens.forest.compiling import unmanaged
from genrelens.forest.shapley.pairs.lane_layout import LANES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.forest.shapley.leafwise.leaf_paths import LeafPaths
    from genrelens.forest.shapley.leafwise.row_codes import RowCodes

__all__ = ["MAX_ROWS", "PatternSpace", "number_patterns", "patterns_for"]

MAX_ROWS: Final = 1_024
"""Most rows of a block: their numbers leave six bits of a key free."""

_FIRST_BITS: Final = 16
_NEXT_BITS: Final = 6


class PatternSpace(NamedTuple):
    """Memory that one block reuses for every leaf.

    `passes` (n_entries, n_rows) holds 1 where a row passes an entry of the path,
    and `bits` (n_ranks, n_rows) the same as one bit for each lane of a group;
    `number` (n_rows,) is the row's pattern, counted from 0; `first_row` (n_rows +
    1,) is the first row of each pattern. `key` (n_rows,) and `known` (65536,), all
    0 between calls, are for numbering.
    """

    passes: NDArray[np.uint8]
    bits: NDArray[np.uint8]
    number: NDArray[np.uint16]
    first_row: NDArray[np.uint16]
    key: NDArray[np.uint16]
    known: NDArray[np.uint16]


def patterns_for(n_rows: int, n_entries: int, n_ranks: int) -> PatternSpace:
    """Allocate memory for `n_rows` rows, and paths of `n_entries` in `n_ranks`."""
    return PatternSpace(
        passes=np.zeros((n_entries, n_rows), np.uint8),
        bits=np.zeros((n_ranks, n_rows), np.uint8),
        number=np.zeros(n_rows, np.uint16),
        first_row=np.zeros(n_rows + 1, np.uint16),
        key=np.zeros(n_rows, np.uint16),
        known=np.zeros(1 << 16, np.uint16),
    )


@unmanaged
def number_patterns(
    rows: RowCodes,
    paths: LeafPaths,
    leaf: int,
    lane: NDArray[np.uint64],
    space: PatternSpace,
) -> int:
    """Tell apart the rows that pass different entries of a leaf's path.

    Parameters
    ----------
    rows : RowCodes
        At most `MAX_ROWS` rows.
    paths : LeafPaths
    leaf : int
        Which of the paths; of any length.
    lane : ndarray of uint64
        Of each entry.
    space : PatternSpace
        Filled: `passes`, `bits`, `number` and `first_row`.

    Returns
    -------
    int
        How many patterns there are.
    """
    n_entries = paths.start[leaf + 1] - paths.start[leaf]
    n_rows = np.uint64(rows.codes.shape[1])
    _clear_bits(lane[:n_entries], space)
    for row in range(n_rows):
        space.key[row] = np.uint16(0)
    stop = min(_FIRST_BITS, n_entries)
    _mark_entries(rows, paths, leaf, 0, stop, lane, space)
    n_met = _number_keys(space)
    # A longer path: the number so far and the next few bits make a new key.
    while stop < n_entries:
        first, stop = stop, min(stop + _NEXT_BITS, n_entries)
        for row in range(n_rows):
            space.key[row] = np.uint16(space.number[row] << np.uint16(_NEXT_BITS))
        _mark_entries(rows, paths, leaf, first, stop, lane, space)
        n_met = _number_keys(space)
    return n_met


@unmanaged
def _mark_entries(
    rows: RowCodes,
    paths: LeafPaths,
    leaf: int,
    first: int,
    stop: int,
    lane: NDArray[np.uint64],
    space: PatternSpace,
) -> None:
    for place in range(first, stop):
        bit, passes = np.uint16(place - first), space.passes[place]
        _mark(rows, paths, paths.start[leaf] + place, bit, lane[place], passes, space)


@unmanaged
def _clear_bits(lane: NDArray[np.uint64], space: PatternSpace) -> None:
    for entry in range(np.uint64(len(lane))):
        bits = space.bits[lane[entry] // np.uint64(LANES)]
        for row in range(np.uint64(len(bits))):
            bits[row] = np.uint8(0)


@unmanaged
def _mark(
    rows: RowCodes,
    paths: LeafPaths,
    entry: int,
    bit: np.uint16,
    lane: np.uint64,
    passes: NDArray[np.uint8],
    space: PatternSpace,
) -> None:
    """Find which rows pass an entry, and set its bit in their keys."""
    feature = paths.feature[entry]
    codes, key = rows.codes[feature], space.key
    bits = space.bits[lane // np.uint64(LANES)]
    lane_bit = np.uint8(lane % np.uint64(LANES))
    low = np.uint16(paths.low[entry])
    span = np.uint16(paths.high[entry] - paths.low[entry])
    for row in range(np.uint64(len(codes))):
        # Below `low` the difference wraps round to a large number.
        is_passing = np.uint16(np.uint16(codes[row] - low) < span)
        passes[row] = np.uint8(is_passing)
        bits[row] = np.uint8(bits[row] | np.uint8(np.uint8(is_passing) << lane_bit))
        key[row] = np.uint16(key[row] | np.uint16(is_passing << bit))
    if paths.missing[entry]:
        first, last = rows.missing_start[feature], rows.missing_start[feature + 1]
        for nth in range(first, last):
            row_missing = rows.missing_row[nth]
            passes[row_missing] = np.uint8(1)
            bits[row_missing] = np.uint8(
                bits[row_missing] | np.uint8(np.uint8(1) << lane_bit)
            )
            key[row_missing] = np.uint16(
                key[row_missing] | np.uint16(np.uint16(1) << bit)
            )


@unmanaged
def _number_keys(space: PatternSpace) -> int:
    """Give each key that occurs a number, and each row the number of its key."""
    n_met = np.int64(0)
    for row in range(np.uint64(len(space.key))):
        # Without a branch, which nobody could foresee: the row is always noted
        # as the first of a next pattern, and the next one moves on if it was.
        key = np.uint64(space.key[row])
        known = np.int64(space.known[key])  # the number plus 1
        is_new = np.int64(known == 0)
        space.first_row[n_met] = np.uint16(row)
        n_met += is_new
        known += is_new * n_met
        space.known[key] = np.uint16(known)
        space.number[row] = np.uint16(known - 1)
    for number in range(np.uint64(n_met)):
        space.known[np.uint64(space.key[np.uint64(space.first_row[number])])] = 0
    return int(n_met)
