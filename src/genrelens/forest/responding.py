"""Give a forest's output for one row as one of its columns takes every value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from genrelens.errors import InputError
from genrelens.forest.compiling import compiled, inlined
from genrelens.forest.packed import ForestArrays, require_forest
from genrelens.forest.rows import to_rows
from genrelens.forest.validating import MAX_DEPTH

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from genrelens.forest.packed import PackedForest

__all__ = ["ColumnResponse", "respond_to_column"]

_STACK: Final = MAX_DEPTH + 2


@dataclass(frozen=True, slots=True, eq=False)
class ColumnResponse:
    """A step function: the output of one row against one of its columns.

    Parameters
    ----------
    borders : ndarray of float64, shape (n_borders,)
        Rising thresholds at which the output may change.
    output : ndarray of float64, shape (n_borders + 1, n_classes)
        Row ``k`` holds above border ``k - 1``, up to and with border ``k``. The
        sums are taken in another order than by `predict_proba`, so that their last
        bits may differ.
    """

    borders: NDArray[np.float64]
    output: NDArray[np.float64]

    def at(self, values: ArrayLike) -> NDArray[np.float64]:
        """Give the output where the column has these values (none missing)."""
        narrow = np.asarray(values, dtype=np.float32).astype(np.float64)
        return np.asarray(
            self.output[np.searchsorted(self.borders, narrow, side="left")]
        )


def respond_to_column(
    forest: PackedForest, row: ArrayLike, column: int
) -> ColumnResponse:
    """Follow a row into every leaf that it can reach by one column alone.

    Exact over all values of the column, and about as fast as a few hundred
    predictions: a tree is entered once, and left by as many leaves as the column
    can lead to.

    Parameters
    ----------
    forest : PackedForest
        Grown, or checked by `validate`.
    row : array_like of numbers, shape (n_features,)
        NaN stands for a missing value; what stands in `column` does not matter.
    column : int
        Which column takes every value.

    Raises
    ------
    InputError
        If the row has another width, or there is no such column.
    """
    require_forest(forest)
    rows = to_rows(np.atleast_2d(np.asarray(row)), n_features=forest.n_features)
    if len(rows) != 1 or not 0 <= column < forest.n_features:
        raise InputError(
            f"One row and a column from 0 to {forest.n_features - 1} are needed; "
            f"{len(rows)} rows and column {column} were given."
        )
    arrays = ForestArrays(**forest.arrays())
    lows, highs, leaves = _reach(arrays, rows[0], column)
    borders = np.unique(lows[np.isfinite(lows)])
    first = np.searchsorted(borders, lows, side="right")
    last = np.searchsorted(borders, highs, side="left") + 1
    changes = np.zeros((len(borders) + 2, forest.n_classes))
    _add(arrays, first, last, leaves, changes)
    output = np.cumsum(changes[:-1], axis=0) / forest.n_trees
    return ColumnResponse(borders, np.maximum(output, 0.0))


def _reach(
    arrays: ForestArrays, row: NDArray[np.float32], column: int
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    """Give each leaf that is reached, with the open and closed end of its values."""
    nowhere = np.empty(0)
    n_leaves = _walk(arrays, row, column, nowhere, nowhere, np.empty(0, np.int64))
    lows, highs = np.empty(n_leaves), np.empty(n_leaves)
    leaves = np.empty(n_leaves, np.int64)
    _walk(arrays, row, column, lows, highs, leaves)
    return lows, highs, leaves


@compiled
def _walk(
    arrays: ForestArrays,
    row: NDArray[np.float32],
    column: int,
    lows: NDArray[np.float64],
    highs: NDArray[np.float64],
    leaves: NDArray[np.int64],
) -> int:
    """Count the leaves that are reached; write them down where there is room."""
    nodes = np.empty(_STACK, np.int64)
    stack_low, stack_high = np.empty(_STACK), np.empty(_STACK)
    is_kept = len(leaves) > 0
    n_found = 0
    for tree in range(len(arrays.tree_start) - 1):
        root = arrays.tree_start[tree]
        nodes[0], stack_low[0], stack_high[0] = root, -np.inf, np.inf
        depth = 1
        while depth > 0:
            depth -= 1
            node, low, high = nodes[depth], stack_low[depth], stack_high[depth]
            while arrays.feature[node] >= 0:
                asked, threshold = arrays.feature[node], arrays.threshold[node]
                left, right = root + arrays.left[node], root + arrays.right[node]
                if asked != column:
                    goes_left = _goes_left(
                        row[asked], threshold, arrays.missing_left[node]
                    )
                    node = left if goes_left else right
                elif high <= threshold:
                    node = left
                elif low >= threshold:
                    node = right
                else:
                    nodes[depth], stack_low[depth] = right, threshold
                    stack_high[depth] = high
                    depth += 1
                    node, high = left, threshold
            if is_kept:
                lows[n_found], highs[n_found], leaves[n_found] = low, high, node
            n_found += 1
    return n_found


@inlined
def _goes_left(value: float, threshold: float, missing_left: bool) -> bool:  # noqa: FBT001
    return missing_left if np.isnan(value) else value <= threshold


@compiled
def _add(
    arrays: ForestArrays,
    first: NDArray[np.int64],
    last: NDArray[np.int64],
    leaves: NDArray[np.int64],
    changes: NDArray[np.float64],
) -> None:
    """Add each leaf where its values begin, and take it away behind their end."""
    for place in range(len(leaves)):
        leaf = leaves[place]
        for entry in range(arrays.leaf_start[leaf], arrays.leaf_start[leaf + 1]):
            group, share = arrays.leaf_class[entry], arrays.leaf_value[entry]
            changes[first[place], group] += share
            changes[last[place], group] -= share
