"""Compare how sure the model was with how often it was right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from genrelens.evaluation.results import Reliability
from genrelens.forest.compiling import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["N_BINS", "binned_gaps", "calibration_errors", "measure_reliability"]

N_BINS = 15
"""Equal-count bins by confidence."""


def measure_reliability(
    codes: NDArray[np.int64], proba: NDArray[np.float64]
) -> Reliability:
    """Bin tracks by the probability of their predicted genre.

    Tracks of equal confidence share a bin; bins that stay empty are left out.

    Parameters
    ----------
    codes : ndarray of int64, shape (n_tracks,)
        True genre of each track.
    proba : ndarray of float64, shape (n_tracks, n_genres)
        Probabilities.
    """
    units = np.arange(len(codes))
    sums = _bin(*_answers(codes, proba), units, np.ones((len(codes), 1)))[:, :, 0]
    filled = sums[0] > 0
    weight, confidence, right = sums[:, filled]
    return Reliability(
        confidence=confidence / weight,
        accuracy=right / weight,
        n_tracks=weight.astype(np.int64),
    )


def calibration_errors(
    codes: NDArray[np.int64],
    proba: NDArray[np.float64],
    units: NDArray[np.int64],
    weights: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Give the expected calibration error of the predicted genre.

    The mean over tracks of the gap, in each equal-count bin, between mean
    confidence and share of right answers.

    Parameters
    ----------
    codes : ndarray of int64, shape (n_tracks,)
        True genre of each track.
    proba : ndarray of float64, shape (n_tracks, n_genres)
        Probabilities.
    units : ndarray of int64, shape (n_tracks,)
        Group of each track.
    weights : ndarray of float64, shape (n_groups, n_weightings)
        Weight of each group in each weighting.

    Returns
    -------
    ndarray of float64, shape (n_weightings,)
        Between 0 and 1.

    References
    ----------
    C. Guo et al. (2017), On calibration of modern neural networks, ICML.
    """
    return binned_gaps(*_answers(codes, proba), units, weights)


def binned_gaps(
    sure: NDArray[np.float64],
    is_right: NDArray[np.bool_],
    units: NDArray[np.int64],
    weights: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Give the mean gap between any probability and how often it came true.

    Parameters
    ----------
    sure : ndarray of float64, shape (n_tracks,)
        Probability of what may come true.
    is_right : ndarray of bool, shape (n_tracks,)
        Whether it did.
    units, weights
        As for `calibration_errors`.

    Returns
    -------
    ndarray of float64, shape (n_weightings,)
        Between 0 and 1, over equal-count bins.
    """
    sums = _bin(sure, is_right, units, weights)
    errors: NDArray[np.float64] = np.abs(sums[1] - sums[2]).sum(axis=0) / sums[0].sum(
        axis=0
    )
    return errors


def _answers(
    codes: NDArray[np.int64], proba: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Give the probability of the predicted genre, and whether it was right."""
    return proba.max(axis=1), proba.argmax(axis=1) == codes


def _bin(
    confidence: NDArray[np.float64],
    is_right: NDArray[np.bool_],
    units: NDArray[np.int64],
    weights: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Sum weight, confidence and right answers, shape (3, N_BINS, n_weightings)."""
    order = np.argsort(confidence, kind="stable")
    starts = np.append(
        np.flatnonzero(np.diff(confidence[order], prepend=-1.0)), len(order)
    )
    total = np.bincount(units, minlength=len(weights)) @ weights
    sums = np.zeros((3, N_BINS, weights.shape[1]))
    _fill(order, starts, confidence, is_right, units, weights, total, sums)
    return sums


@compiled
def _fill(
    order: NDArray[np.int64],
    starts: NDArray[np.int64],
    confidence: NDArray[np.float64],
    is_right: NDArray[np.bool_],
    units: NDArray[np.int64],
    weights: NDArray[np.float64],
    total: NDArray[np.float64],
    sums: NDArray[np.float64],
) -> None:
    """Put each block of equal confidence into the bin of its middle."""
    n_weightings, n_bins = weights.shape[1], sums.shape[1]
    before = np.zeros(n_weightings)
    here = np.zeros(n_weightings)
    right = np.zeros(n_weightings)
    for block in range(len(starts) - 1):
        here[:] = 0.0
        right[:] = 0.0
        sure = confidence[order[starts[block]]]
        for place in range(starts[block], starts[block + 1]):
            row = order[place]
            weight = weights[units[row]]
            for w in range(n_weightings):
                here[w] += weight[w]
                if is_right[row]:
                    right[w] += weight[w]
        for w in range(n_weightings):
            middle = (before[w] + 0.5 * here[w]) / max(total[w], 1e-300)
            into = min(int(middle * n_bins), n_bins - 1)
            sums[0, into, w] += here[w]
            sums[1, into, w] += here[w] * sure
            sums[2, into, w] += right[w]
            before[w] += here[w]
