"""Walk a row through all trees side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from genrelens.forest.compiling import compiled
from genrelens.forest.predicting.node_words import NodeWords, step_down
from genrelens.forest.predicting.ordered_codes import code_rows, count_columns

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["add_few_rows"]

_HALF: Final = np.uint64(32)
_LOW: Final = np.uint64(0xFFFFFFFF)
_ONE: Final = np.uint64(1)


@compiled
def add_few_rows(
    laid_out: NodeWords,
    leaf_class: NDArray[np.int32],
    leaf_value: NDArray[np.float64],
    rows: NDArray[np.float32],
    out: NDArray[np.float64],
) -> None:
    """Add the leaves of each row to its sums, as `add_many_rows` does.

    Parameters and the sums' bits are those of `add_many_rows`.
    """
    n_columns = count_columns(rows, laid_out.feature_bits)
    codes = np.empty((rows.shape[0], n_columns), dtype=np.uint32)
    code_rows(rows, codes, laid_out.feature_bits)
    n_trees = len(laid_out.n_rounds)
    at = np.empty(n_trees, dtype=np.uint64)
    active = np.empty(n_trees, dtype=np.uint32)
    n_rounds = int(np.min(laid_out.n_rounds))
    for row in range(np.uint64(rows.shape[0])):
        _walk(codes, row, laid_out, at, active, rows.shape[1], n_rounds)
        _add(at, laid_out, leaf_class, leaf_value, out[row])


@compiled
def _walk(
    codes: NDArray[np.uint32],
    row: int,
    laid_out: NodeWords,
    at: NDArray[np.uint64],
    active: NDArray[np.uint32],
    n_features: int,
    n_rounds: int,
) -> None:
    """Find the leaf of each tree: each round takes the row two levels down in it.

    No tree waits for another: the processor has a dozen of them under way, and
    waits for memory for all of them at a time.
    """
    words, word_start = laid_out.words, laid_out.word_start
    n_trees = np.uint64(len(at))
    some_missing = codes.shape[1] > n_features + 1
    feature_mask = (_ONE << np.uint64(laid_out.feature_bits)) - _ONE
    columns = feature_mask << _ONE | _ONE if some_missing else feature_mask
    child_bits = np.uint64(33 + laid_out.feature_bits)
    leaf = np.uint64(n_features)
    for tree in range(n_trees):
        at[tree] = words[np.uint64(word_start[tree])]
    for _ in range(n_rounds):
        for tree in range(n_trees):
            root = np.uint64(word_start[tree])
            word = step_down(at[tree], codes, row, words, root, columns, child_bits)
            at[tree] = step_down(word, codes, row, words, root, columns, child_bits)
    n_active = np.uint64(0)
    for tree in range(n_trees):
        active[n_active] = tree
        n_active += np.uint64((at[tree] >> _HALF) & feature_mask != leaf)
    while n_active > 0:
        n_left = np.uint64(0)
        for place in range(n_active):
            still = np.uint64(active[place])
            root = np.uint64(word_start[still])
            word = step_down(at[still], codes, row, words, root, columns, child_bits)
            word = step_down(word, codes, row, words, root, columns, child_bits)
            at[still] = word
            active[n_left] = still
            n_left += np.uint64((word >> _HALF) & feature_mask != leaf)
        n_active = n_left


@compiled
def _add(
    at: NDArray[np.uint64],
    laid_out: NodeWords,
    leaf_class: NDArray[np.int32],
    leaf_value: NDArray[np.float64],
    out: NDArray[np.float64],
) -> None:
    shift = np.uint64(laid_out.count_bits)
    count_mask = (_ONE << shift) - _ONE
    for tree in range(np.uint64(len(at))):
        entries = at[tree] & _LOW
        begin = entries >> shift
        n_entries = entries & count_mask
        if n_entries == 0:
            out[begin] += 1.0
        else:
            begin += np.uint64(laid_out.entry_start[tree])
            for entry in range(begin, begin + n_entries):
                out[np.uint64(leaf_class[entry])] += leaf_value[entry]
