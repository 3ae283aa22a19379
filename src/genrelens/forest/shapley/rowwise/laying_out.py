"""Lay trees out as plain lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from genrelens.forest.compiling import compiled
from genrelens.forest.shapley.rowwise.asking import (
    OpenPath,
    open_path,
    write_questions,
)
from genrelens.forest.shapley.rowwise.merging import (
    ClassRows,
    class_rows_for,
    write_entries,
    write_merges,
)
from genrelens.forest.shapley.rowwise.node_order import (
    NodeOrder,
    OrderedTree,
    list_nodes,
    order_for,
)
from genrelens.forest.shapley.rowwise.tree_plan import (
    FIRST_FREE_ROW,
    Questions,
    Stages,
    TreePlan,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.forest.packed import ForestArrays

__all__ = ["lay_out_trees"]

_BLOCK_NODES: Final = 512  # of a subtree that is a stage; fits the inner cache
_N_COLUMNS: Final = 8
_16_BITS: Final = 1 << 16
# Columns of a stage while the plan grows: those of `Stages`, and the block's root.
_QUESTIONS, _ENTRIES, _MERGES, _SLOT, _ROW, _N_KEPT, _KEPT_ROW, _ROOT = range(8)
_N_STAGES, _N_SLOTS, _N_ROWS = range(3, 6)  # of `counts`, after the first three


class _Room(NamedTuple):
    """What a tree is laid out with: memory that is reused for every tree."""

    order: NodeOrder
    path: OpenPath
    class_rows: ClassRows
    top: NDArray[np.int64]
    open_end: NDArray[np.int64]


class _Growing(NamedTuple):
    """A plan under way; `counts` say how much of it is written."""

    questions: Questions
    entry: NDArray[np.float64]
    merge: NDArray[np.uint32]
    stage: NDArray[np.int64]
    counts: NDArray[np.int64]


def lay_out_trees(
    forest: ForestArrays,
    first_tree: int,
    last_tree: int,
    *,
    n_features: int,
    n_classes: int,
) -> TreePlan:
    """Lay out some trees of a forest.

    Parameters
    ----------
    forest : ForestArrays
    first_tree, last_tree : int
        Which trees: those before `last_tree`. They are numbered depth first, see
        `depth_first`.
    n_features, n_classes : int
        Of the forest.

    Returns
    -------
    TreePlan
    """
    starts = forest.tree_start[first_tree : last_tree + 1]
    largest = int(np.diff(starts).max())
    room = _Room(
        order=order_for(largest),
        path=open_path(n_features),
        class_rows=class_rows_for(largest, n_classes),
        top=np.empty(largest, dtype=np.int64),
        open_end=np.empty(largest, dtype=np.int64),
    )
    growing = _empty(
        n_questions=(int(starts[-1] - starts[0]) - (last_tree - first_tree)) // 2,
        n_entries=int(forest.leaf_start[starts[-1]] - forest.leaf_start[starts[0]]),
    )
    growing = _lay_out(forest, first_tree, last_tree, n_classes, room, growing)
    _, n_used, n_merges, n_stages, n_slots, n_rows = growing.counts.tolist()
    return TreePlan(
        questions=growing.questions,
        entry=growing.entry[:n_used].copy(),
        merge=_narrow(
            growing.merge[:n_merges], max(n_rows, n_slots, n_features * n_classes)
        ),
        stages=Stages(*np.ascontiguousarray(growing.stage[:n_stages, :_ROOT].T)),
        n_slots=n_slots,
        n_rows=n_rows,
        n_path_features=int(room.path.counts[2]),
    )


def _narrow(
    merge: NDArray[np.uint32], n_numbers: int
) -> NDArray[np.uint16] | NDArray[np.uint32]:
    """Copy the merges, in half the memory where their numbers are small enough."""
    if n_numbers <= _16_BITS:
        return merge.astype(np.uint16)
    return merge.copy()


def _empty(*, n_questions: int, n_entries: int) -> _Growing:
    """Allocate all questions, the most entries there can be, and some merges."""
    return _Growing(
        questions=Questions(
            feature=np.empty(n_questions, dtype=np.int32),
            threshold=np.empty(n_questions, dtype=np.float32),
            low=np.empty(n_questions, dtype=np.float32),
            high=np.empty(n_questions, dtype=np.float32),
            missing=np.empty(n_questions, dtype=np.uint8),
            share=np.empty(n_questions),
            to_right=np.empty(n_questions),
            place=np.empty(n_questions, dtype=np.uint32),
        ),
        entry=np.empty(n_entries),
        merge=np.empty((4 * n_questions + 1, 4), dtype=np.uint32),
        stage=np.empty((64, _N_COLUMNS), dtype=np.int64),
        counts=np.array([0, 0, 0, 0, 1, FIRST_FREE_ROW]),
    )


@compiled
def _lay_out(
    forest: ForestArrays,
    first_tree: int,
    last_tree: int,
    n_classes: int,
    room: _Room,
    growing: _Growing,
) -> _Growing:
    for number in range(first_tree, last_tree):
        root, end = forest.tree_start[number], forest.tree_start[number + 1]
        tree = OrderedTree(
            forest.feature[root:end],
            forest.threshold[root:end],
            forest.right[root:end],
            forest.missing_left[root:end],
            forest.cover[root:end],
            forest.leaf_start[root : end + 1],
        )
        list_nodes(tree.feature, forest.left[root:end], tree.right, room.order)
        begin = growing.counts[_N_STAGES]
        growing, n_top = _lay_out_blocks(forest, tree, n_classes, room, growing)
        growing = _lay_out_top(tree, n_top, begin, n_classes, room, growing)
    return growing


@compiled
def _lay_out_blocks(
    forest: ForestArrays,
    tree: OrderedTree,
    n_classes: int,
    room: _Room,
    growing: _Growing,
) -> tuple[_Growing, int]:
    """Lay out the largest subtrees that are small enough, and all questions."""
    node, end = 0, len(tree.feature)
    inner, leaf, n_top, n_open = 0, 0, 0, 0
    while True:
        first, slot = inner, 1 + n_top
        while end - node > _BLOCK_NODES:
            room.top[n_top] = inner
            room.open_end[n_open] = end
            end = int(tree.right[node])
            node, inner, n_top, n_open = node + 1, inner + 1, n_top + 1, n_open + 1
        n_inner = (end - node) // 2
        growing = _with_room(growing, n_inner * n_classes)
        counts = growing.counts
        write_questions(
            tree,
            room.order,
            first,
            inner + n_inner,
            slot,
            counts[_QUESTIONS],
            room.path,
            growing.questions,
        )
        counts[_QUESTIONS] += inner + n_inner - first
        counts[_N_SLOTS] = max(counts[_N_SLOTS], 1 + n_top + n_inner)
        leaves, slots = (leaf, leaf + n_inner + 1), (inner, inner + n_inner, 1 + n_top)
        used = _lay_out_rows(forest, tree, leaves, slots, n_classes, room, growing)
        _end_stage(growing, slot, FIRST_FREE_ROW, used, node)
        inner, leaf = inner + n_inner, leaf + n_inner + 1
        if n_open == 0:
            return growing, n_top
        n_open -= 1
        node, end = end, room.open_end[n_open]


@compiled
def _lay_out_rows(
    forest: ForestArrays,
    tree: OrderedTree,
    leaves: tuple[int, int],
    node_slots: tuple[int, int, int],
    n_classes: int,
    room: _Room,
    growing: _Growing,
) -> tuple[int, int]:
    """Lay out the entries and the merges of one block."""
    counts = growing.counts
    n_entries = write_entries(
        tree,
        room.order,
        forest,
        leaves,
        FIRST_FREE_ROW,
        room.class_rows,
        growing.entry[counts[_ENTRIES] :],
    )
    n_merges = write_merges(
        tree,
        room.order,
        node_slots,
        n_classes,
        FIRST_FREE_ROW + n_entries,
        room.class_rows,
        growing.merge[counts[_MERGES] :],
    )
    return n_entries, n_merges


@compiled
def _lay_out_top(
    tree: OrderedTree,
    n_top: int,
    begin: int,
    n_classes: int,
    room: _Room,
    growing: _Growing,
) -> _Growing:
    """Keep the rows of the blocks' roots, and merge them in a last stage."""
    if n_top == 0:
        return growing
    growing = _with_room(growing, n_top * n_classes)
    stage, counts = growing.stage, growing.counts
    row = 0
    for number in range(begin, counts[_N_STAGES]):
        row = max(row, stage[number, _KEPT_ROW])
    for number in range(begin, counts[_N_STAGES]):
        root = stage[number, _ROOT]
        first = int(room.class_rows.first_row[root])
        if first >= FIRST_FREE_ROW:
            stage[number, _N_KEPT] = stage[number, _KEPT_ROW] - first
            stage[number, _KEPT_ROW] = row
            room.class_rows.first_row[root] = row
            row += stage[number, _N_KEPT]
    n_merges = 0
    for back in range(n_top):
        k = n_top - 1 - back
        n_merges += write_merges(
            tree,
            room.order,
            (room.top[k], room.top[k] + 1, 1 + k),
            n_classes,
            row + n_merges,
            room.class_rows,
            growing.merge[counts[_MERGES] + n_merges :],
        )
    _end_stage(growing, 1, row, (0, n_merges), 0)
    return growing


