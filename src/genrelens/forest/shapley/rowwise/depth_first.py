"""Number the nodes of trees depth first where they are numbered otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from genrelens.forest.compiling import compiled
from genrelens.forest.packed import ForestArrays
from genrelens.forest.shapley.rowwise.node_order import NodeOrder, list_nodes, order_for

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["depth_first"]


def depth_first(
    forest: ForestArrays, first_tree: int, last_tree: int
) -> tuple[ForestArrays, int, int]:
    """Give some trees numbered depth first: as they are, or copied.

    Parameters
    ----------
    forest : ForestArrays
    first_tree, last_tree : int
        Which trees: those before `last_tree`.

    Returns
    -------
    forest, first_tree, last_tree
        Where the same trees are found in the wanted order.
    """
    largest = int(np.diff(forest.tree_start[first_tree : last_tree + 1]).max())
    if _are_depth_first(forest, first_tree, last_tree, order_for(largest)):
        return forest, first_tree, last_tree
    starts = forest.tree_start[first_tree : last_tree + 1]
    root, end = int(starts[0]), int(starts[-1])
    place = np.empty(end - root, dtype=np.int64)
    right = np.empty(end - root, dtype=np.int32)
    _number(forest, first_tree, last_tree, place, right)
    is_inner = forest.feature[place] >= 0
    next_node = np.arange(end - root) - np.repeat(starts[:-1] - root, np.diff(starts))
    n_entries = np.diff(forest.leaf_start)[place]
    leaf_start = np.concatenate([[0], np.cumsum(n_entries)])
    entries = np.arange(leaf_start[-1])
    entries += np.repeat(forest.leaf_start[place] - leaf_start[:-1], n_entries)
    copied = ForestArrays(
        tree_start=starts - root,
        feature=forest.feature[place],
        threshold=forest.threshold[place],
        left=np.where(is_inner, next_node + 1, -1).astype(np.int32),
        right=right,
        missing_left=forest.missing_left[place],
        cover=forest.cover[place],
        leaf_start=leaf_start,
        leaf_class=forest.leaf_class[entries],
        leaf_value=forest.leaf_value[entries],
    )
    for array in copied:
        array.flags.writeable = False  # as those of a packed forest: one kernel
    return copied, 0, last_tree - first_tree


@compiled
def _are_depth_first(
    forest: ForestArrays, first_tree: int, last_tree: int, order: NodeOrder
) -> bool:
    for number in range(first_tree, last_tree):
        root, end = forest.tree_start[number], forest.tree_start[number + 1]
        if not list_nodes(
            forest.feature[root:end],
            forest.left[root:end],
            forest.right[root:end],
            order,
        ):
            return False
    return True


@compiled
def _number(
    forest: ForestArrays,
    first_tree: int,
    last_tree: int,
    place: NDArray[np.int64],
    right: NDArray[np.int32],
) -> None:
    """Say where each node of the order stands, and number right children anew."""
    largest = np.max(np.diff(forest.tree_start))
    waiting = np.empty((largest + 1, 2), dtype=np.int64)  # a node, and its parent
    at = 0
    for number in range(first_tree, last_tree):
        root, begin = forest.tree_start[number], at
        waiting[0, 0], waiting[0, 1] = root, -1
        n_waiting = 1
        while n_waiting > 0:
            n_waiting -= 1
            node, parent = waiting[n_waiting, 0], waiting[n_waiting, 1]
            place[at] = node
            right[at] = -1
            if parent >= 0:
                right[parent] = at - begin
            if forest.feature[node] >= 0:
                waiting[n_waiting, 0] = root + forest.right[node]
                waiting[n_waiting, 1] = at
                waiting[n_waiting + 1, 0] = root + forest.left[node]
                waiting[n_waiting + 1, 1] = -1
                n_waiting += 2
            at += 1
