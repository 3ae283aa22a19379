"""List a tree's inner nodes and its leaves depth first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from genrelens.forest.compiling import unmanaged

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["NodeOrder", "OrderedTree", "list_nodes", "order_for"]

_32: Final = np.uint64(32)
_LOW: Final = np.uint64((1 << 32) - 1)
_1: Final = np.uint64(1)


class OrderedTree(NamedTuple):
    """One tree whose nodes are numbered depth first: left subtree, then right.

    See `PackedForest` for the arrays. The left child of an inner node is the next
    node; `leaf_start` has one number more than there are nodes.
    """

    feature: NDArray[np.int32]
    threshold: NDArray[np.float64]
    right: NDArray[np.int32]
    missing_left: NDArray[np.bool_]
    cover: NDArray[np.float64]
    leaf_start: NDArray[np.int64]


class NodeOrder(NamedTuple):
    """The inner nodes and the leaves of a tree, each in increasing order.

    Inner node ``k`` in this order has its number in the low half of `inner[k]` and
    its level in the high half: twice its depth, counted from 1, plus 1 for right
    children. Leaf ``l`` in this order has the number `leaf[l]`. In `waiting` are
    the right children, in the same form, while their turn has not come.
    """

    inner: NDArray[np.uint64]
    leaf: NDArray[np.uint32]
    waiting: NDArray[np.uint64]


def order_for(n_nodes: int) -> NodeOrder:
    """Allocate memory for trees of up to so many nodes."""
    size = n_nodes + 2
    return NodeOrder(
        inner=np.zeros(size, dtype=np.uint64),
        leaf=np.zeros(size, dtype=np.uint32),
        waiting=np.zeros(size, dtype=np.uint64),
    )


@unmanaged
def list_nodes(
    feature: NDArray[np.int32],
    left: NDArray[np.int32],
    right: NDArray[np.int32],
    order: NodeOrder,
) -> bool:
    """List the nodes as if they were numbered depth first, and say whether they are.

    Parameters
    ----------
    feature, left, right : ndarray of int32, shape (n_nodes,)
        One tree of a `ForestArrays`; its children come after their parents.
    order : NodeOrder
        Written to; of no use where the answer is no.

    Returns
    -------
    bool
    """
    n_nodes, level = np.uint64(len(feature)), np.uint64(2)
    n_inner, n_leaves, n_waiting = np.uint64(0), np.uint64(0), _1
    order.waiting[0] = n_nodes  # called up after the last leaf
    differs = np.uint64(0)
    for node in range(n_nodes):
        is_leaf = np.uint64(feature[node] < 0)
        order.inner[n_inner] = (level << _32) | node
        order.leaf[n_leaves] = node
        below = (level | _1) + _1
        order.waiting[n_waiting] = ((below + _1) << _32) | np.uint64(right[node])
        # After a leaf comes the right child that was noted last. A mask, since a
        # branch on what is met could not be foreseen.
        at_leaf = np.uint64(0) - is_leaf
        following = order.waiting[n_waiting - _1] & at_leaf
        following |= ((below << _32) | np.uint64(left[node])) & ~at_leaf
        level = following >> _32
        differs |= (following & _LOW) ^ (node + _1)
        n_inner += _1 - is_leaf
        n_leaves += is_leaf
        n_waiting += _1 - is_leaf - is_leaf
    return bool(differs == np.uint64(0))
