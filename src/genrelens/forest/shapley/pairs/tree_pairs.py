"""Add up the interactions of all leaves of all trees, for one block of rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from genrelens.forest.compiling import compiled, unmanaged
from genrelens.forest.lanes import load_8, multiply_add, spread_8, store
from genrelens.forest.shapley.leafwise.packed_paths import paths_of_tree
from genrelens.forest.shapley.pairs.lane_layout import LANES
from genrelens.forest.shapley.pairs.leaf_lanes import (
    LeafLanes,
    lanes_for,
    prepare_leaf,
)
from genrelens.forest.shapley.pairs.path_patterns import (
    PatternSpace,
    number_patterns,
    patterns_for,
)
from genrelens.forest.shapley.pairs.pattern_pairs import (
    TableSpace,
    fill_table,
    table_for,
)
from genrelens.forest.validating import MAX_DEPTH

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.forest.packed import ForestArrays
    from genrelens.forest.shapley.leafwise.leaf_paths import LeafPaths
    from genrelens.forest.shapley.leafwise.row_codes import RowCodes
    from genrelens.forest.shapley.pairs.lane_layout import LaneLayout
    from genrelens.forest.shapley.pairs.leaf_lanes import LeafCounts

__all__ = ["BlockSpace", "add_tree_pairs", "block_for"]


class BlockSpace(NamedTuple):
    """Memory that one block reuses for every leaf."""

    patterns: PatternSpace
    lanes: LeafLanes
    table: TableSpace


def block_for(n_rows: int, n_features: int) -> BlockSpace:
    """Allocate memory for blocks of `n_rows` rows."""
    longest = min(n_features, MAX_DEPTH)
    lanes = lanes_for(n_features, longest)
    patterns = patterns_for(n_rows, longest, len(lanes.share) // LANES)
    return BlockSpace(patterns, lanes, table_for(n_rows, lanes))


@compiled
def add_tree_pairs(
    forest: ForestArrays,
    rows: RowCodes,
    slot: NDArray[np.int64],
    layout: LaneLayout,
    space: BlockSpace,
    out: NDArray[np.float64],
) -> None:
    """Add every leaf's part, tree by tree.

    Parameters
    ----------
    forest : ForestArrays
    rows : RowCodes
    slot : ndarray of int64, shape (n_classes,)
        Where a class stands in `out`; -1 for a class that is not asked for.
    layout : LaneLayout
    space : BlockSpace
        For at least as many rows.
    out : ndarray of float64, shape (n_asked, n_rows, layout.width)
        Added to; not yet divided by the number of trees.
    """
    for number in range(len(forest.tree_start) - 1):
        root = forest.tree_start[number]
        paths = paths_of_tree(forest, number, rows)
        for leaf in _by_class(paths, root, forest, slot):
            counts = prepare_leaf(paths, leaf, layout, space.lanes)
            lane, patterns = space.lanes.lane, space.patterns
            n_met = number_patterns(rows, paths, leaf, lane, patterns)
            fill_table(counts, n_met, patterns, space.lanes, space.table)
            node = root + paths.node[leaf]
            for each in range(forest.leaf_start[node], forest.leaf_start[node + 1]):
                place = slot[forest.leaf_class[each]]
                if place >= 0:
                    _add_rows(forest.leaf_value[each], counts, space, out[place])


@compiled
def _by_class(
    paths: LeafPaths, root: int, forest: ForestArrays, slot: NDArray[np.int64]
) -> NDArray[np.int64]:
    """List the leaves that matter by their first class, to keep its sums in cache.

    The first of all classes, asked for or not: then sums are taken in one order
    whatever is asked for.
    """
    n_classes = len(slot)
    first = np.full(len(paths.node), n_classes)
    for leaf in range(len(first)):
        if paths.start[leaf] == paths.start[leaf + 1]:
            continue  # nothing was asked: nothing to explain
        node = root + paths.node[leaf]
        begin, end = forest.leaf_start[node], forest.leaf_start[node + 1]
        for each in range(begin, end):
            if slot[forest.leaf_class[each]] >= 0:
                first[leaf] = forest.leaf_class[begin]
    n_matter = np.sum(first < n_classes)
    return np.argsort(first, kind="mergesort")[:n_matter]


@unmanaged
def _add_rows(
    share: float, counts: LeafCounts, space: BlockSpace, out: NDArray[np.float64]
) -> None:
    """Add to each row what was tabulated for its pattern."""
    column, number, table = space.lanes.column, space.patterns.number, space.table.table
    width = counts.n_chunks * np.uint64(LANES)
    for row in range(np.uint64(len(out))):
        sums = out[row]
        first = np.uint64(number[row]) * width
        for chunk in range(counts.n_chunks):
            to = column[chunk]
            tabled = load_8(table, first + chunk * np.uint64(LANES))
            store(sums, to, multiply_add(spread_8(share), tabled, load_8(sums, to)))
