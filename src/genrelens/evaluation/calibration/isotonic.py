"""Find for each genre the rising line that fits its probabilities best."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sklearn.isotonic import isotonic_regression

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["fit_isotonic"]

_MOST_KNOTS = 200

Knots = tuple[tuple[float, ...], tuple[float, ...]]


def fit_isotonic(
    proba: NDArray[np.float64], codes: NDArray[np.int64]
) -> tuple[Knots, ...]:
    """Fit a rising line to each genre against the rest, by least squares.

    Parameters
    ----------
    proba : ndarray of float64, shape (n_tracks, n_genres)
        Probabilities by a model that had not met the tracks.
    codes : ndarray of int64, shape (n_tracks,)
        True genres.

    Returns
    -------
    tuple of (tuple of float, tuple of float), length n_genres
        Probability before and after, at most 200 knots a genre.

    References
    ----------
    B. Zadrozny and C. Elkan (2002), Transforming classifier scores into accurate
    multiclass probability estimates, KDD.
    """
    return tuple(
        _fit_line(proba[:, genre], codes == genre) for genre in range(proba.shape[1])
    )


def _fit_line(
    before: NDArray[np.float64],
    is_own: NDArray[np.bool_],
) -> Knots:
    places, inverse = np.unique(before, return_inverse=True)
    total = np.bincount(inverse).astype(np.float64)
    own = np.bincount(inverse, weights=is_own)
    after = isotonic_regression(own / total, sample_weight=total)
    is_end = np.ones(len(places), dtype=bool)  # of a level stretch
    is_end[1:-1] = (np.diff(after)[:-1] != 0) | (np.diff(after)[1:] != 0)
    kept = np.flatnonzero(is_end)
    if len(kept) > _MOST_KNOTS:
        at = np.linspace(0, len(kept) - 1, _MOST_KNOTS).round().astype(int)
        kept = kept[at]
    return (
        tuple(map(float, places[kept])),
        tuple(map(float, after[kept].clip(0.0, 1.0))),
    )
