"""Number the thresholds of each feature, and rows by the thresholds they pass."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from genrelens.errors import InputError
from genrelens.forest.rows import to_rows, to_wide_rows

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = ["CutPoints", "Questions", "number_thresholds"]

_MOST_CUTS: Final = 1 << 24  # a 32-bit number counts up to here without a gap


@dataclass(frozen=True, slots=True, eq=False)
class Questions:
    """How a library compares a value with a threshold.

    Parameters
    ----------
    is_strict : bool
        True where ``value < threshold`` goes left, False where ``<=`` does.
    in_32_bits : bool
        True where values are rounded to 32 bits before.
    absent : ndarray of float64, shape (n_features,), optional
        The known value that counts as missing, as NaN does; NaN where none does.
    zero_up_to : float, default 0
        Values of at most this size count as 0.
    """

    is_strict: bool
    in_32_bits: bool
    absent: NDArray[np.float64] | None = None
    zero_up_to: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class CutPoints:
    """The distinct thresholds of each feature, in increasing order.

    Rows coded by them can be compared with numbered thresholds by ``<=`` in 32
    bits, and every row goes the way it goes in its own library, whether that
    compares in 64 bits, by ``<``, or takes zeros for missing.

    Parameters
    ----------
    cuts : tuple of ndarray of float64
        One array for each feature; empty where nothing is asked.
    questions : Questions
    """

    cuts: tuple[NDArray[np.float64], ...]
    questions: Questions

    def code(self, X: ArrayLike) -> NDArray[np.float32]:
        """Count, for each value, the thresholds that send it right.

        Parameters
        ----------
        X : array_like of numbers, shape (n_rows, n_features)
            NaN stands for a missing value.

        Returns
        -------
        ndarray of float32, shape (n_rows, n_features)
            Whole numbers; NaN where a value is missing or counts as such.

        Raises
        ------
        InputError
            If `X` has another width than the model, or infinite values.

        Examples
        --------
        >>> cuts = CutPoints((np.array([0.5, 2.0]),), Questions(False, False))
        >>> cuts.code([[0.5], [0.6], [9.0], [float("nan")]]).ravel()
        array([ 0.,  1.,  2., nan], dtype=float32)
        """
        rules = self.questions
        to_numbers = to_rows if rules.in_32_bits else to_wide_rows
        rows = to_numbers(X, n_features=len(self.cuts))
        coded = np.empty(rows.shape, dtype=np.float32)
        side: Literal["left", "right"] = "right" if rules.is_strict else "left"
        for feature, cuts in enumerate(self.cuts):
            values = rows[:, feature].astype(np.float64)
            values[np.abs(values) <= rules.zero_up_to] = 0.0
            is_missing = np.isnan(values)
            if rules.absent is not None:
                is_missing |= values == rules.absent[feature]
            coded[:, feature] = np.searchsorted(cuts, values, side=side)
            coded[is_missing, feature] = np.nan
        return coded


def number_thresholds(
    feature: NDArray[np.integer], threshold: NDArray[np.float64], *, n_features: int
) -> tuple[tuple[NDArray[np.float64], ...], NDArray[np.float64]]:
    """Rank the thresholds of all inner nodes, feature by feature.

    Parameters
    ----------
    feature : ndarray of int, shape (n_nodes,)
        Feature of each node; -1 at a leaf.
    threshold : ndarray of float64, shape (n_nodes,)
        Infinite ones are allowed: every known value lies on one side.
    n_features : int

    Returns
    -------
    cuts : tuple of ndarray of float64, length n_features
        Distinct thresholds in increasing order.
    rank : ndarray of float64, shape (n_nodes,)
        Place of each node's threshold among its feature's; 0 at a leaf.

    Raises
    ------
    InputError
        If a threshold is NaN, a feature unknown, or thresholds are too many.
    """
    inner = np.flatnonzero(feature >= 0)
    asked, at = feature[inner], threshold[inner]
    if np.isnan(at).any() or (asked >= n_features).any():
        raise InputError(
            f"{np.isnan(at).sum()} of {len(inner)} questions of the model have no "
            f"threshold, and {(asked >= n_features).sum()} ask about a feature "
            f"beyond its {n_features}. The model is damaged: fit it again."
        )
    order = np.lexsort((at, asked))
    asked, at = asked[order], at[order]
    is_new = np.ones(len(at), dtype=np.bool_)
    is_new[1:] = (asked[1:] != asked[:-1]) | (at[1:] != at[:-1])
    number = np.cumsum(is_new) - 1
    begins = np.searchsorted(asked[is_new], np.arange(n_features + 1))
    if (np.diff(begins) >= _MOST_CUTS).any():
        raise InputError(
            f"The model has {np.diff(begins).max()} different thresholds on one "
            f"feature; at most {_MOST_CUTS - 1} can be told apart. Use fewer trees."
        )
    rank = np.zeros(len(feature))
    rank[inner[order]] = number - begins[asked]
    cuts = np.split(at[is_new], begins[1:-1])
    return tuple(cuts), rank
