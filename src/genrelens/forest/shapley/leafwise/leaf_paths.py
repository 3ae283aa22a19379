"""List, for every leaf of a tree, what its path asks of each feature."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from genrelens.forest.compiling import compiled, unmanaged

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


class _OpenPath(NamedTuple):
    """The path of the node at hand, and what undoes each of its steps.

    An entry holds four numbers in `asks` (n_entries, 4), feature, low, high and
    missing, and its `share`. `entry_of` (n_features,) is the entry of a feature,
    or -1. Step ``d``, from depth ``d - 1`` to ``d``, changed entry `changed[d]`,
    which before held `old_asks[d]` and `old_share[d]`, or was not there.
    """

    asks: NDArray[np.int32]
    share: NDArray[np.float64]
    entry_of: NDArray[np.int64]
    changed: NDArray[np.int64]
    is_new: NDArray[np.bool_]
    old_asks: NDArray[np.int32]
    old_share: NDArray[np.float64]


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
    size = n_leaves * width
    paths = LeafPaths(
        np.zeros(n_leaves, dtype=np.int64),
        np.zeros(n_leaves + 1, dtype=np.int64),
        np.empty(size, dtype=np.int32),
        np.empty(size, dtype=np.int32),
        np.empty(size, dtype=np.int32),
        np.empty(size, dtype=np.bool_),
        np.empty(size, dtype=np.float64),
    )
    path = _OpenPath(
        np.empty((width, 4), dtype=np.int32),
        np.empty(width, dtype=np.float64),
        np.full(len(n_codes), -1, dtype=np.int64),
        np.empty(n_levels + 1, dtype=np.int64),
        np.empty(n_levels + 1, dtype=np.bool_),
        np.empty((n_levels + 1, 4), dtype=np.int32),
        np.empty(n_levels + 1, dtype=np.float64),
    )
    waiting = np.empty((n_levels + 2, 3), dtype=np.int64)  # node, parent, depth
    _walk(tree, n_codes, path, waiting, paths)
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


@unmanaged
def _walk(
    tree: TreeNodes,
    n_codes: NDArray[np.int64],
    path: _OpenPath,
    waiting: NDArray[np.int64],
    paths: LeafPaths,
) -> None:
    n_entries = 0
    here = 0  # depth of the node that the open path leads to
    leaf = 0
    waiting[0, :] = 0
    n_waiting = 1
    while n_waiting > 0:
        n_waiting -= 1
        node = waiting[n_waiting, 0]
        depth = waiting[n_waiting, 2]
        while here >= max(depth, 1):
            n_entries -= _step_back(path, here)
            here -= 1
        if depth > 0:
            parent = waiting[n_waiting, 1]
            n_entries += _step(tree, n_codes, path, n_entries, depth, parent, node)
        here = depth
        if tree.feature[node] < 0:
            _write(path, n_entries, paths, leaf, node)
            leaf += 1
            continue
        for child in (tree.right[node], tree.left[node]):
            waiting[n_waiting, 0] = child
            waiting[n_waiting, 1] = node
            waiting[n_waiting, 2] = depth + 1
            n_waiting += 1


@unmanaged
def _step(
    tree: TreeNodes,
    n_codes: NDArray[np.int64],
    path: _OpenPath,
    n_entries: int,
    depth: int,
    parent: int,
    node: int,
) -> int:
    """Add what `parent` asks of those who come to `node`; count new entries."""
    asked = tree.feature[parent]
    entry = path.entry_of[asked]
    is_new = entry < 0
    if is_new:
        entry = n_entries
        path.entry_of[asked] = entry
        path.asks[entry, 0] = asked
        path.asks[entry, 1] = 0
        path.asks[entry, 2] = n_codes[asked]
        path.asks[entry, 3] = 1
        path.share[entry] = 1.0
    path.changed[depth] = entry
    path.is_new[depth] = is_new
    for part in range(4):
        path.old_asks[depth, part] = path.asks[entry, part]
    path.old_share[depth] = path.share[entry]
    is_left = tree.left[parent] == node
    bound = tree.bound[parent]
    low, high = path.asks[entry, 1], path.asks[entry, 2]
    if is_left:
        high = min(high, bound)
    else:
        low = max(low, bound)
    path.asks[entry, 1] = low
    # No code lies between: both ends meet, and nothing passes.
    path.asks[entry, 2] = max(low, high)
    path.asks[entry, 3] &= np.int32(tree.missing_left[parent] == is_left)
    path.share[entry] *= tree.cover[node] / tree.cover[parent]
    return int(is_new)


@unmanaged
def _step_back(path: _OpenPath, depth: int) -> int:
    """Undo the step to this depth; count the entries that are gone."""
    entry = path.changed[depth]
    if path.is_new[depth]:
        path.entry_of[path.asks[entry, 0]] = -1
    for part in range(4):
        path.asks[entry, part] = path.old_asks[depth, part]
    path.share[entry] = path.old_share[depth]
    return int(path.is_new[depth])


@unmanaged
def _write(
    path: _OpenPath, n_entries: int, paths: LeafPaths, leaf: int, node: int
) -> None:
    begin = np.uint64(paths.start[leaf])
    for entry in range(np.uint64(n_entries)):
        paths.feature[begin + entry] = path.asks[entry, 0]
        paths.low[begin + entry] = path.asks[entry, 1]
        paths.high[begin + entry] = path.asks[entry, 2]
        paths.missing[begin + entry] = path.asks[entry, 3] != 0
        paths.share[begin + entry] = path.share[entry]
    paths.node[leaf] = node
    paths.start[leaf + 1] = begin + np.uint64(n_entries)
