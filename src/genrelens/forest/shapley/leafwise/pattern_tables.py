"""Add the Shapley values of a leaf for many rows, computed once for each pattern.

Which of the path's features a row passes is its pattern, a number of at most 16
bits. Rows of one pattern have the same Shapley values, so these are computed for
each pattern that occurs, and then only added, row by row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from genrelens.forest.compiling import compiled, inlined
from genrelens.forest.shapley.leafwise.quadrature import points_for

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.forest.shapley.leafwise.leaf_paths import LeafPaths
    from genrelens.forest.shapley.leafwise.row_codes import RowCodes

__all__ = ["LANES", "MAX_TABLED", "Workspace", "add_leaf_by_patterns", "workspace_for"]

MAX_TABLED: Final = 16
"""Most distinct features of a path that is tabulated."""

LANES: Final = 16
"""Numbers that are computed side by side: one lane for each feature."""

_POINTS: Final = 8  # exact up to 2 * 8 features on a path
_HALF: Final = 1 << (MAX_TABLED // 2)


class Workspace(NamedTuple):
    """Memory that one block reuses for every leaf.

    Shapes: `pattern` and `slot` (n_rows,); `slot_of` (65536,); `met`, `low_at`
    and `high_at` (n_rows + 2,); `table` (n_rows + 1, LANES); `low` and `high`
    (256, 8); `low_lanes` and `high_lanes` (256,); `rate` (8, LANES); `factor`
    (2, 16, 8), first where the feature fails, then where it passes; `points`,
    `weights` and `past` (8,); `on_path` (LANES,); `lane` (16,).
    """

    pattern: NDArray[np.uint16]
    slot: NDArray[np.uint16]
    met: NDArray[np.uint16]
    slot_of: NDArray[np.uint16]
    table: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    low_at: NDArray[np.uint16]
    high_at: NDArray[np.uint16]
    low_lanes: NDArray[np.uint32]
    high_lanes: NDArray[np.uint32]
    rate: NDArray[np.float64]
    factor: NDArray[np.float64]
    points: NDArray[np.float64]
    weights: NDArray[np.float64]
    past: NDArray[np.float64]
    on_path: NDArray[np.float64]
    lane: NDArray[np.int64]


def workspace_for(n_rows: int) -> Workspace:
    """Allocate memory for blocks of `n_rows` rows."""
    points, weights = points_for(MAX_TABLED)
    return Workspace(
        pattern=np.zeros(n_rows, np.uint16),
        slot=np.zeros(n_rows, np.uint16),
        met=np.zeros(n_rows + 2, np.uint16),
        slot_of=np.zeros(1 << MAX_TABLED, np.uint16),
        table=np.zeros((n_rows + 1, LANES)),
        low=np.zeros((_HALF, _POINTS)),
        high=np.zeros((_HALF, _POINTS)),
        low_at=np.zeros(n_rows + 2, np.uint16),
        high_at=np.zeros(n_rows + 2, np.uint16),
        low_lanes=np.zeros(_HALF, np.uint32),
        high_lanes=np.zeros(_HALF, np.uint32),
        rate=np.zeros((_POINTS, LANES)),
        factor=np.zeros((2, MAX_TABLED, _POINTS)),
        points=points,
        weights=weights,
        past=-1 / (1 - points),
        on_path=np.zeros(LANES),
        lane=np.zeros(MAX_TABLED, np.int64),
    )


@inlined
def add_leaf_by_patterns(
    rows: RowCodes,
    paths: LeafPaths,
    leaf: int,
    leaf_class: NDArray[np.int32],
    leaf_value: NDArray[np.float64],
    space: Workspace,
    out: NDArray[np.float64],
) -> None:
    """Add one leaf's Shapley values for every row of a block.

    Parameters
    ----------
    rows, paths : RowCodes, LeafPaths
    leaf : int
        Which of the paths; it has at most `MAX_TABLED` entries.
    leaf_class, leaf_value : ndarray, shape (n_entries,)
        The leaf's classes and their shares.
    space : Workspace
        For at least as many rows.
    out : ndarray of float64, shape (n_classes, n_rows, width)
        Added to. With at most `LANES` features the width must be `LANES`,
        else the number of features.
    """
    n_features, n_rows = rows.codes.shape
    begin, end = paths.start[leaf], paths.start[leaf + 1]
    for entry in range(begin, end):
        wide = n_features > LANES
        space.lane[entry - begin] = entry - begin if wide else paths.feature[entry]
    _find_patterns(rows, paths, begin, end, space)
    n_met = _number_patterns(n_rows, space)
    _fill_factors(paths, begin, end, space)
    _fill_table(end - begin, n_met, space)
    features = paths.feature[begin:end]
    for each in range(len(leaf_class)):
        if n_features > LANES:
            _scatter(n_rows, features, leaf_value[each], space, out[leaf_class[each]])
        elif n_features > LANES // 2:
            _add_lanes(n_rows, leaf_value[each], space, out[leaf_class[each]])
        else:
            _add_half_lanes(n_rows, leaf_value[each], space, out[leaf_class[each]])


@compiled
def _find_patterns(
    rows: RowCodes, paths: LeafPaths, begin: int, end: int, space: Workspace
) -> None:
    n_rows = np.uint64(rows.codes.shape[1])
    pattern = space.pattern
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


@compiled
def _number_patterns(n_rows: int, space: Workspace) -> int:
    """Give each pattern that occurs a number from 1, and each row its number."""
    n_met = np.int64(0)
    for row in range(np.uint64(n_rows)):
        # Without a branch, which nobody could foresee: the pattern is always
        # noted as the next one, and the next one moves on if it was new.
        pattern = space.pattern[row]
        known = np.int64(space.slot_of[pattern])
        is_new = np.int64(known == 0)
        space.met[n_met + 1] = pattern
        n_met += is_new
        number = np.uint16(known + is_new * n_met)
        space.slot_of[pattern] = number
        space.slot[row] = number
    return int(n_met)


@compiled
def _fill_factors(paths: LeafPaths, begin: int, end: int, space: Workspace) -> None:
    """Find each feature's factor where it passes, where it fails, and its rate."""
    for lane in range(np.uint64(LANES)):
        space.on_path[lane] = 0.0
        for point in range(np.uint64(_POINTS)):
            space.rate[point, lane] = 0.0
    for entry in range(begin, end):
        z = paths.share[entry]
        bit = entry - begin
        space.on_path[space.lane[bit]] = 1.0
        for point in range(np.uint64(_POINTS)):
            x = space.points[point]
            passing = z + x * (1 - z)
            space.factor[1, bit, point] = passing
            space.factor[0, bit, point] = z * (1 - x)
            space.rate[point, space.lane[bit]] = (1 - z) / passing


