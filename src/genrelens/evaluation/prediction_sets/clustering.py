"""Put genres together that misfit in the same way, where each alone is too small."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from genrelens.evaluation.prediction_sets.effective_number import whole_groups

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["FEWEST_GROUPS", "FEWEST_TRACKS", "cluster_genres"]

FEWEST_TRACKS, FEWEST_GROUPS = 50, 30.0
"""Tracks, and equal groups they are worth, for a threshold of one's own."""

_FEWEST_TO_JOIN = 10  # tracks of a genre from which its misfits say anything
_QUANTILES = (0.5, 0.6, 0.7, 0.8, 0.9)
_MAX_ROUNDS = 50


def cluster_genres(
    own: NDArray[np.float64],
    codes: NDArray[np.int64],
    units: NDArray[np.int64],
    n_genres: int,
) -> NDArray[np.int64]:
    """Tell which genres share a threshold.

    A genre with 50 tracks, worth 30 equal groups, has one of its own. The others,
    from 10 tracks on, are put together by k-means of the quantiles of their
    misfits, in as many clusters as leave each enough tracks and groups; a genre
    with fewer goes by the threshold of all tracks.

    Parameters
    ----------
    own : ndarray of float64, shape (n_tracks,)
        Misfit of each track's true genre.
    codes, units : ndarray of int64, shape (n_tracks,)
        True genre, and group.
    n_genres : int
        Number of genres.

    Returns
    -------
    ndarray of int64, shape (n_genres,)
        Cluster of each genre, from 1 on without gaps; 0 is that of all tracks.

    References
    ----------
    T. Ding et al. (2023), Class-conditional conformal prediction with many
    classes, NeurIPS.
    """
    clusters = np.zeros(n_genres, dtype=np.int64)
    order = np.argsort(codes, kind="stable")
    ends = np.cumsum(np.bincount(codes, minlength=n_genres))
    rows = np.split(order, ends[:-1])
    is_large = np.array([_is_enough(units[of_genre]) for of_genre in rows])
    clusters[is_large] = np.arange(1, is_large.sum() + 1)
    small = [
        genre
        for genre in np.flatnonzero(~is_large)
        if len(rows[genre]) >= _FEWEST_TO_JOIN
    ]
    if len(small) > 1:
        parts = _divide_small(
            [own[rows[g]] for g in small], [units[rows[g]] for g in small]
        )
        is_kept = parts >= 0
        clusters[np.array(small)[is_kept]] = is_large.sum() + 1 + parts[is_kept]
    return clusters


def _is_enough(units: NDArray[np.int64]) -> bool:
    return len(units) >= FEWEST_TRACKS and whole_groups(units) >= FEWEST_GROUPS


def _divide_small(
    own: list[NDArray[np.float64]], units: list[NDArray[np.int64]]
) -> NDArray[np.int64]:
    """Divide small genres into as many large enough clusters as can be; else -1."""
    features = np.array([np.quantile(one, _QUANTILES) for one in own])
    sizes = np.array([len(one) for one in own], dtype=np.float64)
    most = int(min(sizes.sum() // FEWEST_TRACKS, len(own) // 2))
    for n_parts in range(most, 0, -1):
        parts = _k_means(features, sizes, n_parts)
        _, parts = np.unique(parts, return_inverse=True)
        if all(
            _is_enough(
                np.concatenate([units[at] for at in np.flatnonzero(parts == part)])
            )
            for part in range(parts.max() + 1)
        ):
            return np.asarray(parts, dtype=np.int64)
    return np.full(len(own), -1, dtype=np.int64)


def _k_means(
    features: NDArray[np.float64], weights: NDArray[np.float64], n_parts: int
) -> NDArray[np.int64]:
    """Cluster from a start that follows the mean quantile, so that none is drawn."""
    order = np.argsort(features.mean(axis=1), kind="stable")
    parts = np.empty(len(features), dtype=np.int64)
    parts[order] = np.arange(len(features)) * n_parts // len(features)
    for _ in range(_MAX_ROUNDS):
        total = np.bincount(parts, weights=weights, minlength=n_parts)
        centres = np.full((n_parts, features.shape[1]), np.inf)
        filled = total > 0
        for place in range(features.shape[1]):
            sums = np.bincount(
                parts, weights=weights * features[:, place], minlength=n_parts
            )
            centres[filled, place] = sums[filled] / total[filled]
        distances = ((features[:, np.newaxis] - centres) ** 2).sum(axis=2)
        moved = distances.argmin(axis=1)
        if np.array_equal(moved, parts):
            break
        parts = moved
    return parts
