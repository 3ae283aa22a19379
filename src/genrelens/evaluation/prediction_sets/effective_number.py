"""Tell how many independent tracks a number of grouped tracks is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["effective_first", "likeness_within_groups", "whole_groups"]


def whole_groups(units: NDArray[np.int64]) -> float:
    """Give the number of equal groups that tell as much as these groups.

    It is what remains if all tracks of a group were one answer: the square of the
    sum of group sizes over the sum of their squares.

    Parameters
    ----------
    units : ndarray of int64, shape (n_tracks,)
        Group of each track.

    Returns
    -------
    float
        From 1 to the number of groups; 0 without tracks.

    References
    ----------
    L. Kish (1965), Survey Sampling.

    Examples
    --------
    >>> whole_groups(np.array([0, 0, 1, 1])), whole_groups(np.array([0, 0, 0, 1]))
    (2.0, 1.6)
    """
    if not len(units):
        return 0.0
    _, sizes = np.unique(units, return_counts=True)
    return float(sizes.sum() ** 2 / (sizes.astype(np.float64) ** 2).sum())


def likeness_within_groups(
    values: NDArray[np.float64], units: NDArray[np.int64]
) -> float:
    """Tell how much alike the values of one group are (intraclass correlation).

    Parameters
    ----------
    values : ndarray of float64, shape (n_tracks,)
        E.g. 1 for a wrong answer less the probability of one.
    units : ndarray of int64, shape (n_tracks,)
        Group of each track.

    Returns
    -------
    float
        From 0 (no more than tracks of different groups) to 1 (the same); 0 where
        no group has two tracks, or all values are equal.

    References
    ----------
    A. Donner (1986), A review of inference procedures for the intraclass
    correlation coefficient, International Statistical Review 54 (the analysis of
    variance estimator).
    """
    _, places, sizes = np.unique(units, return_inverse=True, return_counts=True)
    n_tracks, n_groups = len(values), len(sizes)
    if n_groups in (1, n_tracks):
        return 0.0
    means = np.bincount(places, weights=values) / sizes
    between = float(sizes @ (means - values.mean()) ** 2) / (n_groups - 1)
    within = float(((values - means[places]) ** 2).sum()) / (n_tracks - n_groups)
    typical = (n_tracks - float((sizes**2).sum()) / n_tracks) / (n_groups - 1)
    spread = between + (typical - 1) * within
    return float(np.clip((between - within) / spread, 0.0, 1.0)) if spread > 0 else 0.0


def effective_first(units: NDArray[np.int64], likeness: float) -> NDArray[np.float64]:
    """Give the number of independent tracks that the first ones are worth.

    Parameters
    ----------
    units : ndarray of int64, shape (n_tracks,)
        Group of each track, in any order.
    likeness : float
        From `likeness_within_groups`.

    Returns
    -------
    ndarray of float64, shape (n_tracks + 1,)
        For the first 0, 1, 2, ... tracks: their number over the design effect,
        ``1 + likeness * (m - 1)``, where ``m`` is the mean size of the groups that
        a track meets among them.

    References
    ----------
    L. Kish (1965), Survey Sampling.

    Examples
    --------
    >>> effective_first(np.array([0, 0, 1, 1]), 0.5).round(2)
    array([0.  , 1.  , 1.33, 2.25, 2.67])
    """
    order = np.argsort(units, kind="stable")
    grouped = units[order]
    places = np.arange(len(units))
    starts = np.concatenate([[True], grouped[1:] != grouped[:-1]])[: len(units)]
    earlier = np.empty(len(units), dtype=np.int64)
    earlier[order] = places - np.maximum.accumulate(np.where(starts, places, 0))
    met = np.cumsum(2 * earlier + 1) / (places + 1)
    return np.concatenate([[0.0], (places + 1) / (1 + likeness * (met - 1))])
