"""Score right answers, and those beyond chance, with genres merged or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from genrelens.forest.compiling import compiled

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
    plain = np.ones((draws.n_groups, 1), dtype=np.uint8)
    (accuracy,), (kappa,) = _score(true, predicted, draws.units, plain, n_genres)
    drawn = _score(true, predicted, draws.units, draws.weights, n_genres)
    return Agreement(is_right, float(accuracy), float(kappa), *drawn)


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


def _score(
    true: NDArray[np.int64],
    predicted: NDArray[np.int64],
    units: NDArray[np.int64],
    weights: NDArray[np.uint8],
    n_genres: int,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give accuracy and kappa for each weighting; NaN where not defined."""
    n_weightings = weights.shape[1]
    right = np.zeros(n_weightings)
    of_true = np.zeros((n_genres, n_weightings))
    of_predicted = np.zeros((n_genres, n_weightings))
    _count(true, predicted, units, weights, right, of_true, of_predicted)
    total = of_true.sum(axis=0)
    chance = (of_true * of_predicted).sum(axis=0)
    nothing = np.full(n_weightings, np.nan)
    accuracy = np.divide(right, total, out=nothing.copy(), where=total > 0)
    by_chance = np.divide(chance, total**2, out=nothing.copy(), where=total > 0)
    kappa = np.divide(
        accuracy - by_chance, 1 - by_chance, out=nothing, where=by_chance < 1
    )
    return accuracy, kappa


@compiled
def _count(
    true: NDArray[np.int64],
    predicted: NDArray[np.int64],
    units: NDArray[np.int64],
    weights: NDArray[np.uint8],
    right: NDArray[np.float64],
    of_true: NDArray[np.float64],
    of_predicted: NDArray[np.float64],
) -> None:
    for row in range(len(true)):
        weight = weights[units[row]]
        own, taken = of_true[true[row]], of_predicted[predicted[row]]
        for w in range(len(right)):
            own[w] += weight[w]
            taken[w] += weight[w]
        if true[row] == predicted[row]:
            for w in range(len(right)):
                right[w] += weight[w]
