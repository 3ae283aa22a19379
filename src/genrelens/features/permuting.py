"""Measure how far a score falls when features are shuffled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from genrelens.features.alignment import aligned_proba

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from genrelens.features.alignment import ProbabilityModel

__all__ = ["score_drops"]


def score_drops(
    model: ProbabilityModel,
    X: pd.DataFrame,
    genres: Sequence[str],
    blocks: Sequence[Sequence[str]],
    *,
    score: Callable[[NDArray[np.float64]], float],
    n_repeats: int,
    rng: np.random.Generator,
) -> NDArray[np.float64]:
    """Shuffle each block of features over the tracks, and score anew.

    The features of a block are shuffled together, so that what they say of
    one another stays true. All blocks see the same shuffles, so the order of
    features does not matter.

    Parameters
    ----------
    model : trained classifier
    X : pandas.DataFrame, n_tracks x n_features
        Tracks that the model has not met.
    genres : sequence of str
        The order of the probabilities that `score` receives.
    blocks : sequence of sequences of str, length n_blocks
        Names of columns.
    score : callable
        From probabilities, shape (n_tracks, n_genres), to a number of which
        more is better.
    n_repeats : int
        Shuffles of each block.
    rng : numpy Generator

    Returns
    -------
    ndarray of float64, shape (n_blocks, n_repeats)
        Score as it was minus score after the shuffle.

    References
    ----------
    Breiman (2001), Random forests. Machine Learning 45, section 10.
    """
    n_tracks = len(X)
    before = score(aligned_proba(model, X, genres))
    orders = np.concatenate([rng.permutation(n_tracks) for _ in range(n_repeats)])
    stacked = pd.concat([X] * n_repeats, ignore_index=True)
    drops = np.empty((len(blocks), n_repeats))
    for place, names in enumerate(blocks):
        shuffled = stacked.copy()
        for name in names:
            shuffled[name] = X[name].array.take(orders)
        proba = aligned_proba(model, shuffled, genres)
        for repeat in range(n_repeats):
            part = proba[repeat * n_tracks : (repeat + 1) * n_tracks]
            drops[place, repeat] = before - score(part)
    return drops