@compiled
def _fill_halves(n_bits: int, space: Workspace) -> None:
    """Tabulate the products over the first, and the last, half of the features."""
    n_low = n_bits // 2
    for point in range(np.uint64(_POINTS)):
        space.low[0, point] = space.weights[point]
        space.high[0, point] = 1.0
    space.low_lanes[0] = 0
    space.high_lanes[0] = 0
    for bit in range(n_bits):
        if bit < n_low:
            _double(space.low, space.low_lanes, 1 << bit, bit, space)
        else:
            _double(space.high, space.high_lanes, 1 << (bit - n_low), bit, space)


@compiled
def _double(
    half: NDArray[np.float64],
    lanes: NDArray[np.uint32],
    size: int,
    bit: int,
    space: Workspace,
) -> None:
    """Extend a table by one feature: first the half that fails, then the rest."""
    factor = space.factor
    own = np.uint32(1 << space.lane[bit])
    for place in range(np.uint64(size)):
        beyond = place + np.uint64(size)
        lanes[beyond] = lanes[place] | own
        for point in range(np.uint64(_POINTS)):
            product = half[place, point]
            half[beyond, point] = product * factor[1, bit, point]
            half[place, point] = product * factor[0, bit, point]


@compiled
def _fill_singly(n_bits: int, n_met: int, space: Workspace) -> None:
    """Find the two products of each pattern by itself, in the tables' order."""
    n_low = n_bits // 2
    for place in range(n_met):
        pattern = np.int64(space.met[place + 1])
        for point in range(np.uint64(_POINTS)):
            space.low[place, point] = space.weights[point]
            space.high[place, point] = 1.0
        lanes = 0
        for bit in range(n_low):
            passes = (pattern >> bit) & 1
            lanes |= passes << space.lane[bit]
            for point in range(np.uint64(_POINTS)):
                space.low[place, point] *= space.factor[passes, bit, point]
        for bit in range(n_low, n_bits):
            passes = (pattern >> bit) & 1
            lanes |= passes << space.lane[bit]
            for point in range(np.uint64(_POINTS)):
                space.high[place, point] *= space.factor[passes, bit, point]
        space.low_lanes[place] = lanes
        space.high_lanes[place] = 0


