"""Add up the interventional values of all leaves, for one block of rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from genrelens.forest.compiling import compiled, unmanaged
from genrelens.forest.shapley.background.adding import add_lanes, scatter_lanes
from genrelens.forest.shapley.background.comparison import (
    Comparison,
    list_both_paths,
)
from genrelens.forest.shapley.background.counting import (
    Counts,
    count_background,
    counts_for,
)
from genrelens.forest.shapley.background.lines import (
    Lines,
    fill_lines,
    lines_for,
    spread_background,
)
from genrelens.forest.shapley.background.long_paths import add_leaf_by_pairs
from genrelens.forest.shapley.background.partners import (
    Partners,
    index_partners,
    partners_for,
)
from genrelens.forest.shapley.background.reaching import mark_reaching, pick_rows
from genrelens.forest.shapley.leafwise.packed_paths import order_by_class
from genrelens.forest.shapley.leafwise.pattern_tables import LANES
from genrelens.forest.shapley.leafwise.patterns import (
    MAX_TABLED,
    find_patterns,
    number_patterns,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.forest.packed import ForestArrays
    from genrelens.forest.shapley.leafwise.leaf_paths import LeafPaths
    from genrelens.forest.shapley.leafwise.row_codes import RowCodes

__all__ = ["Workspace", "add_trees", "workspace_for"]


class Workspace(NamedTuple):
    """Memory that one block reuses for every leaf.

    Shapes: `pattern` (n_rows,); `picked`, the rows that some background row helps
    to reach the leaf, and `picked_pattern` (n_rows + 1,); `line` (n_rows,), the
    line of each picked row; `number_of` (65536,); `reaching` (1024,).
    """

    pattern: NDArray[np.uint16]
    picked: NDArray[np.uint16]
    picked_pattern: NDArray[np.uint16]
    line: NDArray[np.uint16]
    number_of: NDArray[np.uint16]
    reaching: NDArray[np.uint64]
    counts: Counts
    partners: Partners
    lines: Lines


def workspace_for(n_rows: int, n_background: int) -> Workspace:
    """Allocate memory for blocks of `n_rows` rows and a background."""
    return Workspace(
        pattern=np.zeros(n_rows, np.uint16),
        picked=np.zeros(n_rows + 1, np.uint16),
        picked_pattern=np.zeros(n_rows + 1, np.uint16),
        line=np.zeros(n_rows, np.uint16),
        number_of=np.zeros(1 << MAX_TABLED, np.uint16),
        reaching=np.zeros((1 << MAX_TABLED) // 64, np.uint64),
        counts=counts_for(n_background),
        partners=partners_for(n_background),
        lines=lines_for(n_rows, n_background),
    )


@compiled
def add_trees(
    forest: ForestArrays,
    first_tree: int,
    last_tree: int,
    sides: Comparison,
    space: Workspace,
    out: NDArray[np.float64],
) -> None:
    """Add every leaf's part, tree by tree.

    Parameters
    ----------
    forest : ForestArrays
    first_tree, last_tree : int
        The trees from the first to before the last.
    sides : Comparison
    space : Workspace
        For as many rows and background rows.
    out : ndarray of float64, shape (n_classes, n_rows, width)
        Added to; not yet divided by the number of trees. With at most `LANES`
        features the width must be `LANES`, else the number of features.
    """
    for tree in range(first_tree, last_tree):
        root = forest.tree_start[tree]
        paths, others = list_both_paths(forest, tree, sides)
        order = order_by_class(forest, tree, paths)
        _add_tree(forest, root, sides, paths, others, order, space, out)
        for leaf in order:
            if paths.start[leaf + 1] - paths.start[leaf] > MAX_TABLED:
                node = root + paths.node[leaf]
                entries = slice(forest.leaf_start[node], forest.leaf_start[node + 1])
                classes, values = forest.leaf_class[entries], forest.leaf_value[entries]
                add_leaf_by_pairs(sides, paths, others, leaf, classes, values, out)


@unmanaged
def _add_tree(
    forest: ForestArrays,
    root: int,
    sides: Comparison,
    paths: LeafPaths,
    others: LeafPaths,
    order: NDArray[np.int64],
    space: Workspace,
    out: NDArray[np.float64],
) -> None:
    """Add the leaves whose path fits into a pattern."""
    rows, background, weight, weights = sides
    n_features = len(rows.codes)
    picked, line, table = space.picked, space.line, space.lines.table
    for leaf in order:
        begin, end = paths.start[leaf], paths.start[leaf + 1]
        if not 0 < end - begin <= MAX_TABLED:
            continue
        n_met = count_background(background, others, leaf, weight, space.counts)
        n_picked = _pick(rows, paths, leaf, n_met, space)
        if n_picked == 0:
            continue
        features = paths.feature[begin:end]
        _fill_table(features, n_features, n_picked, n_met, weights, space)
        node = root + paths.node[leaf]
        for entry in range(forest.leaf_start[node], forest.leaf_start[node + 1]):
            value, sums = forest.leaf_value[entry], out[forest.leaf_class[entry]]
            if n_features <= LANES:
                add_lanes(picked, line, n_picked, value, table, sums)
            else:
                scatter_lanes(picked, line, n_picked, value, table, features, sums)


@unmanaged
def _pick(
    rows: RowCodes, paths: LeafPaths, leaf: int, n_met: int, space: Workspace
) -> int:
    """Pick the rows that some background row helps to reach the leaf."""
    n_bits = paths.start[leaf + 1] - paths.start[leaf]
    mark_reaching(n_bits, space.counts.met, n_met, space.reaching)
    find_patterns(rows, paths, leaf, space.pattern)
    return pick_rows(space.pattern, space.reaching, space.picked, space.picked_pattern)


@unmanaged
def _fill_table(
    features: NDArray[np.int32],
    n_features: int,
    n_picked: int,
    n_met: int,
    weights: NDArray[np.float64],
    space: Workspace,
) -> None:
    """Fill a line for each different pattern of the picked rows."""
    counts, partners, lines = space.counts, space.partners, space.lines
    n_bits = len(features)
    n_words = index_partners(n_bits, counts.met, n_met, partners)
    spread_background(features, n_features, counts, n_met, lines)
    patterns = space.picked_pattern[:n_picked]
    n_lines = number_patterns(patterns, space.number_of, lines.met, space.line)
    fill_lines(n_bits, n_lines, counts.share, partners, n_words, weights, lines)
