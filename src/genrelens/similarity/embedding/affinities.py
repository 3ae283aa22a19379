"""Weigh how near each point is to its nearest ones, with the same reach for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array
from sklearn.neighbors import NearestNeighbors

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["find_affinities"]

_ROUNDS = 60
_TINY = 1e-12


def find_affinities(points: NDArray[np.float64], perplexity: float) -> csr_array:
    """Give the weights that attract points to their neighbours.

    Each point weighs its nearest points by a Gaussian that is as wide as makes the
    entropy of the weights the logarithm of the perplexity. Weights of a pair are
    added, and all sum to 1.

    Parameters
    ----------
    points : ndarray of float64, shape (n_points, n_dimensions)
    perplexity : float
        About how many neighbours count; three times as many are looked at.

    Returns
    -------
    csr_array, shape (n_points, n_points)
        Symmetric, without a diagonal.

    References
    ----------
    L. van der Maaten and G. Hinton (2008), Visualizing data using t-SNE, JMLR 9.
    """
    n_points = len(points)
    n_near = max(1, min(n_points - 1, round(3 * perplexity)))
    search = NearestNeighbors(n_neighbors=n_near, algorithm="brute").fit(points)
    distances, near = search.kneighbors()  # without the points themselves
    weights = _weigh(distances**2, min(perplexity, n_near))
    rows = np.repeat(np.arange(n_points), n_near)
    own = csr_array((weights.ravel(), (rows, near.ravel())), shape=(n_points, n_points))
    both = csr_array(own + own.T)
    both.sort_indices()
    both.data /= both.data.sum()
    return both


def _weigh(squares: NDArray[np.float64], perplexity: float) -> NDArray[np.float64]:
    """Find each row's width by halving, and give the weights, which sum to 1."""
    nearer = squares - squares.min(axis=1, keepdims=True)
    aim = np.log(perplexity)
    low, high = np.zeros(len(squares)), np.full(len(squares), np.inf)
    mean = nearer.mean(axis=1)
    sharpness = 1 / np.where(mean > 0, mean, 1.0)
    for _ in range(_ROUNDS):
        weights = np.exp(-nearer * sharpness[:, None])
        total = weights.sum(axis=1)
        entropy = np.log(total) + sharpness * (weights * nearer).sum(axis=1) / total
        is_wide = entropy > aim
        low = np.where(is_wide, sharpness, low)
        high = np.where(is_wide, high, sharpness)
        between = np.where(np.isinf(high), 2 * sharpness, (low + high) / 2)
        sharpness = np.where(np.abs(entropy - aim) < _TINY, sharpness, between)
    weights = np.exp(-nearer * sharpness[:, None])
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))
