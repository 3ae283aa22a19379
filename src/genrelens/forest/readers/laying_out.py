"""Lay trees of any numbering end to end, level by level."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from genrelens.errors import InputError
from genrelens.forest.validating import MAX_DEPTH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from genrelens.forest.readers.grown_tree import GrownTree

__all__ = ["lay_out"]

_OF_AN_EMPTY_LEAF: Final = 1e-60  # of the tree's cover: beyond any sum's last bit


class _Nodes(NamedTuple):
    """All nodes of all trees, with children numbered through all of them."""

    start: NDArray[np.int64]
    left: NDArray[np.int64]
    right: NDArray[np.int64]


def lay_out(trees: Sequence[GrownTree]) -> dict[str, NDArray[Any]]:
    """Give the arrays of a `PackedForest`, with thresholds as they are.

    Nodes out of reach are left out. The cover of an inner node is the sum of its
    leaves' covers. A leaf that no training row came to gets 1e-60 of its tree's
    cover, so that shares of covers exist everywhere: a row that falls there is
    explained, and no other row's numbers change.

    Parameters
    ----------
    trees : sequence of GrownTree
        At least one.

    Returns
    -------
    dict of str to ndarray
        Whatever `PackedForest` holds; leaves may hold any finite numbers.

    Raises
    ------
    InputError
        If a tree is deeper than 256 questions or no tree, a leaf's number or a
        cover is not finite, or a tree has no covers.
    """
    nodes = _number_through(trees)
    levels = _list_levels(nodes)
    order, tree_start = _order(nodes, levels)
    place = np.full(len(nodes.left), -1)
    place[order] = np.arange(len(order))
    is_leaf = nodes.left[order] < 0
    offset = np.repeat(tree_start[:-1], np.diff(tree_start))

    def gather(name: str, at_leaf: float) -> NDArray[Any]:
        joined = np.concatenate([getattr(tree, name) for tree in trees])
        return np.where(is_leaf, at_leaf, joined[order])

    def children(side: NDArray[np.int64]) -> NDArray[np.int32]:
        inside = place[side[order]] - offset  # of a leaf: nonsense, not kept
        return np.where(is_leaf, -1, inside).astype(np.int32)

    return {
        "tree_start": tree_start,
        "feature": gather("feature", -1).astype(np.int32),
        "threshold": gather("threshold", 0.0).astype(np.float64),
        "left": children(nodes.left),
        "right": children(nodes.right),
        "missing_left": gather("missing_left", 0).astype(np.bool_),
        "cover": _add_up_covers(trees, nodes, levels)[order],
        **_lay_out_leaves(trees, nodes, place, is_leaf),
    }


def _number_through(trees: Sequence[GrownTree]) -> _Nodes:
    sizes = [len(tree.left) for tree in trees]
    start = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    children = []
    for name in ("left", "right"):
        own = np.concatenate([getattr(tree, name) for tree in trees]).astype(np.int64)
        size = np.repeat(sizes, sizes)
        if (own >= size).any():
            raise InputError(
                f"{(own >= size).sum()} of {len(own)} nodes name a child beyond the "
                "end of their tree. The model is damaged: fit it again."
            )
        children.append(np.where(own < 0, -1, own + np.repeat(start[:-1], sizes)))
    return _Nodes(start, *children)


def _list_levels(nodes: _Nodes) -> list[NDArray[np.int64]]:
    """Give the nodes of each depth, tree by tree, siblings side by side."""
    levels = [nodes.start[:-1]]
    while True:
        inner = levels[-1][nodes.left[levels[-1]] >= 0]
        if not len(inner):
            return levels
        if len(levels) > MAX_DEPTH:
            raise InputError(
                f"The model has a tree deeper than {MAX_DEPTH} questions, which "
                "cannot be packed. Fit it again with a smaller depth."
            )
        pairs = np.stack([nodes.left[inner], nodes.right[inner]], axis=1)
        levels.append(pairs.ravel())


def _order(
    nodes: _Nodes, levels: list[NDArray[np.int64]]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Sort reachable nodes by tree, then depth; say where each tree begins."""
    reached = np.concatenate(levels)
    tree = np.searchsorted(nodes.start, reached, side="right") - 1
    sizes = np.bincount(tree, minlength=len(nodes.start) - 1)
    tree_start = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    order = reached[np.argsort(tree, kind="stable")]
    if len(np.unique(order)) < len(order):
        raise InputError(
            "A node of the model is the child of two others, so its trees are no "
            "trees. The model is damaged: fit it again."
        )
    return order, tree_start


