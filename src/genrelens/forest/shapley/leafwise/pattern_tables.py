"""Compute the Shapley values of a leaf for every pattern of passed conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from genrelens.forest.compiling import unmanaged
from genrelens.forest.lanes import (
    aligned_zeros,
    choose,
    lane,
    load_8,
    load_16,
    multiply,
    multiply_add,
    plus,
    spread_8,
    spread_16,
    store,
    total,
)
from genrelens.forest.shapley.leafwise.patterns import MAX_TABLED
from genrelens.forest.shapley.quadrature import points_for

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.forest.shapley.leafwise.leaf_paths import LeafPaths

__all__ = ["LANES", "LeafDesk", "desk", "fill_table", "prepare_leaf"]

LANES: Final = 16
"""Numbers that are computed side by side: one lane for each feature."""

_POINTS: Final = 8  # exact up to 2 * 8 features on a path
_HALF: Final = 1 << (MAX_TABLED // 2)
_8: Final = np.uint64(_POINTS)
_16: Final = np.uint64(LANES)


class LeafDesk(NamedTuple):
    """What is known of the leaf at hand; reused for every leaf.

    With the quadrature's points ``x`` and the path's shares ``z``: `passing` is
    ``z + x (1 - z)`` and `failing` ``z (1 - x)``, shape (16, 8); `rate` is
    ``(1 - z) / passing`` in the lane of the feature, shape (8, LANES); `low` and
    `high` are the products over the first and the last half of the path's
    features for every pattern of these, shape (256, 8), and `low_lanes` and
    `high_lanes` (256,) have the bits of the lanes that pass; `on_path` (LANES,)
    is 1 in the lanes of the path's features; `lane` (16,) is the lane of each;
    `points`, `weights` and `past`, which is ``-1 / (1 - x)``, have shape (8,).
    """

    passing: NDArray[np.float64]
    failing: NDArray[np.float64]
    rate: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    low_lanes: NDArray[np.uint32]
    high_lanes: NDArray[np.uint32]
    on_path: NDArray[np.float64]
    lane: NDArray[np.int64]
    points: NDArray[np.float64]
    weights: NDArray[np.float64]
    past: NDArray[np.float64]


def desk() -> LeafDesk:
    """Allocate memory for one thread."""
    points, weights = points_for(MAX_TABLED)
    return LeafDesk(
        passing=aligned_zeros(MAX_TABLED, _POINTS),
        failing=aligned_zeros(MAX_TABLED, _POINTS),
        rate=aligned_zeros(_POINTS, LANES),
        low=aligned_zeros(_HALF, _POINTS),
        high=aligned_zeros(_HALF, _POINTS),
        low_lanes=np.zeros(_HALF, np.uint32),
        high_lanes=np.zeros(_HALF, np.uint32),
        on_path=np.zeros(LANES),
        lane=np.zeros(MAX_TABLED, np.int64),
        points=points,
        weights=weights,
        past=-1 / (1 - points),
    )


@unmanaged
def prepare_leaf(paths: LeafPaths, leaf: int, desk: LeafDesk) -> None:
    """Compute what all patterns of a leaf share.

    Parameters
    ----------
    paths : LeafPaths
    leaf : int
        Which of the paths; it has at most `MAX_TABLED` entries.
    desk : LeafDesk
        Written to.
    """
    begin, end = paths.start[leaf], paths.start[leaf + 1]
    for place in range(np.uint64(LANES)):
        desk.on_path[place] = 0.0
        for point in range(_8):
            desk.rate[point, place] = 0.0
    for bit in range(end - begin):
        z = paths.share[begin + bit]
        of_feature = paths.feature[begin + bit]
        desk.lane[bit] = of_feature
        desk.on_path[of_feature] = 1.0
        for point in range(_8):
            x = desk.points[point]
            passing = z + x * (1 - z)
            desk.passing[bit, point] = passing
            desk.failing[bit, point] = z * (1 - x)
            desk.rate[point, of_feature] = (1 - z) / passing
    _fill_halves(end - begin, desk)


@unmanaged
def _fill_halves(n_bits: int, desk: LeafDesk) -> None:
    """Tabulate the products over the first, and the last, half of the features."""
    n_low = n_bits // 2
    store(desk.low, 0, load_8(desk.weights, 0))
    store(desk.high, 0, spread_8(1.0))
    desk.low_lanes[0] = 0
    desk.high_lanes[0] = 0
    for bit in range(n_bits):
        if bit < n_low:
            _double(desk.low, desk.low_lanes, 1 << bit, bit, desk)
        else:
            _double(desk.high, desk.high_lanes, 1 << (bit - n_low), bit, desk)


@unmanaged
def _double(
    half: NDArray[np.float64],
    lanes: NDArray[np.uint32],
    size: int,
    bit: int,
    desk: LeafDesk,
) -> None:
    """Extend a table by one feature: first the half that fails, then the rest."""
    own = np.uint32(1 << desk.lane[bit])
    fails = load_8(desk.failing, np.uint64(bit) * _8)
    passes = load_8(desk.passing, np.uint64(bit) * _8)
    for place in range(np.uint64(size)):
        beyond = place + np.uint64(size)
        lanes[beyond] = lanes[place] | own
        product = load_8(half, place * _8)
        store(half, place * _8, multiply(product, fails))
        store(half, beyond * _8, multiply(product, passes))


@unmanaged
def fill_table(
    met: NDArray[np.uint16],
    n_met: int,
    n_bits: int,
    desk: LeafDesk,
    table: NDArray[np.float64],
    first_line: int,
) -> None:
    """Compute one line of Shapley values for each pattern that occurs.

    A feature that passes has the sum over the points of product times rate; all
    that fail share one value, the sum of product times ``-1 / (1 - x)``.

    Parameters
    ----------
    met : ndarray of uint16, shape (at least n_met,)
        The patterns.
    n_met, n_bits : int
        Number of patterns, and of bits in each.
    desk : LeafDesk
        From `prepare_leaf`.
    table : ndarray of float64, shape (n_lines, LANES)
        Written to, from `first_line` on; for a leaf of value 1.
    first_line : int
    """
    n_low = np.uint64(n_bits // 2)
    low_bits = np.uint64((1 << n_low) - 1)
    rate = desk.rate
    rate_0, rate_1 = load_16(rate, 0), load_16(rate, 16)
    rate_2, rate_3 = load_16(rate, 32), load_16(rate, 48)
    rate_4, rate_5 = load_16(rate, 64), load_16(rate, 80)
    rate_6, rate_7 = load_16(rate, 96), load_16(rate, 112)
    past, on_path = load_8(desk.past, 0), load_16(desk.on_path, 0)
    for number in range(np.uint64(n_met)):
        low = np.uint64(met[number]) & low_bits
        high = np.uint64(met[number]) >> n_low
        products = multiply(load_8(desk.low, low * _8), load_8(desk.high, high * _8))
        first = multiply(spread_16(lane(products, 0)), rate_0)
        first = multiply_add(spread_16(lane(products, 1)), rate_1, first)
        first = multiply_add(spread_16(lane(products, 2)), rate_2, first)
        first = multiply_add(spread_16(lane(products, 3)), rate_3, first)
        last = multiply(spread_16(lane(products, 4)), rate_4)
        last = multiply_add(spread_16(lane(products, 5)), rate_5, last)
        last = multiply_add(spread_16(lane(products, 6)), rate_6, last)
        last = multiply_add(spread_16(lane(products, 7)), rate_7, last)
        failed = multiply(spread_16(total(multiply(products, past))), on_path)
        passed = np.uint64(desk.low_lanes[low] | desk.high_lanes[high])
        line = np.uint64(first_line) + number
        store(table, line * _16, choose(passed, plus(first, last), failed))
