"""Write down which rows of classes are merged at the inner nodes of a tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from genrelens.forest.compiling import unmanaged
from genrelens.forest.shapley.rowwise.instructions import lowest_bit
from genrelens.forest.shapley.rowwise.tree_plan import ONES, ZEROS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.forest.packed import ForestArrays
    from genrelens.forest.shapley.rowwise.node_order import NodeOrder, OrderedTree

__all__ = ["ClassRows", "class_rows_for", "write_entries", "write_merges"]

_0: Final = np.uint64(0)
_1: Final = np.uint64(1)
_6: Final = np.uint64(6)
_63: Final = np.uint64(63)
_64: Final = np.uint64(64)
_LOW: Final = np.uint64((1 << 32) - 1)
_BITS: Final = 64


class ClassRows(NamedTuple):
    """Where a tree's nodes have their rows, one for each class below.

    `classes` has these as bits of words, shape (n_nodes, n_words); `first_row`
    the row of the first of them, shape (n_nodes,); the others follow.
    """

    classes: NDArray[np.uint64]
    first_row: NDArray[np.uint32]


def class_rows_for(n_nodes: int, n_classes: int) -> ClassRows:
    """Allocate memory for trees of up to so many nodes."""
    return ClassRows(
        classes=np.zeros((n_nodes, -(-n_classes // _BITS)), dtype=np.uint64),
        first_row=np.zeros(n_nodes, dtype=np.uint32),
    )


@unmanaged
def write_entries(
    tree: OrderedTree,
    order: NodeOrder,
    forest: ForestArrays,
    leaves: tuple[int, int],
    row: int,
    class_rows: ClassRows,
    entry: NDArray[np.float64],
) -> int:
    """Give rows to the entries of some leaves.

    Parameters
    ----------
    tree, order : OrderedTree, NodeOrder
    forest : ForestArrays
        The one that the tree is of.
    leaves : int, int
        Which leaves: the first, and the one after the last.
    row : int
        The first row that may be given.
    class_rows : ClassRows
        Written to.
    entry : ndarray of float64
        Written to: the values, in the order of their rows.

    Returns
    -------
    int
        How many values were written.
    """
    n_words = np.uint64(class_rows.classes.shape[1])
    n_written = 0
    for number in range(leaves[0], leaves[1]):
        node = np.uint64(order.leaf[number])
        begin, end = tree.leaf_start[node], tree.leaf_start[node + _1]
        for word in range(n_words):
            class_rows.classes[node, word] = _0
        for each in range(begin, end):
            label = np.uint64(forest.leaf_class[each])
            class_rows.classes[node, label >> _6] |= _1 << (label & _63)
        if end - begin == 1 and forest.leaf_value[begin] == 1.0:
            class_rows.first_row[node] = ONES
            continue
        class_rows.first_row[node] = row + n_written
        for each in range(begin, end):
            entry[n_written] = forest.leaf_value[each]
            n_written += 1
    return n_written


@unmanaged
def write_merges(
    tree: OrderedTree,
    order: NodeOrder,
    node_slots: tuple[int, int, int],
    n_classes: int,
    row: int,
    class_rows: ClassRows,
    merge: NDArray[np.uint32],
) -> int:
    """Merge the rows of the children of some inner nodes, the last node first.

    Parameters
    ----------
    tree, order : OrderedTree, NodeOrder
    node_slots : int, int, int
        Which inner nodes: the first, the one after the last, and the slot of the
        first; the others have the following.
    n_classes : int
    row : int
        Of the first merge; the others have the following.
    class_rows : ClassRows
        Written to: the nodes' rows.
    merge : ndarray of uint32, shape (enough, 4)
        Written to; see `TreePlan`.

    Returns
    -------
    int
        How many merges were written.
    """
    n_words = np.uint64(class_rows.classes.shape[1])
    classes, first_row = class_rows.classes, class_rows.first_row
    at = _0
    first, last, slot = node_slots
    for back in range(last - first):
        k = last - 1 - back
        node = order.inner[k] & _LOW
        left, right = node + _1, np.uint64(tree.right[node])
        left_row, right_row = np.uint64(first_row[left]), np.uint64(first_row[right])
        first_row[node] = np.uint64(row) + at
        effect = np.uint64(tree.feature[node]) * np.uint64(n_classes)
        for word in range(n_words):
            in_left, in_right = classes[left, word], classes[right, word]
            either = in_left | in_right
            classes[node, word] = either
            while either != _0:
                label = lowest_bit(either)
                either &= either - _1
                has_left, has_right = (in_left >> label) & _1, (in_right >> label) & _1
                merge[at, 0] = left_row if has_left else ZEROS
                merge[at, 1] = right_row if has_right else ZEROS
                merge[at, 2] = slot + k - first
                merge[at, 3] = effect + word * _64 + label
                left_row += has_left
                right_row += has_right
                at += _1
    return int(at)
