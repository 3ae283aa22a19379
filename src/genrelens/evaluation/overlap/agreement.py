"""Score right answers, and those beyond chance, with genres merged or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.evaluation.overlap.resampling import GroupDraws

__all__ = ["Agreement", "agree", "merge_answers"]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Accuracy and Cohen's kappa, over all tracks and in each drawing.

    Parameters
    ----------
    is_right : ndarray of bool, shape (n_tracks,)
        Whether each answer is right.
    accuracy, kappa : float
        Over all tracks.
    drawn_accuracy, drawn_kappa : ndarray of float64, shape (n_replicates,)
        In each drawing; NaN where not defined.
    """

    is_right: NDArray[np.bool_]
    accuracy: float
    kappa: float
    drawn_accuracy: NDArray[np.float64]
    drawn_kappa: NDArray[np.float64]


def agree(
    true: NDArray[np.int64], predicted: NDArray[np.int64], draws: GroupDraws
) -> Agreement:
    """Compare answers with true genres.

    Kappa is ``(p - c) / (1 - c)``, with ``p`` the share of right answers and ``c``
    the share that would be right if answers were dealt out at random, as often as
    they were given. It is 0 for that and 1 where all are right.

    Parameters
    ----------
    true, predicted : ndarray of int64, shape (n_tracks,)
        Genres as numbers from 0 on.
    draws : GroupDraws
        Of the same tracks.

    Returns
    -------
    Agreement

    References
    ----------
    J. Cohen (1960), A coefficient of agreement for nominal scales, Educational
    and Psychological Measurement 20.
    """
    is_right = true == predicted
    n_genres = int(max(true.max(), predicted.max())) + 1
    drawn_right = draws.sums(is_right.astype(np.float64))
    counts = [
        _count_by_genre(codes, draws.units, draws.n_groups, n_genres)
        for codes in (true, predicted)
    ]
    drawn_right, drawn_chance, drawn_total = (
        np.empty(draws.weights.shape[1]),
        np.empty(draws.weights.shape[1]),
        np.empty(draws.weights.shape[1]),
    )
    right = np.bincount(draws.units, is_right, minlength=draws.n_groups)
    for start in range(0, draws.weights.shape[1], _BATCH):
        batch = slice(start, start + _BATCH)
        weights = draws.weights[:, batch].astype(np.float64)
        of_true, of_predicted = (count @ weights for count in counts)
        drawn_right[batch] = right @ weights
        drawn_chance[batch] = (of_true * of_predicted).sum(axis=0)
        drawn_total[batch] = of_true.sum(axis=0)
    ones = np.ones(draws.n_groups)
    totals = [count @ ones for count in counts]
    accuracy, kappa = _score(
        np.array([is_right.sum()], dtype=np.float64),
        np.array([totals[0] @ totals[1]]),
        np.array([float(len(true))]),
    )
    drawn = _score(drawn_right, drawn_chance, drawn_total)
    return Agreement(is_right, float(accuracy[0]), float(kappa[0]), *drawn)


def merge_answers(
    best: NDArray[np.int64],
    top: NDArray[np.float64],
    both: NDArray[np.float64],
    pair: tuple[int, int],
) -> NDArray[np.int64]:
    """Give the best answer of each track after two genres became one.

    Only tracks on which the sum of the two overtakes the best answer change.

    Parameters
    ----------
    best : ndarray of int64, shape (n_tracks,)
        The best answer before.
    top : ndarray of float64, shape (n_tracks,)
        Its probability.
    both : ndarray of float64, shape (n_tracks,)
        Sum of the probabilities of the two.
    pair : tuple of two int
        The two; the merged genre keeps the number of the first.

    Returns
    -------
    ndarray of int64, shape (n_tracks,)
    """
    is_taken = (both > top) | (best == pair[0]) | (best == pair[1])
    return np.where(is_taken, pair[0], best)


_BATCH = 64


def _count_by_genre(
    codes: NDArray[np.int64], units: NDArray[np.int64], n_groups: int, n_genres: int
) -> csr_array:
    ones = np.ones(len(codes))
    return csr_array((ones, (codes, units)), shape=(n_genres, n_groups))


def _score(
    right: NDArray[np.float64],
    chance: NDArray[np.float64],
    total: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give accuracy and kappa from counts; NaN where not defined."""
    accuracy = np.divide(right, total, out=np.full(len(right), np.nan), where=total > 0)
    by_chance = np.divide(
        chance, total**2, out=np.full(len(right), np.nan), where=total > 0
    )
    kappa = np.divide(
        accuracy - by_chance,
        1 - by_chance,
        out=np.full(len(right), np.nan),
        where=by_chance < 1,
    )
    return accuracy, kappa
