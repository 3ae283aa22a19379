"""Draw up each genre's ROC curve as points, few enough to show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from genrelens.evaluation.results import Estimate, RocCurve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["MAX_POINTS", "trace_curve", "trace_curves"]

MAX_POINTS = 200
"""Most points of a curve."""


def trace_curves(
    codes: NDArray[np.int64],
    proba: NDArray[np.float64],
    folds: NDArray[np.int64],
    genres: Sequence[str],
    areas: Sequence[Estimate | None],
) -> tuple[RocCurve, ...]:
    """Trace the curve of every genre whose area is known.

    The curve is the mean, weighted by comparable pairs, of the folds' curves
    at equal false positive rates; its area is the genre's area but for the
    thinning.

    Parameters
    ----------
    codes, folds : ndarray of int64, shape (n_tracks,)
        True genre and fold of each track.
    proba : ndarray of float64, shape (n_tracks, n_genres)
        Probabilities.
    genres : sequence of str, length n_genres
        Names in the order of the codes.
    areas : sequence of Estimate or None, length n_genres
        None for a genre that cannot be ranked; it gets no curve.
    """
    curves = []
    for genre, (name, area) in enumerate(zip(genres, areas, strict=True)):
        if area is None:
            continue
        false_rate, true_rate = trace_curve(codes == genre, proba[:, genre], folds)
        curves.append(RocCurve(name, false_rate, true_rate, area))
    return tuple(curves)


def trace_curve(
    is_own: NDArray[np.bool_], scores: NDArray[np.float64], folds: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Trace one curve, from (0, 0) to (1, 1), both axes rising.

    Parameters
    ----------
    is_own : ndarray of bool, shape (n_tracks,)
        Whether the track is of the genre.
    scores : ndarray of float64, shape (n_tracks,)
        The genre's probability.
    folds : ndarray of int64, shape (n_tracks,)
        Fold of each track.

    Returns
    -------
    false_positive_rate, true_positive_rate : ndarray of float64
        At most `MAX_POINTS` points.
    """
    parts = []
    for fold in np.unique(folds):
        own = is_own[folds == fold]
        if own.any() and not own.all():
            rates = _steps(own, scores[folds == fold])
            parts.append((float(own.sum()) * float((~own).sum()), rates))
    if len(parts) == 1:
        false_rate, true_rate = parts[0][1]
        if len(false_rate) <= MAX_POINTS:
            return false_rate, true_rate
    grid = np.linspace(0.0, 1.0, MAX_POINTS - 1)
    total = sum(pairs for pairs, _ in parts)
    mean = np.zeros(len(grid))
    for pairs, (false_rate, true_rate) in parts:
        mean += pairs / total * np.interp(grid, false_rate, true_rate)
    start = sum(pairs / total * _rise(*rates) for pairs, rates in parts)
    mean[0] = start
    return np.append(0.0, grid), np.append(0.0, mean)


def _rise(false_rate: NDArray[np.float64], true_rate: NDArray[np.float64]) -> float:
    """Give the height reached before the first false positive."""
    return float(true_rate[false_rate == 0].max())


def _steps(
    own: NDArray[np.bool_], scores: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the exact curve of one fold, one point for each distinct score."""
    order = np.argsort(-scores, kind="stable")
    is_last = np.append(np.diff(scores[order]) != 0, True)
    true_rate = np.cumsum(own[order])[is_last] / own.sum()
    false_rate = np.cumsum(~own[order])[is_last] / (~own).sum()
    return np.append(0.0, false_rate), np.append(0.0, true_rate)
