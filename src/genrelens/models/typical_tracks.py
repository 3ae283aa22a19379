"""Find the typical track of every genre, from which explanations start."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["MOST_TYPICAL", "find_typical"]

MOST_TYPICAL: Final = 24
"""Genres from which on the most alike share one typical track."""


def find_typical(
    inputs: NDArray[np.float64],
    codes: NDArray[np.int64],
    weights: NDArray[np.float64] | None,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Average the inputs of each genre's tracks.

    Where there are more than `MOST_TYPICAL` genres, those whose means lie closest
    (Ward's rule) are averaged together, so that explaining stays affordable.

    Parameters
    ----------
    inputs : ndarray of float64, shape (n_tracks, n_inputs)
    codes : ndarray of int64, shape (n_tracks,)
        Genre of each track.
    weights : ndarray of float64, shape (n_tracks,), optional
        How often each track counts; once where not given.

    Returns
    -------
    typical : ndarray of float64, shape (n_typical, n_inputs)
        Of every genre that weighs anything.
    shares : ndarray of float64, shape (n_typical,)
        Their shares of the tracks; they sum to 1.
    """
    counted = np.ones(len(codes)) if weights is None else weights
    typical, sizes = _means(inputs, codes, counted)
    if len(typical) > MOST_TYPICAL:
        tree = linkage(typical, method="ward")
        merged = fcluster(tree, MOST_TYPICAL, criterion="maxclust").astype(np.int64)
        typical, sizes = _means(typical, merged - 1, sizes)
    return typical, sizes / sizes.sum()


def _means(
    points: NDArray[np.float64], codes: NDArray[np.int64], weights: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    n_groups = int(codes.max()) + 1
    sizes = np.zeros(n_groups)
    np.add.at(sizes, codes, weights)
    sums = np.zeros((n_groups, points.shape[1]))
    np.add.at(sums, codes, points * weights[:, np.newaxis])
    is_met = sizes > 0
    return sums[is_met] / sizes[is_met, np.newaxis], sizes[is_met]
