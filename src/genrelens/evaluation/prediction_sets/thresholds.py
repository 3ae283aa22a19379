"""Learn how badly a genre may fit and still belong to a track's set."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from genrelens.evaluation.prediction_sets.clustering import cluster_genres
from genrelens.evaluation.prediction_sets.conformity import (
    FREE_RANKS,
    PENALTY,
    misfits,
)
from genrelens.evaluation.prediction_sets.effective_number import whole_groups
from genrelens.evaluation.prediction_sets.set_rule import LEVELS, SetRule

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.evaluation.prediction_sets.conformity import SetScore

__all__ = ["fit_set_rule", "quantile_of_others"]


def fit_set_rule(
    proba: NDArray[np.float64],
    codes: NDArray[np.int64],
    units: NDArray[np.int64],
    *,
    score: SetScore = "lac",
    per_genre: bool = True,
) -> SetRule:
    """Learn thresholds of misfit from predictions on music not trained on.

    Parameters
    ----------
    proba : ndarray of float64, shape (n_tracks, n_genres)
        Calibrated probabilities by models that had not met the tracks' groups.
    codes, units : ndarray of int64, shape (n_tracks,)
        True genre, and group, of each track.
    score : {"lac", "aps", "raps"}
        How misfit is scored.
    per_genre : bool, default True
        Whether genres have thresholds of their own where there are enough tracks
        (`cluster_genres`), or all the same.

    Returns
    -------
    SetRule
        For the levels in `LEVELS`. Its first row of thresholds is that of all
        tracks.

    References
    ----------
    V. Vovk et al. (2005), Algorithmic Learning in a Random World (per genre:
    Mondrian); T. Ding et al. (2023), Class-conditional conformal prediction with
    many classes, NeurIPS.
    """
    n_genres = proba.shape[1]
    scored = misfits(proba, score)
    own = scored[np.arange(len(codes)), codes]
    clusters = (
        cluster_genres(own, codes, units, n_genres)
        if per_genre
        else np.zeros(n_genres, dtype=np.int64)
    )
    of_track = clusters[codes]
    rows = [_limits(own, units)]
    for cluster in range(1, int(clusters.max()) + 1):
        is_in = of_track == cluster
        rows.append(_limits(own[is_in], units[is_in]))
    return SetRule(
        score=score,
        penalty=PENALTY,
        free_ranks=FREE_RANKS,
        clusters=tuple(map(int, clusters)),
        levels=LEVELS,
        thresholds=tuple(rows),
    )


def quantile_of_others(
    sorted_values: NDArray[np.float64], level: float, n_independent: float
) -> float:
    """Give the value that a new one exceeds with at most the given probability.

    It is the ``ceil((n + 1) * (1 - level) / n * n_values)``-th smallest value,
    where ``n`` is the number of independent ones among them: split conformal
    prediction where all are, and the hierarchical one, in which a group that is
    yet to come holds one part of ``n + 1``, where groups are of one size.

    Parameters
    ----------
    sorted_values : ndarray of float64, shape (n_values,)
        Rising.
    level : float
        Share that may exceed it.
    n_independent : float
        At most `n_values`.

    Returns
    -------
    float
        Infinite where there are too few.

    References
    ----------
    Y. Lee, R. Barber and R. Willett (2023), Distribution-free inference with
    hierarchical data, arXiv:2306.06342.

    Examples
    --------
    >>> quantile_of_others(np.arange(1.0, 20.0), 0.1, 19.0)
    18.0
    >>> quantile_of_others(np.arange(1.0, 20.0), 0.01, 19.0)
    inf
    """
    n_values = len(sorted_values)
    if not n_values:
        return math.inf
    share = (n_independent + 1) * (1 - level) / n_independent
    place = math.ceil(share * n_values - 1e-9)
    return math.inf if place > n_values else float(sorted_values[max(place, 1) - 1])


def _limits(own: NDArray[np.float64], units: NDArray[np.int64]) -> tuple[float, ...]:
    ordered = np.sort(own)
    n_independent = whole_groups(units)
    return tuple(quantile_of_others(ordered, level, n_independent) for level in LEVELS)
