"""Score how badly each genre fits a track, given the model's probabilities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["FREE_RANKS", "PENALTY", "SCORES", "SetScore", "misfits"]

SetScore = Literal["lac", "aps", "raps"]
SCORES: tuple[SetScore, ...] = ("lac", "aps", "raps")

PENALTY, FREE_RANKS = 0.1, 2
"""RAPS adds so much for each rank behind so many."""


def misfits(
    proba: NDArray[np.float64],
    score: SetScore,
    *,
    penalty: float = PENALTY,
    free_ranks: int = FREE_RANKS,
) -> NDArray[np.float64]:
    """Score every genre of every track; the higher, the worse it fits.

    ``"lac"`` is one minus the genre's probability. ``"aps"`` is the sum of the
    probabilities of all genres that come before it, and half its own; the
    published score takes a random part of its own in place of the half, which
    would give one track another answer on each run. ``"raps"`` adds a penalty for
    each rank behind the first few. Of genres of equal probability the first comes
    first.

    Parameters
    ----------
    proba : ndarray of float64, shape (n_tracks, n_genres)
        Probabilities.
    score : {"lac", "aps", "raps"}
        Which score.
    penalty : float
        Of each rank, not negative; used by ``"raps"``.
    free_ranks : int
        Ranks without a penalty; used by ``"raps"``.

    Returns
    -------
    ndarray of float64, shape (n_tracks, n_genres)
        From 0 to 1, and above 1 by ``"raps"``.

    References
    ----------
    M. Sadinle et al. (2019), Least ambiguous set-valued classifiers with bounded
    error levels, JASA 114 (LAC); Y. Romano et al. (2020), Classification with
    valid and adaptive coverage, NeurIPS (APS); A. Angelopoulos et al. (2021),
    Uncertainty sets for image classifiers using conformal prediction, ICLR (RAPS).

    Examples
    --------
    >>> misfits(np.array([[0.5, 0.3, 0.2]]), "lac")
    array([[0.5, 0.7, 0.8]])
    >>> misfits(np.array([[0.5, 0.3, 0.2]]), "aps")
    array([[0.25, 0.65, 0.9 ]])
    """
    if score == "lac":
        return np.asarray(1.0 - proba)
    order = np.argsort(-proba, axis=1, kind="stable")
    ordered = np.take_along_axis(proba, order, axis=1)
    before = np.cumsum(ordered, axis=1) - ordered / 2
    if score == "raps":
        ranks = np.arange(1, proba.shape[1] + 1)
        before += penalty * np.maximum(ranks - free_ranks, 0)
    placed = np.empty_like(before)
    np.put_along_axis(placed, order, before, axis=1)
    return placed