def _add_up_covers(
    trees: Sequence[GrownTree], nodes: _Nodes, levels: list[NDArray[np.int64]]
) -> NDArray[np.float64]:
    given = np.concatenate([tree.cover for tree in trees]).astype(np.float64)
    alone = nodes.start[:-1][nodes.left[nodes.start[:-1]] < 0]
    given[alone[given[alone] == 0]] = 1.0  # a leaf alone: any cover will do
    reached = np.concatenate(levels)
    leaves = reached[nodes.left[reached] < 0]
    wrong = ~(np.isfinite(given[leaves]) & (given[leaves] >= 0))
    if wrong.any():
        raise InputError(
            f"{wrong.sum()} of {len(leaves)} leaves have a cover (weight of the "
            f"training rows) that is negative or not finite, e.g. "
            f"{given[leaves][wrong][0]}. Fit the model again."
        )
    tree = np.searchsorted(nodes.start, leaves, side="right") - 1
    total = np.bincount(tree, weights=given[leaves], minlength=len(trees))
    if (total == 0).any():
        raise InputError(
            f"{(total == 0).sum()} of {len(trees)} trees keep no covers (weights of "
            "the training rows in their leaves), on which Shapley values rest. "
            "Fit the model again with a library that keeps them."
        )
    cover = np.zeros(len(given))
    cover[leaves] = np.maximum(given[leaves], _OF_AN_EMPTY_LEAF * total[tree])
    for level in reversed(levels):
        inner = level[nodes.left[level] >= 0]
        cover[inner] = cover[nodes.left[inner]] + cover[nodes.right[inner]]
    return cover


def _lay_out_leaves(
    trees: Sequence[GrownTree],
    nodes: _Nodes,
    place: NDArray[np.int64],
    is_leaf: NDArray[np.bool_],
) -> dict[str, NDArray[Any]]:
    at = np.concatenate(
        [
            place[tree.entry_node + begin]
            for tree, begin in zip(trees, nodes.start, strict=False)
        ]
    )
    output = np.concatenate([tree.entry_class for tree in trees])
    value = np.concatenate([tree.entry_value for tree in trees])
    _refuse_infinite(value)
    kept = (at >= 0) & (value != 0)
    at, output, value = at[kept], output[kept], value[kept]
    # A leaf must have an entry: one of nothing, where it adds nothing.
    bare = np.flatnonzero(is_leaf & (np.bincount(at, minlength=len(is_leaf)) == 0))
    at = np.concatenate([at, bare])
    output = np.concatenate([output, np.zeros(len(bare), dtype=np.int64)])
    value = np.concatenate([value, np.zeros(len(bare))])
    order = np.lexsort((output, at))
    n_entries = np.bincount(at, minlength=len(is_leaf))
    return {
        "leaf_start": np.concatenate([[0], np.cumsum(n_entries)]).astype(np.int64),
        "leaf_class": output[order].astype(np.int32),
        "leaf_value": value[order].astype(np.float64),
    }


def _refuse_infinite(value: NDArray[np.float64]) -> None:
    wrong = ~np.isfinite(value)
    if wrong.any():
        raise InputError(
            f"{wrong.sum()} of {len(value)} numbers in the model's leaves are not "
            f"finite, e.g. {value[wrong][0]}. Look at the target it was fitted on, "
            "and fit it again."
        )