@compiled
def _end_stage(
    growing: _Growing, slot: int, row: int, n_written: tuple[int, int], root: int
) -> None:
    """Note where a stage ends; what it keeps is known after the tree's last."""
    n_entries, n_merges = n_written
    counts = growing.counts
    counts[_ENTRIES] += n_entries
    counts[_MERGES] += n_merges
    after = row + n_entries + n_merges
    stage = growing.stage[counts[_N_STAGES]]
    stage[:_SLOT] = counts[:_SLOT]
    stage[_SLOT], stage[_ROW], stage[_ROOT] = slot, row, root
    stage[_N_KEPT], stage[_KEPT_ROW] = 0, after
    counts[_N_STAGES] += 1
    counts[_N_ROWS] = max(counts[_N_ROWS], after)


@compiled
def _with_room(growing: _Growing, n_merges: int) -> _Growing:
    """Make room for so many more merges, and for a stage."""
    merge, stage = growing.merge, growing.stage
    used, needed = growing.counts[_MERGES], growing.counts[_MERGES] + n_merges
    if needed > len(merge):
        merge = np.empty((max(needed, 2 * len(merge)), 4), dtype=np.uint32)
        merge[:used] = growing.merge[:used]
    used = growing.counts[_N_STAGES]
    if used == len(stage):
        stage = np.empty((2 * used, _N_COLUMNS), dtype=np.int64)
        stage[:used] = growing.stage
    return _Growing(growing.questions, growing.entry, merge, stage, growing.counts)
