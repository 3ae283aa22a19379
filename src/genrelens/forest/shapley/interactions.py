"""Split Shapley values into what features add by themselves and in pairs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from genrelens.errors import AdditivityError, InputError
from genrelens.forest.lanes import aligned_zeros
from genrelens.forest.packed import ForestArrays, PackedForest, require_forest
from genrelens.forest.predicting import predict_proba
from genrelens.forest.rows import to_rows
from genrelens.forest.shapley.leafwise.row_codes import code_rows
from genrelens.forest.shapley.pairs.lane_layout import lay_out
from genrelens.forest.shapley.pairs.tree_pairs import add_tree_pairs, block_for
from genrelens.forest.shapley.pairs.unfolding import unfold
from genrelens.forest.shapley.values import mean_over_covers
from genrelens.forest.threads import count_threads, in_order

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import ArrayLike, NDArray

__all__ = ["InteractionValues", "interaction_values"]

_TOLERANCE: Final = 1e-9
_MOST_BLOCK_ROWS: Final = 512
_FEWEST_BLOCK_ROWS: Final = 64
_CLASS_BYTES: Final = 1 << 21  # of one thread's sums for one class
_BLOCK_BYTES: Final = 1 << 26  # of one thread's sums


@dataclass(frozen=True, slots=True, eq=False)
class InteractionValues:
    """What each pair of features adds to each class's probability, row by row.

    Parameters
    ----------
    values : ndarray of float64, shape (n_rows, n_features, n_features, n_classes)
        Symmetric in the features. An entry beside the diagonal is half of what
        the two features add together beyond what they add apart; the diagonal is
        the rest of the feature's Shapley value, so that ``values.sum(axis=2)``
        are the Shapley values, and ``base + values.sum(axis=(1, 2))`` is the
        prediction. The classes are those asked for, in that order.
    base : ndarray of float64, shape (n_classes,)
        Probability before any feature is known: the forest's mean over its
        training rows.
    """

    values: NDArray[np.float64]
    base: NDArray[np.float64]


def interaction_values(
    forest: PackedForest,
    X: ArrayLike,
    *,
    classes: Sequence[int] | None = None,
    n_jobs: int | None = None,
    on_rows: Callable[[int], None] | None = None,
) -> InteractionValues:
    """Compute exact path-dependent Shapley interaction values.

    The game is that of `shapley_values`: a set of features is worth the forest's
    mean prediction when only these are known. Beside the diagonal stands half of
    the Shapley interaction index; pairs and diagonal are computed apart, and on
    each call it is checked that every row of every matrix adds up to the feature's
    Shapley value, and each matrix to the prediction less the base.

    Parameters
    ----------
    forest : PackedForest
        Grown by `grow`, or checked by `validate`.
    X : array_like of numbers, shape (n_rows, n_features)
        NaN stands for a missing value. The result takes ``8 * n_rows *
        n_features**2 * n_asked`` bytes, 2.1 GB for 10,000 rows of 15 features at 114
        classes; pass blocks of rows, or ask for fewer classes, to bound it.
    classes : sequence of int, optional
        Codes of the classes asked for, each once; all of them without it. Leaves
        that hold none of them cost nothing.
    n_jobs : int, optional
        Threads; -1 and None mean every processor.
    on_rows : callable, optional
        Called in the calling thread with the number of rows done.

    Returns
    -------
    InteractionValues
        A row's numbers depend neither on the other rows, nor on the threads, nor
        on the other classes.

    Raises
    ------
    InputError
        If `X` has another width than the forest, or infinite values, or `classes`
        is empty, repeats a class, or names one that there is not.
    AdditivityError
        If anything adds up to what it should only within more than 1e-9.

    References
    ----------
    S. Lundberg et al., "From local explanations to global understanding with
    explainable AI for trees", Nature Machine Intelligence 2, 2020 (the values);
    M. Grabisch and M. Roubens, "An axiomatic approach to the concept of
    interaction among players in cooperative games", International Journal of Game
    Theory 28, 1999 (the index, and the integral by which it is solved here).
    """
    require_forest(forest)
    rows = to_rows(X, n_features=forest.n_features)
    asked = _check_classes(classes, forest.n_classes)
    n_threads = count_threads(n_jobs)
    arrays, layout = ForestArrays(**forest.arrays()), lay_out(forest.n_features)
    slot = np.full(forest.n_classes, -1)
    slot[asked] = np.arange(len(asked))
    values = np.empty((len(rows), forest.n_features, forest.n_features, len(asked)))
    total, missed = np.empty((len(rows), len(asked))), np.empty(len(rows))
    size = _block_size(len(rows), n_threads, 8 * layout.width, len(asked))

    def fill(block: int) -> int:
        begin, end = block * size, min((block + 1) * size, len(rows))
        out = aligned_zeros(len(asked), end - begin, layout.width)
        space = block_for(end - begin, forest.n_features)
        add_tree_pairs(arrays, code_rows(rows[begin:end]), slot, layout, space, out)
        for row in range(begin, end):
            missed[row] = unfold(
                out[:, row - begin], forest.n_trees, layout, values[row], total[row]
            )
        return end

    for done in in_order(fill, -(-len(rows) // size), n_threads=n_threads):
        if on_rows is not None:
            on_rows(done)
    base = mean_over_covers(forest)[asked]
    _refuse(missed, "in a row to the Shapley values")
    predicted = predict_proba(forest, rows, n_jobs=n_jobs)[:, asked]
    gaps = np.abs(total + base - predicted).max(axis=1, initial=0.0)
    _refuse(gaps, "to the prediction")
    return InteractionValues(values=values, base=base)


def _check_classes(classes: Sequence[int] | None, n_classes: int) -> NDArray[np.int64]:
    if classes is None:
        return np.arange(n_classes)
    asked = np.asarray(classes)
    if asked.ndim != 1 or len(asked) == 0 or asked.dtype.kind not in "iu":
        raise InputError(
            f"The classes asked for have shape {asked.shape} and type "
            f"'{asked.dtype}'. Give a list of at least one whole number, or None "
            "for all."
        )
    outside = (asked < 0) | (asked >= n_classes)
    if outside.any():
        raise InputError(
            f"{outside.sum()} of {len(asked)} classes asked for lie outside 0 to "
            f"{n_classes - 1}, e.g. {asked[outside][0]}. Give codes of classes that "
            "the forest knows."
        )
    if len(np.unique(asked)) < len(asked):
        raise InputError(
            f"Of {len(asked)} classes asked for only {len(np.unique(asked))} are "
            "different. Ask for each class once."
        )
    return asked.astype(np.int64)


def _block_size(n_rows: int, n_threads: int, row_bytes: int, n_asked: int) -> int:
    """Share few rows among the threads, and many in blocks that fit the cache."""
    share = -(-n_rows // n_threads)
    most = min(_MOST_BLOCK_ROWS, _CLASS_BYTES // row_bytes)
    wanted = max(_FEWEST_BLOCK_ROWS, min(share, most))
    return max(1, min(wanted, _BLOCK_BYTES // (row_bytes * n_asked)))


def _refuse(missed: NDArray[np.float64], what: str) -> None:
    wrong = np.flatnonzero(~(missed <= _TOLERANCE))  # NaN is wrong as well
    if len(wrong):
        raise AdditivityError(
            f"The interaction values of {len(wrong)} of {len(missed)} rows do not add "
            f"up {what}, by up to {missed.max():.3g} (allowed: {_TOLERANCE:g}), the "
            f"first in row {wrong[0]}. The forest is damaged, or this is a fault of "
            "genrelens: please report it."
        )
