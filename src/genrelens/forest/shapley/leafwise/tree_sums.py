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
    space: Workspace,
    out: NDArray[np.float64],
) -> None:
    """Add every leaf's part, tree by tree.

    Parameters
    ----------
    forest : ForestArrays
        Of at most `LANES` features.
    first_tree, last_tree : int
        The trees from the first to before the last.
    rows : RowCodes
    space : Workspace
        For as many rows.
    out : ndarray of float64, shape (n_classes, n_rows, LANES)
        Added to; not yet divided by the number of trees.
    """
    for tree in range(first_tree, last_tree):
        root = forest.tree_start[tree]
        paths = paths_of_tree(forest, tree, rows)
        order = order_by_class(forest, tree, paths)
        _add_tree(forest, root, paths, order, rows, space, out)


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
    batch = space.batch
    for leaf in order:
        begin, end = paths.start[leaf], paths.start[leaf + 1]
        if begin == end:
            continue  # nothing was asked: nothing to explain
        find_patterns(rows, paths, leaf, space.pattern)
        number = batch.number[batch.n[0]]
        n_met = number_patterns(space.pattern, space.number_of, space.met, number)
        prepare_leaf(paths, leaf, space.desk)
        fill_table(space.met, n_met, end - begin, space.desk, batch.table, batch.n[1])
        node = root + paths.node[leaf]
        first, last = forest.leaf_start[node], forest.leaf_start[node + 1]
        is_full = put_leaf(
            batch,
            n_met,
            forest.leaf_class[first:last],
            forest.leaf_value[first:last],
        )
        if is_full:
            add_batch(batch, out)
    add_batch(batch, out)
