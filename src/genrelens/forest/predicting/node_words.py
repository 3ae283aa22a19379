"""Lay the trees of a forest out for walking, in eight bytes a node."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from genrelens.forest.compiling import compiled, inlined
from genrelens.forest.packed import ForestArrays
from genrelens.forest.predicting.ordered_codes import code_threshold
from genrelens.forest.validating import MAX_DEPTH

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.forest.packed import PackedForest

__all__ = ["NodeWords", "lay_out_nodes", "step_down"]

_HALF: Final = np.uint64(32)
_LOW: Final = np.uint64(0xFFFFFFFF)


class NodeWords(NamedTuple):
    """All nodes, level by level in each tree, two siblings side by side.

    Tree ``t`` begins at ``words[word_start[t]]`` with its root, twice, so that
    each pair of siblings lies within one cache line. A word's lower half holds
    the code of the threshold, or a leaf's entries: their number in the lowest
    `count_bits`, then where they begin, counted from ``entry_start[t]``; a number
    of 0 stands for one entry of value 1, whose class stands in place of the
    beginning.

    The upper half holds the feature in the lowest `feature_bits`, then one bit
    that is 1 where a missing value goes left, then the place of the left child
    within the tree. A leaf asks about feature ``n_features``, whose code is 0 in
    all rows, and is its own left child: a row that has arrived stays.

    `n_rounds` holds for each tree half the mean number of questions on the way
    to its leaves, rounded up.
    """

    words: NDArray[np.uint64]
    word_start: NDArray[np.int64]
    entry_start: NDArray[np.int64]
    n_rounds: NDArray[np.int64]
    feature_bits: int
    count_bits: int


def lay_out_nodes(forest: PackedForest) -> NodeWords | None:
    """Copy the nodes of a forest into words.

    Parameters
    ----------
    forest : PackedForest
        Validated.

    Returns
    -------
    NodeWords or None
        None where a tree has so many nodes or entries that their places do not
        fit beside the bits for features and classes: with 100 features and 100
        classes from 17 million nodes or 33 million entries, and with more than
        65,535 classes always.
    """
    n_trees = forest.n_trees
    feature_bits = int(forest.n_features).bit_length()
    count_bits = int(forest.n_classes).bit_length()
    entry_start = forest.leaf_start[forest.tree_start]
    largest_tree = int(np.diff(forest.tree_start).max()) + 1
    most_entries = max(int(np.diff(entry_start).max()), int(forest.n_classes))
    if (largest_tree - 1).bit_length() > 31 - feature_bits or (
        most_entries - 1
    ).bit_length() > 32 - count_bits:
        return None
    laid_out = NodeWords(
        words=np.zeros(forest.n_nodes + n_trees, dtype=np.uint64),
        word_start=forest.tree_start + np.arange(n_trees + 1),
        entry_start=entry_start,
        n_rounds=np.zeros(n_trees, dtype=np.int64),
        feature_bits=feature_bits,
        count_bits=count_bits,
    )
    _fill(ForestArrays(**forest.arrays()), forest.n_features, laid_out)
    return laid_out


@compiled
def _fill(forest: ForestArrays, n_features: int, laid_out: NodeWords) -> None:
    largest = np.max(np.diff(laid_out.word_start))
    node_at = np.zeros(largest, dtype=np.int64)
    child_at = np.empty(largest, dtype=np.uint64)
    for tree in range(len(laid_out.n_rounds)):
        root, end = forest.tree_start[tree], forest.tree_start[tree + 1]
        n_asked = _place_nodes(
            forest.feature[root:end],
            forest.left[root:end],
            forest.right[root:end],
            forest.cover[root:end],
            node_at,
            child_at,
        )
        laid_out.n_rounds[tree] = int(np.ceil(min(n_asked / 2, MAX_DEPTH)))
        begin, last = laid_out.word_start[tree], laid_out.word_start[tree + 1]
        words = laid_out.words[begin:last]
        _write_questions(
            forest.feature[root:end],
            forest.threshold[root:end],
            forest.missing_left[root:end],
            node_at,
            child_at,
            laid_out.feature_bits,
            words,
        )
        _write_leaves(
            forest.feature[root:end],
            forest.leaf_start[root : end + 1],
            forest.leaf_class,
            forest.leaf_value,
            node_at,
            n_features,
            laid_out,
            words,
        )


@compiled
def _place_nodes(
    feature: NDArray[np.int32],
    left: NDArray[np.int32],
    right: NDArray[np.int32],
    cover: NDArray[np.float64],
    node_at: NDArray[np.int64],
    child_at: NDArray[np.uint64],
) -> float:
    """Order the nodes of a tree by level, siblings side by side.

    Gives the mean number of questions on the way to a leaf. The unused place
    beside the root is given to the root too.
    """
    node_at[0] = node_at[1] = 0
    n_placed = 2
    asked = 0.0
    for place in range(len(feature) + 1):
        node = node_at[place]
        child_at[place] = n_placed
        if feature[node] >= 0 and place != 1:
            node_at[n_placed] = left[node]
            node_at[n_placed + 1] = right[node]
            n_placed += 2
            asked += cover[node] / cover[0]  # a sum of covers can overflow
    child_at[1] = child_at[0]
    return asked


@compiled
def _write_questions(
    feature: NDArray[np.int32],
    threshold: NDArray[np.float64],
    missing_left: NDArray[np.bool_],
    node_at: NDArray[np.int64],
    child_at: NDArray[np.uint64],
    feature_bits: int,
    words: NDArray[np.uint64],
) -> None:
    bits = np.uint64(feature_bits)
    for place in range(len(words)):
        node = node_at[place]
        if feature[node] < 0:
            continue
        upper = np.uint64(feature[node])
        upper |= np.uint64(missing_left[node]) << bits
        upper |= child_at[place] << (bits + np.uint64(1))
        code = np.uint64(code_threshold(threshold[node]))
        words[place] = code | (upper << _HALF)


@compiled
def _write_leaves(
    feature: NDArray[np.int32],
    leaf_start: NDArray[np.int64],
    leaf_class: NDArray[np.int32],
    leaf_value: NDArray[np.float64],
    node_at: NDArray[np.int64],
    n_features: int,
    laid_out: NodeWords,
    words: NDArray[np.uint64],
) -> None:
    child_bits = np.uint64(laid_out.feature_bits + 1)
    bits = np.uint64(laid_out.count_bits)
    for place in range(len(words)):
        node = node_at[place]
        if feature[node] >= 0:
            continue
        begin, end = leaf_start[node], leaf_start[node + 1]
        if end - begin == 1 and leaf_value[begin] == 1:
            entries = np.uint64(leaf_class[begin]) << bits
        else:
            entries = np.uint64(begin - leaf_start[0]) << bits
            entries |= np.uint64(end - begin)
        upper = np.uint64(n_features) | (np.uint64(place) << child_bits)
        words[place] = entries | (upper << _HALF)


@inlined
def step_down(
    word: np.uint64,
    codes: NDArray[np.uint32],
    row: int | np.uint64,
    words: NDArray[np.uint64],
    root: np.uint64,
    columns: np.uint64,
    child_bits: np.uint64,
) -> np.uint64:
    """Give the word of the child that a row goes to; of a leaf, itself.

    Parameters
    ----------
    word : uint64
        Of the node where the row stands.
    codes : ndarray of uint32, shape (n_rows, n_columns)
        From `code_rows`.
    row : uint64
        Which row.
    words : ndarray of uint64
        Of one tree or of many.
    root : uint64
        Where in `words` the row's tree begins.
    columns : uint64
        Mask of the bits that number a column of `codes`.
    child_bits : uint64
        Where the bits that place the child begin.
    """
    code = codes[row, (word >> _HALF) & columns]
    goes_right = np.uint64(np.uint32(word & _LOW) < code)
    child: np.uint64 = words[root + (word >> child_bits) + goes_right]
    return child
