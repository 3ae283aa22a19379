"""Hold Shapley values, which add up to what the forest predicts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from genrelens.errors import AdditivityError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.forest.packed import PackedForest

__all__ = ["ShapleyValues", "check_additivity", "mean_over_covers"]

_TOLERANCE: Final = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class ShapleyValues:
    """What each feature adds to each class's probability, row by row.

    Parameters
    ----------
    values : ndarray of float64, shape (n_rows, n_features, n_classes)
        Probability added by the feature's value; negative where it takes away.
    base : ndarray of float64, shape (n_classes,)
        Probability before any feature is known: the forest's mean over its
        training rows. ``base + values.sum(axis=1)`` is the prediction.
    """

    values: NDArray[np.float64]
    base: NDArray[np.float64]


def mean_over_covers(forest: PackedForest) -> NDArray[np.float64]:
    """Average the leaves by their covers: the prediction when nothing is known.

    Returns
    -------
    ndarray of float64, shape (n_classes,)
    """
    roots = forest.tree_start[:-1]
    share = forest.cover / np.repeat(forest.cover[roots], np.diff(forest.tree_start))
    reach = np.repeat(share, np.diff(forest.leaf_start))
    total = np.bincount(
        forest.leaf_class, weights=reach * forest.leaf_value, minlength=forest.n_classes
    )
    mean: NDArray[np.float64] = total / forest.n_trees
    return mean


def check_additivity(
    values: NDArray[np.float64],
    base: NDArray[np.float64],
    predicted: NDArray[np.float64],
) -> None:
    """Compare the sum of values and base with the prediction, row by row.

    Parameters
    ----------
    values : ndarray, shape (n_rows, n_features, n_classes)
    base : ndarray, shape (n_classes,)
    predicted : ndarray, shape (n_rows, n_classes)

    Raises
    ------
    AdditivityError
        If any sum misses its prediction by more than 1e-9.
    """
    missed = np.abs(values.sum(axis=1) + base - predicted).max(axis=1, initial=0.0)
    wrong = np.flatnonzero(~(missed <= _TOLERANCE))  # NaN is wrong as well
    if len(wrong):
        raise AdditivityError(
            f"The Shapley values of {len(wrong)} of {len(missed)} rows do not add up "
            f"to the prediction, by up to {missed.max():.3g} (allowed: "
            f"{_TOLERANCE:g}), the first in row {wrong[0]}. The forest is damaged, "
            "or this is a fault of genrelens: please report it."
        )
