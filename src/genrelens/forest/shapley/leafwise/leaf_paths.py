"""List, for every leaf of a tree, what its path asks of each feature."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from genrelens.forest.compiling import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["LeafPaths", "TreeNodes", "list_leaf_paths"]


class TreeNodes(NamedTuple):
    """One tree; see `PackedForest` for the meaning of its arrays.

    `bound` replaces the threshold: a row goes left where the code of its value
    is below it.
    """

    feature: NDArray[np.int32]
    bound: NDArray[np.int32]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    missing_left: NDArray[np.bool_]
    cover: NDArray[np.float64]


class LeafPaths(NamedTuple):
    """The distinct features of each leaf's path, one entry each.

    Leaf ``i`` stands at node ``node[i]``; its entries are ``start[i]`` to
    ``start[i + 1]``. A row passes an entry where the code of its value lies from
    `low` to before `high`, or where the value is missing and `missing` holds.
    `share` is the fraction of the cover that passes, over all questions about
    the feature on the path.
    """

    node: NDArray[np.int64]
    start: NDArray[np.int64]
    feature: NDArray[np.int32]
    low: NDArray[np.int32]
    high: NDArray[np.int32]
    missing: NDArray[np.bool_]
    share: NDArray[np.float64]


@compiled
def list_leaf_paths(tree: TreeNodes, n_codes: NDArray[np.int64]) -> LeafPaths:
    """Walk one tree, left before right, and merge each path by feature.

    Parameters
    ----------
    tree : TreeNodes
        Children come after their parents.
    n_codes : ndarray of int64, shape (n_features,)
        One more than the largest code of a known value, for each feature.

    Returns
    -------
    LeafPaths
        Entries in the order in which the path first asks about the feature.
    """
    n_leaves, n_levels = _measure(tree)
    width = min(n_levels, len(n_codes))
    paths = _allocate(n_leaves, width)
    # Row d holds the path of the node at depth d that was visited last, which
    # is the parent of whichever node of depth d + 1 comes next.
    open_paths = _allocate(n_levels + 1, width)
    n_open = np.zeros(n_levels + 1, dtype=np.int64)
    waiting = np.empty((n_levels + 2, 3), dtype=np.int64)  # node, parent, depth
    waiting[0] = 0
    n_waiting = 1
    leaf = 0
    while n_waiting > 0:
        n_waiting -= 1
        node, parent, depth = waiting[n_waiting]
        if depth > 0:
            n_open[depth] = _extend(
                tree,
                n_codes,
                open_paths,
                (depth - 1) * width,
                depth * width,
                n_open[depth - 1],
                parent,
                node,
            )
        if tree.feature[node] < 0:
            begin = paths.start[leaf]
            _copy(open_paths, depth * width, paths, begin, n_open[depth])
            paths.node[leaf] = node
            leaf += 1
            paths.start[leaf] = begin + n_open[depth]
            continue
        for child in (tree.right[node], tree.left[node]):
            waiting[n_waiting, 0] = child
            waiting[n_waiting, 1] = node
            waiting[n_waiting, 2] = depth + 1
            n_waiting += 1
    return paths


@compiled
def _measure(tree: TreeNodes) -> tuple[int, int]:
    """Count the leaves, and the levels below the root."""
    depth = np.zeros(len(tree.feature), dtype=np.int64)
    n_leaves = 0
    n_levels = 0
    for node in range(len(tree.feature)):
        if tree.feature[node] < 0:
            n_leaves += 1
            n_levels = max(n_levels, depth[node])
        else:
            depth[tree.left[node]] = depth[node] + 1
            depth[tree.right[node]] = depth[node] + 1
    return n_leaves, n_levels


@compiled
def _allocate(n_paths: int, width: int) -> LeafPaths:
    size = n_paths * width
    return LeafPaths(
        np.zeros(n_paths, dtype=np.int64),
        np.zeros(n_paths + 1, dtype=np.int64),
        np.empty(size, dtype=np.int32),
        np.empty(size, dtype=np.int32),
        np.empty(size, dtype=np.int32),
        np.empty(size, dtype=np.bool_),
        np.empty(size, dtype=np.float64),
    )


@compiled
def _copy(
    source: LeafPaths, origin: int, target: LeafPaths, begin: int, n_entries: int
) -> None:
    for entry in range(n_entries):
        target.feature[begin + entry] = source.feature[origin + entry]
        target.low[begin + entry] = source.low[origin + entry]
        target.high[begin + entry] = source.high[origin + entry]
        target.missing[begin + entry] = source.missing[origin + entry]
        target.share[begin + entry] = source.share[origin + entry]


@compiled
def _extend(
    tree: TreeNodes,
    n_codes: NDArray[np.int64],
    paths: LeafPaths,
    origin: int,
    begin: int,
    n_entries: int,
    parent: int,
    node: int,
) -> int:
    """Copy the parent's path, and add what it asks of those who come to `node`."""
    _copy(paths, origin, paths, begin, n_entries)
    asked = tree.feature[parent]
    entry = begin
    while entry < begin + n_entries and paths.feature[entry] != asked:
        entry += 1
    if entry == begin + n_entries:
        n_entries += 1
        paths.feature[entry] = asked
        paths.low[entry] = 0
        paths.high[entry] = n_codes[asked]
        paths.missing[entry] = True
        paths.share[entry] = 1.0
    is_left = tree.left[parent] == node
    bound = tree.bound[parent]
    if is_left:
        paths.high[entry] = min(paths.high[entry], bound)
    else:
        paths.low[entry] = max(paths.low[entry], bound)
    # No code lies between: both ends meet, and nothing passes.
    paths.high[entry] = max(paths.high[entry], paths.low[entry])
    paths.missing[entry] &= tree.missing_left[parent] == is_left
    paths.share[entry] *= tree.cover[node] / tree.cover[parent]
    return n_entries
