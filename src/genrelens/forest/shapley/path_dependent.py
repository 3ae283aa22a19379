"""Explain predictions by exact path-dependent Shapley values, all classes at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from genrelens.forest.lanes import aligned_zeros
from genrelens.forest.packed import ForestArrays, PackedForest, require_forest
from genrelens.forest.predicting import predict_proba
from genrelens.forest.remembering import remembered
from genrelens.forest.rows import to_rows
from genrelens.forest.shapley.leafwise.pattern_tables import LANES
from genrelens.forest.shapley.leafwise.row_codes import code_rows
from genrelens.forest.shapley.leafwise.tree_sums import add_trees, workspace_for
from genrelens.forest.shapley.pieces import sum_pieces
from genrelens.forest.shapley.rowwise.few_rows import (
    ForestPlan,
    explain_few,
    plan_forest,
)
from genrelens.forest.shapley.values import (
    ShapleyValues,
    check_additivity,
    mean_over_covers,
)
from genrelens.forest.threads import count_threads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import ArrayLike, NDArray


__all__ = ["shapley_values"]

_MOST_BLOCK_ROWS: Final = 2_048
_MANY_ROWS: Final = 100  # from so many on, rows share enough to be taken together
_MOST_FEW_ROWS: Final = 256
_BLOCK_BYTES: Final = 1 << 27  # of the sums of one piece of work
_PLAN_BYTES: Final = 1 << 30


def shapley_values(
    forest: PackedForest,
    X: ArrayLike,
    *,
    n_jobs: int | None = None,
    on_rows: Callable[[int], None] | None = None,
) -> ShapleyValues:
    """Compute exact path-dependent Shapley values.

    The value of a set of features is the forest's mean prediction when only
    these are known, with unknown ones averaged by the trees' covers. That every
    row adds up to its prediction is checked on each call.

    Parameters
    ----------
    forest : PackedForest
        Grown by `grow`, or checked by `validate`.
    X : array_like of numbers, shape (n_rows, n_features)
        NaN stands for a missing value. The result takes ``8 * n_rows *
        n_features * n_classes`` bytes; pass blocks of rows to bound it.
    n_jobs : int, optional
        Threads; -1 and None mean every processor.
    on_rows : callable, optional
        Called in the calling thread with the number of rows done.

    Returns
    -------
    ShapleyValues
        A row's numbers do not depend on the threads, nor on which the other rows
        are. Rows are taken one by one where they are fewer than 100, and where the
        forest has more than 16 features; others are taken together, so between 99
        and 100 rows the last bits can differ.

    Notes
    -----
    For rows one by one the forest is laid out at the first call, which takes as
    long as two to ten rows. What is laid out is kept as long as the forest: 0.7
    times its memory with 6 classes, and more with many classes at each leaf (see
    `plan_forest`), but never above 1 GiB; the trees beyond that are laid out anew
    at each call. Beside the result, each thread takes up to 0.4 GiB, or a dozen times
    one row's values where that is more.

    Raises
    ------
    InputError
        If `X` has another width than the forest, or infinite values.
    AdditivityError
        If values and base miss a prediction by more than 1e-9.

    References
    ----------
    S. Lundberg et al., "From local explanations to global understanding with
    explainable AI for trees", Nature Machine Intelligence 2, 2020 (the game);
    G. Owen, "Multilinear extensions of games", Management Science 18, 1972
    (the integral by which it is solved here).
    """
    require_forest(forest)
    rows = to_rows(X, n_features=forest.n_features)
    n_threads = count_threads(n_jobs)
    values = np.empty((len(rows), forest.n_features, forest.n_classes))
    is_wide = forest.n_features > LANES
    explain = _explain_few if is_wide or len(rows) < _MANY_ROWS else _explain_many
    for done in explain(forest, rows, n_threads, values):
        if on_rows is not None:
            on_rows(done)
    base = remembered(mean_over_covers, forest).copy()
    check_additivity(values, base, predict_proba(forest, rows, n_jobs=n_jobs))
    return ShapleyValues(values=values, base=base)


def _explain_few(
    forest: PackedForest,
    rows: NDArray[np.float32],
    n_threads: int,
    values: NDArray[np.float64],
) -> Iterator[int]:
    """Walk each tree for each row; write the values, and yield the rows done."""
    keeper = remembered(_keep_plan, forest)
    if keeper.plan is None:
        keeper.plan = plan_forest(forest, n_threads=n_threads, most_bytes=_PLAN_BYTES)
    plan = keeper.plan
    fitting = _BLOCK_BYTES // (8 * forest.n_features * forest.n_classes)
    block_rows = max(1, min(_MOST_FEW_ROWS, fitting))
    for begin in range(0, len(rows), block_rows):
        end = min(begin + block_rows, len(rows))
        taken = rows[begin:end]
        values[begin:end] = explain_few(forest, taken, n_threads=n_threads, plan=plan)
        yield end


@dataclass(slots=True)
class _PlanKeeper:
    """Keeps a forest's plan, once it is made.

    Of two threads that make it at once, either's may be kept: they are equal.
    """

    plan: ForestPlan | None = None


def _keep_plan(_forest: PackedForest) -> _PlanKeeper:
    return _PlanKeeper()


def _explain_many(
    forest: PackedForest,
    rows: NDArray[np.float32],
    n_threads: int,
    values: NDArray[np.float64],
) -> Iterator[int]:
    """Take leaf by leaf, block by block; write the values, and yield the rows done."""
    arrays = ForestArrays(**forest.arrays())
    most = _BLOCK_BYTES // (8 * LANES * forest.n_classes)

    def add(block: slice, first_tree: int, last_tree: int) -> NDArray[np.float64]:
        n_rows = block.stop - block.start
        out = aligned_zeros(forest.n_classes, n_rows, LANES)
        space = workspace_for(n_rows, forest.n_classes)
        add_trees(arrays, first_tree, last_tree, code_rows(rows[block]), space, out)
        return out

    blocks = sum_pieces(
        add,
        n_rows=len(rows),
        block_rows=max(_MANY_ROWS, min(_MOST_BLOCK_ROWS, most)),
        n_trees=forest.n_trees,
        n_threads=n_threads,
    )
    for begin, sums in blocks:
        parts = sums[:, :, : forest.n_features].transpose(1, 2, 0)
        end = begin + len(parts)
        np.divide(parts, forest.n_trees, out=values[begin:end])
        yield end