@compiled
def _fill_table(n_bits: int, n_met: int, space: Workspace) -> None:
    """Compute the Shapley values of every pattern that occurs."""
    n_low = n_bits // 2
    is_singly = n_met * n_bits <= (1 << n_low) + (1 << (n_bits - n_low))
    if is_singly:
        _fill_singly(n_bits, n_met, space)
    else:
        _fill_halves(n_bits, space)
    for number in range(1, n_met + 1):
        pattern = space.met[number]
        space.slot_of[pattern] = 0
        if is_singly:
            space.low_at[number] = number - 1
            space.high_at[number] = number - 1
        else:
            space.low_at[number] = pattern & ((1 << n_low) - 1)
            space.high_at[number] = pattern >> n_low
    _fill_lanes(n_met, space)


@compiled
def _fill_lanes(n_met: int, space: Workspace) -> None:
    table, rate, past, on_path = space.table, space.rate, space.past, space.on_path
    for number in range(np.uint64(1), np.uint64(n_met + 1)):
        low = space.low[np.uint64(space.low_at[number])]
        high = space.high[np.uint64(space.high_at[number])]
        p0, p1 = low[0] * high[0], low[1] * high[1]
        p2, p3 = low[2] * high[2], low[3] * high[3]
        p4, p5 = low[4] * high[4], low[5] * high[5]
        p6, p7 = low[6] * high[6], low[7] * high[7]
        # All features that fail share one value: `past` is -1 / (1 - x).
        failed = p0 * past[0] + p1 * past[1] + p2 * past[2] + p3 * past[3]
        failed += p4 * past[4] + p5 * past[5] + p6 * past[6] + p7 * past[7]
        passed = (
            space.low_lanes[np.uint64(space.low_at[number])]
            | space.high_lanes[np.uint64(space.high_at[number])]
        )
        for lane in range(np.uint64(LANES)):
            value = p0 * rate[0, lane] + p1 * rate[1, lane]
            value += p2 * rate[2, lane] + p3 * rate[3, lane]
            value += p4 * rate[4, lane] + p5 * rate[5, lane]
            value += p6 * rate[6, lane] + p7 * rate[7, lane]
            # Chosen by multiplying: a branch on patterns cannot be foreseen.
            passes = np.float64((passed >> np.uint32(lane)) & np.uint32(1))
            table[number, lane] = value * passes + failed * (on_path[lane] - passes)


@compiled
def _add_lanes(
    n_rows: int, share: float, space: Workspace, out: NDArray[np.float64]
) -> None:
    for row in range(np.uint64(n_rows)):
        number = np.uint64(space.slot[row])
        for lane in range(np.uint64(LANES)):
            out[row, lane] += share * space.table[number, lane]


@compiled
def _add_half_lanes(
    n_rows: int, share: float, space: Workspace, out: NDArray[np.float64]
) -> None:
    for row in range(np.uint64(n_rows)):
        number = np.uint64(space.slot[row])
        for lane in range(np.uint64(LANES // 2)):
            out[row, lane] += share * space.table[number, lane]


@compiled
def _scatter(
    n_rows: int,
    features: NDArray[np.int32],
    share: float,
    space: Workspace,
    out: NDArray[np.float64],
) -> None:
    for row in range(np.uint64(n_rows)):
        number = np.uint64(space.slot[row])
        for bit in range(np.uint64(len(features))):
            out[row, features[bit]] += share * space.table[number, bit]
