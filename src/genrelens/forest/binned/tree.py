"""Grow one classification tree on binned rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from genrelens.forest.binned.drawing import draw_below
from genrelens.forest.binned.ordering import (
    BIN_SHIFT,
    CLASS_SHIFT,
    WEIGHT_MASK,
    OrderingSpace,
    make_space,
    order_rows,
)
from genrelens.forest.binned.splitting import Split, best_split
from genrelens.forest.binned.unmanaged import unmanaged

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Desk", "Nodes", "Sample", "grow_tree", "make_desk"]

_LARGEST: Final = np.float32(np.finfo(np.float32).max)


class Sample(NamedTuple):
    """The rows that a tree is grown on.

    `bins` has shape (n_features, n_rows); `payload` holds class and weight of
    each row; `n_bins`, `lowest` and `highest` are those of `BinnedRows`.
    """

    bins: NDArray[np.uint16]
    payload: NDArray[np.int64]
    n_bins: NDArray[np.int64]
    lowest: NDArray[np.float32]
    highest: NDArray[np.float32]


class Nodes(NamedTuple):
    """A tree under way, in the arrays of a `PackedForest`.

    Nodes are numbered as they are met, depth first and left before right, and so
    are the entries of leaves. `n_entries` counts those of each node.
    """

    feature: NDArray[np.int32]
    threshold: NDArray[np.float64]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    missing_left: NDArray[np.bool_]
    cover: NDArray[np.float64]
    n_entries: NDArray[np.int64]
    leaf_class: NDArray[np.int32]
    leaf_value: NDArray[np.float64]


class Desk(NamedTuple):
    """Memory that the nodes of a tree use one after another.

    `rows` are the tree's, those of a node side by side; `payload` and `order` are
    the node's. `totals` and `lefts` are zeros in between. `met` lists classes,
    `features` the features in the order of a draw, and `constants` those known to
    be constant. `todo` lists the nodes still to be done: begin, end, parent,
    depth, and number of constants.
    """

    rows: NDArray[np.uint32]
    aside: NDArray[np.uint32]
    payload: NDArray[np.int64]
    order: NDArray[np.int64]
    totals: NDArray[np.int64]
    lefts: NDArray[np.int64]
    met: NDArray[np.int32]
    features: NDArray[np.int32]
    constants: NDArray[np.int32]
    todo: NDArray[np.int64]
    space: OrderingSpace


def make_desk(n_features: int, n_rows: int, n_classes: int, max_depth: int) -> Desk:
    """Allocate the memory to grow one tree."""
    return Desk(
        rows=np.arange(n_rows, dtype=np.uint32),
        aside=np.empty(n_rows, dtype=np.uint32),
        payload=np.empty(n_rows, dtype=np.int64),
        order=np.empty(n_rows, dtype=np.int64),
        totals=np.zeros(n_classes, dtype=np.int64),
        lefts=np.zeros(n_classes, dtype=np.int64),
        met=np.empty(n_classes, dtype=np.int32),
        features=np.arange(n_features, dtype=np.int32),
        constants=np.zeros(n_features, dtype=np.int32),
        todo=np.zeros((max_depth + 2, 5), dtype=np.int64),
        space=make_space(),
    )


@unmanaged
def grow_tree(
    sample: Sample,
    state: NDArray[np.uint64],
    max_features: int,
    min_samples_leaf: int,
    max_depth: int,
    desk: Desk,
    nodes: Nodes,
) -> tuple[int, int]:
    """Grow a tree, depth first.

    Parameters
    ----------
    sample : Sample
        At least one row.
    state : ndarray of uint64, shape (1,)
        Generator for the draws of features.
    max_features, min_samples_leaf, max_depth : int
        As in `grow`.
    desk : Desk
        From `make_desk`, used for this tree alone.
    nodes : Nodes
        Overwritten; two nodes and one entry for each row are enough.

    Returns
    -------
    n_nodes, n_entries : int
        How much of `nodes` is in use.
    """
    n_rows = len(sample.payload)
    rows, aside, payload, order = desk.rows, desk.aside, desk.payload, desk.order
    totals, lefts, met, todo = desk.totals, desk.lefts, desk.met, desk.todo
    todo[0] = 0
    todo[0, 1] = n_rows
    todo[0, 2] = 0  # no parent: what the root writes there is written over
    n_todo, n_nodes, n_entries = 1, 0, 0
    while n_todo > 0:
        n_todo -= 1
        begin, end, parent = todo[n_todo, 0], todo[n_todo, 1], todo[n_todo, 2]
        depth, n_constants = todo[n_todo, 3], todo[n_todo, 4]
        node = n_nodes
        n_nodes += 1
        if node == parent + 1:
            nodes.left[parent] = node
        else:
            nodes.right[parent] = node
        here = rows[begin:end]
        n_met = _count_classes(sample.payload, here, payload, totals, met)
        weight = squares = np.int64(0)
        for each in range(n_met):
            weight += totals[met[each]]
            squares += totals[met[each]] * totals[met[each]]
        nodes.cover[node] = weight
        feature, split = -1, Split(-1.0, 0, 0, False)
        if n_met > 1 and depth < max_depth and len(here) >= 2 * min_samples_leaf:
            feature, split, n_constants = _choose(
                sample,
                here,
                payload[: len(here)],
                order[: len(here)],
                totals,
                lefts,
                weight,
                squares,
                max_features,
                min_samples_leaf,
                n_constants,
                desk.features,
                desk.constants,
                state,
                desk.space,
            )
        if feature < 0:
            _write_leaf(nodes, node, n_entries, totals, met, n_met, weight)
            n_entries += n_met
        else:
            _write_question(nodes, node, feature, split, sample)
            n_left = _part(
                sample.bins[feature], sample.n_bins[feature], split, here, aside
            )
            for side in range(2):
                todo[n_todo, 0] = begin + n_left if side == 0 else begin
                todo[n_todo, 1] = end if side == 0 else begin + n_left
                todo[n_todo, 2] = node
                todo[n_todo, 3] = depth + 1
                todo[n_todo, 4] = n_constants
                n_todo += 1
        for each in range(n_met):
            totals[met[each]] = 0
    return n_nodes, n_entries


@unmanaged
def _count_classes(
    payload_of: NDArray[np.int64],
    rows: NDArray[np.uint32],
    payload: NDArray[np.int64],
    totals: NDArray[np.int64],
    met: NDArray[np.int32],
) -> int:
    """Gather the node's payloads, and add up the weight of each class met."""
    n_met = 0
    for place in range(len(rows)):
        row = payload_of[rows[place]]
        payload[place] = row
        label = np.uint64(row >> CLASS_SHIFT)
        if totals[label] == 0:
            met[n_met] = label
            n_met += 1
        totals[label] += row & WEIGHT_MASK
    return n_met


