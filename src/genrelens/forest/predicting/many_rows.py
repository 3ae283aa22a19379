"""Walk a block of rows side by side through one tree after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from genrelens.forest.compiling import compiled
from genrelens.forest.predicting.node_words import NodeWords, step_down
from genrelens.forest.predicting.ordered_codes import code_rows, count_columns
from genrelens.forest.predicting.spread_leaves import (
    SpreadLeaves,
    is_spread,
    make_room,
    spread_leaves,
    spreading_pays,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["add_many_rows"]

_HALF: Final = np.uint64(32)
_LOW: Final = np.uint64(0xFFFFFFFF)
_ONE: Final = np.uint64(1)
_ROOT: Final = np.uint64(0)


@compiled
def add_many_rows(
    laid_out: NodeWords,
    leaf_class: NDArray[np.int32],
    leaf_value: NDArray[np.float64],
    rows: NDArray[np.float32],
    out: NDArray[np.float64],
) -> None:
    """Add the leaves of each row to its sums, in the order of the trees.

    Parameters
    ----------
    laid_out : NodeWords
        From `lay_out_nodes`.
    leaf_class, leaf_value : ndarray, shape (n_entries,)
        Of the forest.
    rows : ndarray of float32, shape (n_rows, n_features)
        NaN stands for a missing value.
    out : ndarray of float64, shape (n_rows, n_classes)
        What the leaves are added to.
    """
    n_rows = rows.shape[0]
    n_columns = count_columns(rows, laid_out.feature_bits)
    codes = np.empty((n_rows, n_columns), dtype=np.uint32)
    code_rows(rows, codes, laid_out.feature_bits)
    at = np.empty(n_rows, dtype=np.uint64)
    active = np.empty(n_rows, dtype=np.uint32)
    room = make_room(laid_out.entry_start, out.shape[1])
    read = np.uint64(0)
    for tree in range(len(laid_out.n_rounds)):
        begin, end = laid_out.word_start[tree], laid_out.word_start[tree + 1]
        first, last = laid_out.entry_start[tree], laid_out.entry_start[tree + 1]
        words = laid_out.words[begin:end]
        classes, values = leaf_class[first:last], leaf_value[first:last]
        read ^= _read_through(words, classes, values)
        n_rounds = laid_out.n_rounds[tree]
        _walk(codes, words, at, active, rows.shape[1], laid_out.feature_bits, n_rounds)
        if spreading_pays(len(words), len(classes), out.shape[1]):
            spread_leaves(
                words,
                rows.shape[1],
                laid_out.feature_bits,
                laid_out.count_bits,
                classes,
                values,
                room,
            )
            _add_spread(at, classes, values, room, laid_out.count_bits, out)
        else:
            _add(at, classes, values, laid_out.count_bits, out)
    active[0] = read  # or else the reading would be left out


@compiled
def _read_through(
    words: NDArray[np.uint64],
    classes: NDArray[np.int32],
    values: NDArray[np.float64],
) -> np.uint64:
    """Read a tree from end to end, a cache line at a time.

    The processor foresees this, and fetches a tree many times faster than by the
    rows' walks, which then find it at hand.
    """
    read = np.uint64(0)
    for place in range(0, len(words), 8):
        read ^= words[place]
    for entry in range(0, len(classes), 16):
        read ^= np.uint64(classes[entry])
    for entry in range(0, len(values), 8):
        read ^= np.uint64(values[entry] > 0)
    return read


@compiled
def _walk(
    codes: NDArray[np.uint32],
    words: NDArray[np.uint64],
    at: NDArray[np.uint64],
    active: NDArray[np.uint32],
    n_features: int,
    feature_bits: int,
    n_rounds: int,
) -> None:
    """Find the leaf of every row: each round takes the rows two levels down.

    There is no branch on the outcome, which nobody could foresee, and no row
    waits for another: the processor has a dozen of them under way. The first
    rounds take all rows, arrived or not; later ones those that have not arrived.
    """
    n_rows = np.uint64(codes.shape[0])
    some_missing = codes.shape[1] > n_features + 1
    feature_mask = (_ONE << np.uint64(feature_bits)) - _ONE
    columns = feature_mask << _ONE | _ONE if some_missing else feature_mask
    child_bits = np.uint64(33 + feature_bits)
    leaf = np.uint64(n_features)
    at[:] = words[0]
    for _ in range(n_rounds):
        for row in range(n_rows):
            word = step_down(at[row], codes, row, words, _ROOT, columns, child_bits)
            at[row] = step_down(word, codes, row, words, _ROOT, columns, child_bits)
    n_active = np.uint64(0)
    for row in range(n_rows):
        active[n_active] = row
        n_active += np.uint64((at[row] >> _HALF) & feature_mask != leaf)
    while n_active > 0:
        n_left = np.uint64(0)
        for place in range(n_active):
            still = np.uint64(active[place])
            word = step_down(at[still], codes, still, words, _ROOT, columns, child_bits)
            word = step_down(word, codes, still, words, _ROOT, columns, child_bits)
            at[still] = word
            active[n_left] = still
            n_left += np.uint64((word >> _HALF) & feature_mask != leaf)
        n_active = n_left


@compiled
def _add(
    at: NDArray[np.uint64],
    classes: NDArray[np.int32],
    values: NDArray[np.float64],
    count_bits: int,
    out: NDArray[np.float64],
) -> None:
    shift = np.uint64(count_bits)
    count_mask = (_ONE << shift) - _ONE
    for row in range(np.uint64(len(at))):
        entries = at[row] & _LOW
        begin = entries >> shift
        n_entries = entries & count_mask
        if n_entries == 0:
            out[row, begin] += 1.0
        else:
            for entry in range(begin, begin + n_entries):
                out[row, np.uint64(classes[entry])] += values[entry]


@compiled
def _add_spread(
    at: NDArray[np.uint64],
    classes: NDArray[np.int32],
    values: NDArray[np.float64],
    room: SpreadLeaves,
    count_bits: int,
    out: NDArray[np.float64],
) -> None:
    """Add as `_add` does: to add 0 where a leaf has no entry changes no bit."""
    shift = np.uint64(count_bits)
    count_mask = (_ONE << shift) - _ONE
    n_classes = np.uint64(out.shape[1])
    leaves, row_of = room.values, room.row_of
    for row in range(np.uint64(len(at))):
        entries = at[row] & _LOW
        begin = entries >> shift
        n_entries = entries & count_mask
        if n_entries == 0:
            out[row, begin] += 1.0
        elif is_spread(n_entries, n_classes) and row_of[begin] >= 0:
            spread = np.uint64(row_of[begin])
            for label in range(n_classes):
                out[row, label] += leaves[spread, label]
        else:
            for entry in range(begin, begin + n_entries):
                out[row, np.uint64(classes[entry])] += values[entry]
