"""Grow one classification tree on binned rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from genrelens.forest.binned.choosing import choose_split
from genrelens.forest.binned.ordering import CLASS_SHIFT, WEIGHT_MASK
from genrelens.forest.binned.splitting import NO_SPLIT, Split
from genrelens.forest.compiling import unmanaged

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.forest.binned.desk import Desk, Rules, Sample

__all__ = ["Nodes", "grow_tree"]

_LARGEST: Final = np.float32(np.finfo(np.float32).max)


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


@unmanaged
def grow_tree(
    sample: Sample, desk: Desk, rules: Rules, nodes: Nodes
) -> tuple[int, int]:
    """Grow a tree, depth first.

    Parameters
    ----------
    sample : Sample
        At least one row.
    desk : Desk
        From `make_desk`, used for this tree alone.
    rules : Rules
        As in `grow`.
    nodes : Nodes
        Overwritten; one entry for each row is enough.

    Returns
    -------
    n_nodes, n_entries : int
        How much of `nodes` is in use.
    """
    todo = desk.todo
    todo[0, 1] = len(sample.payload)  # all other numbers of the root are 0
    n_todo, n_nodes, n_entries = 1, 0, 0
    while n_todo > 0:
        n_todo -= 1
        begin, end, parent = todo[n_todo, 0], todo[n_todo, 1], todo[n_todo, 2]
        depth, n_constants = todo[n_todo, 3], todo[n_todo, 4]
        node = n_nodes
        n_nodes += 1
        if node == parent + 1:
            nodes.left[parent] = node
        else:  # the root names itself its parent, and is then written over
            nodes.right[parent] = node
        n_met, weight, squares = _count_classes(sample, desk, begin, end)
        nodes.cover[node] = weight
        n_rows, feature, split = end - begin, -1, NO_SPLIT
        if (
            n_met > 1
            and depth < rules.max_depth
            and n_rows >= (2 * rules.min_samples_leaf)
        ):
            feature, split, n_constants = choose_split(
                sample, desk, rules, begin, end, weight, squares, n_constants
            )
        if feature < 0:
            _write_leaf(nodes, node, n_entries, desk, n_met, weight)
            n_entries += n_met
        else:
            _write_question(nodes, node, feature, split, sample)
            middle = begin + _part(sample, feature, split, desk, begin, end)
            _put(todo, n_todo, middle, end, node, depth + 1, n_constants)
            _put(todo, n_todo + 1, begin, middle, node, depth + 1, n_constants)
            n_todo += 2
        for each in range(n_met):
            desk.totals[desk.met[each]] = 0
    return n_nodes, n_entries


@unmanaged
def _put(
    todo: NDArray[np.int64],
    place: int,
    begin: int,
    end: int,
    parent: int,
    depth: int,
    n_constants: int,
) -> None:
    todo[place, 0], todo[place, 1], todo[place, 2] = begin, end, parent
    todo[place, 3], todo[place, 4] = depth, n_constants


@unmanaged
def _count_classes(
    sample: Sample, desk: Desk, begin: int, end: int
) -> tuple[int, int, int]:
    """Gather the node's payloads, and add up each class met; all, and squared."""
    totals, met = desk.totals, desk.met
    rows, gathered, payload = desk.rows[begin:end], desk.payload, sample.payload
    n_new = np.uint64(0)
    for place in range(len(rows)):
        row = payload[rows[place]]
        gathered[place] = row
        label = np.uint64(row >> CLASS_SHIFT)
        before = totals[label]
        if before == 0:
            met[n_new] = label
            n_new += np.uint64(1)
        totals[label] = before + (row & WEIGHT_MASK)
    n_met = np.int64(n_new)
    weight, squares = 0, 0
    for each in range(n_met):
        weight += totals[met[each]]
        squares += totals[met[each]] * totals[met[each]]
    return int(n_met), weight, squares


@unmanaged
def _part(
    sample: Sample, feature: int, split: Split, desk: Desk, begin: int, end: int
) -> int:
    """Move the rows that go left before those that go right, orders kept."""
    bins, missing_bin = sample.bins[feature], sample.n_bins[feature]
    rows, aside = desk.rows[begin:end], desk.aside
    n_left, n_right = 0, 0
    for place in range(len(rows)):
        row = rows[place]
        number = np.int64(bins[row])
        goes_left = number <= split.below or (
            split.missing_left and number == missing_bin
        )
        rows[n_left] = row
        aside[n_right] = row
        n_left += int(goes_left)
        n_right += int(not goes_left)
    for place in range(n_right):
        rows[n_left + place] = aside[place]
    return n_left


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
    desk: Desk,
    n_met: int,
    weight: int,
) -> None:
    """Write the shares of the classes met, in the order of the classes."""
    totals, met = desk.totals, desk.met
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