@unmanaged
def _choose(
    sample: Sample,
    rows: NDArray[np.uint32],
    payload: NDArray[np.int64],
    order: NDArray[np.int64],
    totals: NDArray[np.int64],
    lefts: NDArray[np.int64],
    weight: int,
    squares: int,
    max_features: int,
    min_samples_leaf: int,
    n_known: int,
    features: NDArray[np.int32],
    constants: NDArray[np.int32],
    state: NDArray[np.uint64],
    space: OrderingSpace,
) -> tuple[int, Split, int]:
    """Draw features until enough are tried, and give the best split.

    As in scikit-learn: features come in random order; `max_features` are looked
    at, constant ones included, and more until one is not constant. What is
    constant here is so below, and is not looked at again.
    """
    best_feature, best = -1, Split(-1.0, 0, 0, False)
    n_left, n_found, n_drawn_known, n_seen = len(features), 0, 0, 0
    while n_left > n_known + n_found and (
        n_seen < max_features or n_seen <= n_found + n_drawn_known
    ):
        n_seen += 1
        at = n_drawn_known + draw_below(state, n_left - n_found - n_drawn_known)
        if at < n_known:
            _swap(features, at, n_drawn_known)
            n_drawn_known += 1
            continue
        at += n_found
        feature = features[at]
        order_rows(sample.bins[feature], rows, payload, order, space)
        if order[0] >> BIN_SHIFT == order[-1] >> BIN_SHIFT:
            _swap(features, at, n_known + n_found)
            n_found += 1
            continue
        n_left -= 1
        _swap(features, at, n_left)
        split = best_split(
            order,
            sample.n_bins[feature],
            totals,
            lefts,
            weight,
            squares,
            min_samples_leaf,
        )
        if split.score > best.score:
            best_feature, best = feature, split
            if best.score >= weight:
                break  # both sides are pure: no other split is better
    # Siblings know the same constants, in the same places.
    for place in range(n_known):
        features[place] = constants[place]
    for place in range(n_known, n_known + n_found):
        constants[place] = features[place]
    return best_feature, best, n_known + n_found


