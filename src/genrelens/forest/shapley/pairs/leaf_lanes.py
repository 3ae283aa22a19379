"""Prepare what the pairs of a leaf's path need, whichever entries a row passes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from genrelens.forest.compiling import unmanaged
from genrelens.forest.lanes import aligned_zeros
from genrelens.forest.shapley.pairs.lane_layout import LANES
from genrelens.forest.shapley.quadrature import points_for

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.forest.shapley.leafwise.leaf_paths import LeafPaths
    from genrelens.forest.shapley.pairs.lane_layout import LaneLayout

__all__ = ["LeafCounts", "LeafLanes", "lanes_for", "prepare_leaf"]


class LeafLanes(NamedTuple):
    """A leaf's path, with its features side by side in groups of `LANES`.

    Only groups that the path asks about have lanes, in increasing order: the
    group's place among them is its rank.

    - By entry of the path: `lane`, and `n_chunks`, how many chunks of `LANES` pair
      it with lower features.
    - By chunk, entry after entry, then Shapley values, then own parts: `column`,
      where it is added in the layout.
    - By lane: `share` of the cover that passes, `others`, the product of the other
      entries' shares, and `on_path`, 1 or 0.
    - By point and lane: `rate`, the relative slope of the factor where the feature
      passes, and `stuck`, where it fails; 0 off the path.
    - By 0 or 1, entry and point: `factor` where it fails or passes.
    - By number of points less 1, and point: the rules of `points`, `weights`.
    - By group of features: `rank`, and `lowest`, the lowest feature met, or -1.
    """

    lane: NDArray[np.uint64]
    n_chunks: NDArray[np.uint64]
    column: NDArray[np.uint64]
    share: NDArray[np.float64]
    others: NDArray[np.float64]
    on_path: NDArray[np.float64]
    rate: NDArray[np.float64]
    stuck: NDArray[np.float64]
    factor: NDArray[np.float64]
    points: NDArray[np.float64]
    weights: NDArray[np.float64]
    rank: NDArray[np.int64]
    lowest: NDArray[np.int64]


class LeafCounts(NamedTuple):
    """How much of `LeafLanes` one leaf fills; `n_chunks` counts all of them."""

    n_entries: np.uint64
    n_points: np.uint64
    n_lanes: np.uint64
    n_chunks: np.uint64


def lanes_for(n_features: int, n_entries: int) -> LeafLanes:
    """Allocate memory for paths of up to `n_entries` of `n_features` features."""
    n_groups = -(-n_features // LANES)
    n_ranks, n_rules = min(n_groups, n_entries), -(-n_entries // 2)
    n_padded = LANES * -(-n_rules // LANES)
    points, weights = aligned_zeros(n_rules, n_padded), aligned_zeros(n_rules, n_padded)
    for rule in range(n_rules):
        n_used = rule + 1
        points[rule, :n_used], weights[rule, :n_used] = points_for(2 * n_used)
    return LeafLanes(
        lane=np.zeros(n_entries, np.uint64),
        n_chunks=np.zeros(n_entries, np.uint64),
        column=np.zeros((n_entries + 2) * n_ranks, np.uint64),
        share=aligned_zeros(LANES * n_ranks),
        others=aligned_zeros(LANES * n_ranks),
        on_path=aligned_zeros(LANES * n_ranks),
        rate=aligned_zeros(n_rules * LANES * n_ranks),
        stuck=aligned_zeros(n_rules * LANES * n_ranks),
        factor=aligned_zeros(2 * n_entries * n_padded),
        points=points,
        weights=weights,
        rank=np.zeros(n_groups, np.int64),
        lowest=np.zeros(n_groups, np.int64),
    )


@unmanaged
def prepare_leaf(
    paths: LeafPaths, leaf: int, layout: LaneLayout, lanes: LeafLanes
) -> LeafCounts:
    """Fill `lanes` for one leaf, whose path has at least one entry."""
    n_entries = paths.start[leaf + 1] - paths.start[leaf]
    n_ranks, n_chunks = _place_features(paths, leaf, layout, lanes)
    counts = LeafCounts(
        np.uint64(n_entries),
        np.uint64((n_entries + 1) // 2),
        np.uint64(LANES * n_ranks),
        np.uint64(n_chunks),
    )
    _fill_shares(paths, leaf, counts, lanes)
    _fill_slopes(counts, lanes)
    _fill_factors(paths, leaf, counts, lanes)
    return counts


@unmanaged
def _place_features(
    paths: LeafPaths, leaf: int, layout: LaneLayout, lanes: LeafLanes
) -> tuple[int, int]:
    """Give lanes to the groups met, and chunks to the entries; count both."""
    begin, end = paths.start[leaf], paths.start[leaf + 1]
    n_ranks = _rank_groups(paths.feature[begin:end], lanes)
    chunk = 0
    for entry in range(begin, end):
        feature = paths.feature[entry]
        own = feature // LANES
        lanes.lane[entry - begin] = LANES * lanes.rank[own] + feature % LANES
        first = chunk
        for group in range(own + 1):
            # A group counts if the path asks about a lower feature in it.
            if 0 <= lanes.lowest[group] < feature:
                lanes.column[chunk] = layout.pair_start[feature] + LANES * group
                chunk += 1
        lanes.n_chunks[entry - begin] = chunk - first
    for start in (layout.effect_start, layout.own_start):
        for group in range(len(lanes.rank)):
            if lanes.lowest[group] >= 0:
                lanes.column[chunk] = start + LANES * group
                chunk += 1
    return n_ranks, chunk


@unmanaged
def _rank_groups(features: NDArray[np.int32], lanes: LeafLanes) -> int:
    """Find the lowest feature of each group, and count the groups met."""
    lowest = lanes.lowest
    for group in range(len(lowest)):
        lowest[group] = -1
    for entry in range(len(features)):
        feature = features[entry]
        group = feature // LANES
        if lowest[group] < 0 or feature < lowest[group]:
            lowest[group] = feature
    n_ranks = 0
    for group in range(len(lowest)):
        lanes.rank[group] = n_ranks
        n_ranks += int(lowest[group] >= 0)
    return n_ranks


@unmanaged
def _fill_shares(
    paths: LeafPaths, leaf: int, counts: LeafCounts, lanes: LeafLanes
) -> None:
    begin, end = paths.start[leaf], paths.start[leaf + 1]
    for lane in range(counts.n_lanes):
        lanes.share[lane] = 0.0
        lanes.others[lane] = 0.0
        lanes.on_path[lane] = 0.0
    before = 1.0
    for entry in range(begin, end):
        lane = lanes.lane[entry - begin]
        lanes.share[lane] = paths.share[entry]
        lanes.others[lane] = before
        lanes.on_path[lane] = 1.0
        before *= paths.share[entry]
    after = 1.0
    for entry in range(end - 1, begin - 1, -1):
        lanes.others[lanes.lane[entry - begin]] *= after
        after *= paths.share[entry]


@unmanaged
def _fill_slopes(counts: LeafCounts, lanes: LeafLanes) -> None:
    points = lanes.points[counts.n_points - np.uint64(1)]
    for point in range(counts.n_points):
        x = points[point]
        at = point * counts.n_lanes
        for lane in range(counts.n_lanes):
            z, on_path = lanes.share[lane], lanes.on_path[lane]
            lanes.rate[at + lane] = on_path * (1 - z) / (z + x * (1 - z))
            lanes.stuck[at + lane] = -on_path / (1 - x)


@unmanaged
def _fill_factors(
    paths: LeafPaths, leaf: int, counts: LeafCounts, lanes: LeafLanes
) -> None:
    points = lanes.points[counts.n_points - np.uint64(1)]
    begin, n_padded = np.uint64(paths.start[leaf]), np.uint64(len(points))
    for entry in range(counts.n_entries):
        z = paths.share[begin + entry]
        fails = entry * n_padded
        passes = (counts.n_entries + entry) * n_padded
        for point in range(n_padded):
            x = points[point]
            lanes.factor[fails + point] = z * (1 - x)
            lanes.factor[passes + point] = z + x * (1 - z)
