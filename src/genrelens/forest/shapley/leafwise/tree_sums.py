"""Add up the Shapley values of all leaves of all trees, for one block of rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from genrelens.forest.compiling import compiled, unmanaged
from genrelens.forest.shapley.leafwise.batches import add_batch, batch_for, put_leaf
from genrelens.forest.shapley.leafwise.packed_paths import (
    order_by_class,
    paths_of_tree,
)
from genrelens.forest.shapley.leafwise.pattern_tables import (
    desk,
    fill_table,
    prepare_leaf,
)
from genrelens.forest.shapley.leafwise.patterns import (
    MAX_TABLED,
    find_patterns,
    number_patterns,
)
from genrelens.forest.shapley.leafwise.quadrature import add_leaf_by_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.forest.packed import ForestArrays
    from genrelens.forest.shapley.leafwise.batches import LeafBatch
    from genrelens.forest.shapley.leafwise.leaf_paths import LeafPaths
    from genrelens.forest.shapley.leafwise.pattern_tables import LeafDesk
    from genrelens.forest.shapley.leafwise.row_codes import RowCodes

__all__ = ["Workspace", "add_trees", "workspace_for"]


class Workspace(NamedTuple):
    """Memory that one block reuses for every leaf.

    Shapes: `pattern` (n_rows,), `met` (n_rows + 1,), `number_of` (65536,).
    """

    pattern: NDArray[np.uint16]
    met: NDArray[np.uint16]
    number_of: NDArray[np.uint16]
    desk: LeafDesk
    batch: LeafBatch


def workspace_for(n_rows: int, n_classes: int) -> Workspace:
    """Allocate memory for a block of `n_rows` rows."""
    return Workspace(
        pattern=np.zeros(n_rows, np.uint16),
        met=np.zeros(n_rows + 1, np.uint16),
        number_of=np.zeros(1 << MAX_TABLED, np.uint16),
        desk=desk(),
        batch=batch_for(n_rows, n_classes),
    )


@compiled
def add_trees(
    forest: ForestArrays,
    first_tree: int,
    last_tree: int,
    rows: RowCodes,
    points: NDArray[np.float64],
    weights: NDArray[np.float64],
    space: Workspace,
    out: NDArray[np.float64],
) -> None:
    """Add every leaf's part, tree by tree.

    Parameters
    ----------
    forest : ForestArrays
    first_tree, last_tree : int
        The trees from the first to before the last.
    rows : RowCodes
    points, weights : ndarray of float64, shape (n_points,)
        Quadrature that is exact for the forest's longest path.
    space : Workspace
        For as many rows.
    out : ndarray of float64, shape (n_classes, n_rows, width)
        Added to; not yet divided by the number of trees. With at most `LANES`
        features the width must be `LANES`, else the number of features.
    """
    for tree in range(first_tree, last_tree):
        root = forest.tree_start[tree]
        paths = paths_of_tree(forest, tree, rows)
        order = order_by_class(forest, tree, paths)
        _add_tree(forest, root, paths, order, rows, space, out)
        for leaf in range(len(paths.node)):
            if paths.start[leaf + 1] - paths.start[leaf] > MAX_TABLED:
                node = root + paths.node[leaf]
                begin, finish = forest.leaf_start[node], forest.leaf_start[node + 1]
                classes = forest.leaf_class[begin:finish]
                values = forest.leaf_value[begin:finish]
                add_leaf_by_rows(
                    rows, paths, leaf, classes, values, points, weights, out
                )


@unmanaged
def _add_tree(
    forest: ForestArrays,
    root: int,
    paths: LeafPaths,
    order: NDArray[np.int64],
    rows: RowCodes,
    space: Workspace,
    out: NDArray[np.float64],
) -> None:
    """Add the leaves whose path fits into a pattern."""
    n_features = len(rows.codes)
    batch = space.batch
    for leaf in order:
        begin, end = paths.start[leaf], paths.start[leaf + 1]
        if not 0 < end - begin <= MAX_TABLED:
            continue
        find_patterns(rows, paths, leaf, space.pattern)
        number = batch.number[batch.n[0]]
        n_met = number_patterns(space.pattern, space.number_of, space.met, number)
        prepare_leaf(paths, leaf, n_features, space.desk)
        fill_table(space.met, n_met, end - begin, space.desk, batch.table, batch.n[1])
        node = root + paths.node[leaf]
        first, last = forest.leaf_start[node], forest.leaf_start[node + 1]
        is_full = put_leaf(
            batch,
            n_met,
            paths.feature[begin:end],
            forest.leaf_class[first:last],
            forest.leaf_value[first:last],
        )
        if is_full:
            add_batch(batch, n_features, out)
    add_batch(batch, n_features, out)