@unmanaged
def _swap(numbers: NDArray[np.int32], one: int, other: int) -> None:
    numbers[one], numbers[other] = numbers[other], numbers[one]


@unmanaged
def _part(
    bins: NDArray[np.uint16],
    missing_bin: int,
    split: Split,
    rows: NDArray[np.uint32],
    aside: NDArray[np.uint32],
) -> int:
    """Move the rows that go left before those that go right, orders kept."""
    n_left = n_right = np.uint64(0)
    for place in range(len(rows)):
        row = rows[place]
        number = np.int64(bins[row])
        goes_left = number <= split.below or (
            split.missing_left and number == missing_bin
        )
        rows[n_left] = row
        aside[n_right] = row
        n_left += np.uint64(goes_left)
        n_right += np.uint64(not goes_left)
    for place in range(n_right):
        rows[n_left + place] = aside[place]
    return np.int64(n_left)


@unmanaged
def _write_question(
    nodes: Nodes, node: int, feature: int, split: Split, sample: Sample
) -> None:
    """Cut midway between two bins, at a 32-bit number that parts their values."""
    if split.below == split.above:
        middle = _LARGEST
    else:
        low = sample.highest[feature, split.below]
        high = sample.lowest[feature, split.above]
        middle = np.float32(0.5 * np.float64(low) + 0.5 * np.float64(high))
        if middle >= high:
            middle = low
    nodes.feature[node] = feature
    nodes.threshold[node] = middle
    nodes.missing_left[node] = split.missing_left
    nodes.n_entries[node] = 0


@unmanaged
def _write_leaf(
    nodes: Nodes,
    node: int,
    first: int,
    totals: NDArray[np.int64],
    met: NDArray[np.int32],
    n_met: int,
    weight: int,
) -> None:
    """Write the shares of the classes met, in the order of the classes."""
    _sort(met, n_met, totals)
    for each in range(n_met):
        nodes.leaf_class[first + each] = met[each]
        nodes.leaf_value[first + each] = totals[met[each]] / weight
    nodes.feature[node] = -1
    nodes.threshold[node] = 0.0
    nodes.left[node] = nodes.right[node] = -1
    nodes.missing_left[node] = False
    nodes.n_entries[node] = n_met


@unmanaged
def _sort(met: NDArray[np.int32], n_met: int, totals: NDArray[np.int64]) -> None:
    """Sort a few classes by insertion, many by looking through all of them."""
    if n_met * n_met > 4 * len(totals):
        n_found = 0
        for label in range(len(totals)):
            if totals[label] > 0:
                met[n_found] = label
                n_found += 1
        return
    for place in range(1, n_met):
        label = met[place]
        at = place
        while at > 0 and met[at - 1] > label:
            met[at] = met[at - 1]
            at -= 1
        met[at] = label
