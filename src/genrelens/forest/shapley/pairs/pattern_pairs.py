"""Tabulate the interactions of every pattern that occurs on a leaf's path."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from genrelens.forest.compiling import inlined, unmanaged
from genrelens.forest.lanes import (
    aligned_zeros,
    choose,
    load_8,
    multiply,
    multiply_add,
    plus,
    spread_8,
    store,
)
from genrelens.forest.shapley.pairs.lane_layout import LANES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.forest.shapley.pairs.leaf_lanes import LeafCounts, LeafLanes
    from genrelens.forest.shapley.pairs.path_patterns import PatternSpace

__all__ = ["TableSpace", "fill_table", "table_for"]


class TableSpace(NamedTuple):
    """Memory that one block reuses for every leaf.

    `table` holds the chunks of one pattern after those of another. The rest is of
    the pattern at hand: `product` of all factors by quadrature point; by point and
    lane the relative `slope` of each, and half of it times the product in `half`.
    """

    table: NDArray[np.float64]
    product: NDArray[np.float64]
    slope: NDArray[np.float64]
    half: NDArray[np.float64]


def table_for(n_rows: int, lanes: LeafLanes) -> TableSpace:
    """Allocate memory for blocks of `n_rows` rows."""
    return TableSpace(
        table=aligned_zeros(n_rows * LANES * len(lanes.column)),
        product=aligned_zeros(lanes.points.shape[1]),
        slope=aligned_zeros(len(lanes.rate)),
        half=aligned_zeros(len(lanes.rate)),
    )


@unmanaged
def fill_table(
    counts: LeafCounts,
    n_met: int,
    patterns: PatternSpace,
    lanes: LeafLanes,
    space: TableSpace,
) -> None:
    """Compute each pattern's sums, chunk by chunk.

    With ``o`` the 0 or 1 of passing and ``z`` the share of the cover that does,
    the leaf's worth with each feature known by the chance ``x`` is the product of
    ``z + x (o - z)``. Its slopes along one feature, and along two, integrated over
    ``x`` from 0 to 1, are the Shapley value and the interaction.

    Parameters
    ----------
    counts : LeafCounts
        Of this leaf.
    n_met : int
        Number of patterns.
    patterns, lanes : PatternSpace, LeafLanes
        Filled for this leaf.
    space : TableSpace
        Filled: `table`.
    """
    width = counts.n_chunks * np.uint64(LANES)
    for number in range(np.uint64(n_met)):
        row = np.uint64(patterns.first_row[number])
        n_failed = _multiply_factors(counts, row, patterns, lanes, space)
        _find_slopes(counts, row, patterns, lanes, space)
        first = number * width
        effects = _fill_pairs(counts, lanes, space, first)
        _fill_effects(counts, row, n_failed, patterns, lanes, space, effects)


@inlined
def _multiply_factors(
    counts: LeafCounts,
    row: np.uint64,
    patterns: PatternSpace,
    lanes: LeafLanes,
    space: TableSpace,
) -> np.uint64:
    """Find the product of all factors at each point; count those that fail."""
    weights = lanes.weights[counts.n_points - np.uint64(1)]
    n_padded = np.uint64(len(weights))
    n_passed = np.uint64(0)
    for first in range(np.uint64(0), counts.n_points, np.uint64(LANES)):
        n_passed = np.uint64(0)
        so_far = load_8(weights, first)
        for entry in range(counts.n_entries):
            passes = np.uint64(patterns.passes[entry, row])
            n_passed += passes
            place = (passes * counts.n_entries + entry) * n_padded
            so_far = multiply(so_far, load_8(lanes.factor, place + first))
        store(space.product, first, so_far)
    return counts.n_entries - n_passed


@inlined
def _find_slopes(
    counts: LeafCounts,
    row: np.uint64,
    patterns: PatternSpace,
    lanes: LeafLanes,
    space: TableSpace,
) -> None:
    """Find the relative slope along each feature, at each point."""
    for first in range(np.uint64(0), counts.n_lanes, np.uint64(LANES)):
        bits = np.uint64(patterns.bits[first // np.uint64(LANES), row])
        for point in range(counts.n_points):
            at = point * counts.n_lanes + first
            slope = choose(bits, load_8(lanes.rate, at), load_8(lanes.stuck, at))
            store(space.slope, at, slope)
            weight = spread_8(0.5 * space.product[point])
            store(space.half, at, multiply(weight, slope))


@inlined
def _fill_pairs(
    counts: LeafCounts, lanes: LeafLanes, space: TableSpace, to: np.uint64
) -> np.uint64:
    """Integrate products of two slopes; each side of a pair gets one half."""
    for entry in range(counts.n_entries):
        own = lanes.lane[entry]
        for chunk in range(lanes.n_chunks[entry]):
            at = chunk * np.uint64(LANES)
            total = spread_8(0.0)
            for point in range(counts.n_points):
                row = point * counts.n_lanes
                slope = load_8(space.slope, row + at)
                weight = spread_8(space.half[row + own])
                total = multiply_add(weight, slope, total)
            store(space.table, to, total)
            to += np.uint64(LANES)
    return to


@inlined
def _fill_effects(
    counts: LeafCounts,
    row: np.uint64,
    n_failed: np.uint64,
    patterns: PatternSpace,
    lanes: LeafLanes,
    space: TableSpace,
    to: np.uint64,
) -> None:
    """Integrate single slopes, and find what each feature keeps for itself.

    A feature's interactions add up to what it adds as the last one, which is
    something only if no other fails, less what it adds as the first one.
    """
    none_fails = np.float64(n_failed == np.uint64(0))
    one_fails = np.float64(n_failed == np.uint64(1))
    minus = spread_8(-1.0)
    for first in range(np.uint64(0), counts.n_lanes, np.uint64(LANES)):
        effect = spread_8(0.0)
        for point in range(counts.n_points):
            half = load_8(space.half, point * counts.n_lanes + first)
            effect = plus(effect, plus(half, half))
        store(space.table, to + first, effect)
        on_path = load_8(lanes.on_path, first)
        bits = np.uint64(patterns.bits[first // np.uint64(LANES), row])
        passing = choose(bits, on_path, spread_8(0.0))
        failing = multiply_add(passing, minus, on_path)
        last = multiply_add(
            spread_8(one_fails), failing, multiply(spread_8(none_fails), on_path)
        )
        change = multiply_add(load_8(lanes.others, first), minus, last)
        step = multiply_add(load_8(lanes.share, first), minus, passing)
        half_gap = multiply(multiply(spread_8(0.5), step), change)
        own = multiply_add(half_gap, minus, effect)
        store(space.table, to + counts.n_lanes + first, own)
