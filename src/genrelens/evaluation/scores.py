"""Score genre probabilities against true genres, for many weightings at once.

Conventions: genres are codes from 0 in a fixed order; probabilities have one
column a genre. The predicted genre is the most probable, of equal ones the
first; the first three are found the same way. A genre without tracks is left
out of every mean over genres. A genre that is never predicted has precision 0.
A probability of 0 counts as 2.2e-16 in the log-loss.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from genrelens.errors import InputError
from genrelens.evaluation.ranking import rank_genres, sort_scores
from genrelens.evaluation.reliability import calibration_errors
from genrelens.evaluation.results import METRICS
from genrelens.forest.compiling import compiled

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from genrelens.evaluation.ranking import SortedScores

__all__ = [
    "HeldOut",
    "WeightedScores",
    "score",
    "score_weighted",
    "top_genres",
]

_FIRST = 3


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Held-out predictions of one pass, sorted once for repeated scoring.

    Parameters
    ----------
    codes : ndarray of int64, shape (n_tracks,)
        True genre of each track.
    proba : ndarray of float64, shape (n_tracks, n_genres)
        Probabilities.
    folds : ndarray of int64, shape (n_tracks,)
        Fold of each track; areas compare tracks of one fold only.
    units : ndarray of int64, shape (n_tracks,)
        Group of each track, as row of the weights.
    ranks : SortedScores
        From `sort_scores`.
    """

    codes: NDArray[np.int64]
    proba: NDArray[np.float64]
    folds: NDArray[np.int64]
    units: NDArray[np.int64]
    ranks: SortedScores

    @classmethod
    def of(
        cls,
        codes: ArrayLike,
        proba: ArrayLike,
        *,
        folds: ArrayLike | None = None,
        units: ArrayLike | None = None,
    ) -> HeldOut:
        """Check the predictions and sort them.

        Parameters
        ----------
        codes, proba, folds, units
            As in the class; one fold, and every track its own group, where
            not given.

        Raises
        ------
        InputError
            If shapes, codes or probabilities cannot be right.
        """
        true = np.asarray(codes, dtype=np.int64)
        given = np.ascontiguousarray(proba, dtype=np.float64)
        _check(true, given)
        fold = np.zeros_like(true) if folds is None else np.asarray(folds, np.int64)
        unit = np.arange(len(true)) if units is None else np.asarray(units, np.int64)
        return cls(true, given, fold, unit, sort_scores(true, given, fold, unit))


@dataclass(frozen=True, slots=True)
class WeightedScores:
    """Scores under several weightings; NaN marks what is not defined in one.

    Parameters
    ----------
    metrics : dict of str to ndarray of float64, shape (n_weightings,)
        By names of `METRICS`; ``top_3_accuracy`` is defined from four genres on.
    by_genre : dict of str to ndarray of float64, shape (n_genres, n_weightings)
        ``precision``, ``recall``, ``f1`` and ``auc``; NaN for a genre without
        tracks.
    """

    metrics: dict[str, NDArray[np.float64]]
    by_genre: dict[str, NDArray[np.float64]]


def score(
    codes: ArrayLike,
    proba: ArrayLike,
    weights: ArrayLike | None = None,
    *,
    folds: ArrayLike | None = None,
) -> dict[str, float]:
    """Compute every score of `METRICS` once.

    Parameters
    ----------
    codes : array-like of int, shape (n_tracks,)
        True genre of each track.
    proba : array-like of float, shape (n_tracks, n_genres)
        Probabilities.
    weights : array-like of float, shape (n_tracks,), optional
        Weight of each track; 1 where not given.
    folds : array-like of int, shape (n_tracks,), optional
        Areas compare tracks of one fold only; all are compared where not given.

    Returns
    -------
    dict of str to float
        A score that is not defined is absent.

    Raises
    ------
    InputError
        If shapes, codes, probabilities or weights cannot be right.

    Examples
    --------
    >>> scores = score([0, 1, 1], [[0.9, 0.1], [0.2, 0.8], [0.6, 0.4]])
    >>> scores["accuracy"], scores["macro_auc_ovr"]
    (0.6666666666666666, 1.0)
    """
    held_out = HeldOut.of(codes, proba, folds=folds)
    given = np.ones(len(held_out.codes)) if weights is None else np.asarray(weights)
    is_sound = (
        given.shape == held_out.codes.shape
        and np.isfinite(given).all()
        and (given >= 0).all()
        and given.any()
    )
    if not is_sound:
        raise InputError(
            f"The weights must be one number of at least 0 for each of "
            f"{len(held_out.codes)} tracks, not all 0; shape {given.shape} was given."
        )
    metrics = score_weighted(held_out, given.astype(np.float64)[:, np.newaxis]).metrics
    return {
        name: float(values[0])
        for name, values in metrics.items()
        if np.isfinite(values[0])
    }


def score_weighted(held_out: HeldOut, weights: NDArray[np.float64]) -> WeightedScores:
    """Compute every score under many weightings of the groups.

    Parameters
    ----------
    held_out : HeldOut
        Predictions.
    weights : ndarray of float64, shape (n_groups, n_weightings)
        Weight of each group in each weighting.

    Returns
    -------
    WeightedScores

    References
    ----------
    D. Hand and R. Till (2001) for ``macro_auc_ovo``; C. Guo et al. (2017) for
    ``calibration_error``.
    """
    by_genre, near, loss = _count(held_out, weights)
    right, true, taken = by_genre
    total = true.sum(axis=0)
    has_any, is_there = total > 0, true > 0
    auc = rank_genres(held_out.ranks, weights)
    recall = _ratio(right, true, where=is_there)
    f1 = _ratio(2 * right, true + taken, where=is_there)
    precision = _ratio(right, taken, where=taken > 0, other=0.0)
    precision[~is_there] = np.nan
    is_telling = has_any & (len(true) > _FIRST)
    metrics = {
        "accuracy": _ratio(right.sum(axis=0), total, where=has_any),
        "balanced_accuracy": _mean_over_genres(recall),
        "macro_f1": _mean_over_genres(f1),
        "top_3_accuracy": _ratio(near, total, where=is_telling),
        "macro_auc_ovr": _mean_over_genres(auc.one_vs_rest),
        "macro_auc_ovo": auc.one_vs_one,
        "log_loss": _ratio(loss, total, where=has_any),
        "calibration_error": calibration_errors(
            held_out.codes, held_out.proba, held_out.units, weights
        ),
    }
    genre_scores = {"precision": precision, "recall": recall, "f1": f1}
    return WeightedScores(
        metrics={name: metrics[name] for name in METRICS},
        by_genre={**genre_scores, "auc": auc.one_vs_rest},
    )


def top_genres(proba: NDArray[np.float64], n_first: int) -> NDArray[np.int64]:
    """Give the most probable genres of each track; of equal ones the first.

    Parameters
    ----------
    proba : ndarray of float64, shape (n_tracks, n_genres)
        Probabilities.
    n_first : int
        How many genres.

    Returns
    -------
    ndarray of int64, shape (n_tracks, min(n_first, n_genres))
    """
    return np.argsort(-proba, axis=1, kind="stable")[:, :n_first].astype(np.int64)


def _check(codes: NDArray[np.int64], proba: NDArray[np.float64]) -> None:
    if proba.ndim != 2 or codes.shape != proba.shape[:1] or proba.size == 0:  # noqa: PLR2004
        raise InputError(
            f"Genres of shape {codes.shape} and probabilities of shape {proba.shape} "
            f"do not fit. Give one genre and one row of probabilities a track."
        )
    if codes.min() < 0 or codes.max() >= proba.shape[1]:
        raise InputError(
            f"Genre codes reach from {codes.min()} to {codes.max()}, and there are "
            f"{proba.shape[1]} columns of probabilities. Count codes from 0."
        )
    is_wrong = ~((proba >= 0) & (proba <= 1 + 1e-9)).all(axis=1)
    is_wrong |= np.abs(proba.sum(axis=1) - 1) > 1e-6  # noqa: PLR2004
    if is_wrong.any():
        raise InputError(
            f"{is_wrong.sum()} of {len(proba)} rows of probabilities do not lie "
            f"between 0 and 1 with a sum of 1, e.g. row {int(is_wrong.argmax())}. Give "
            f"the output of predict_proba."
        )


def _count(
    held_out: HeldOut, weights: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Sum weights: per genre right, true and predicted; near answers; losses."""
    n_genres, n_weightings = held_out.proba.shape[1], weights.shape[1]
    predicted, is_near, loss = _judge(held_out.codes, held_out.proba)
    by_genre = np.zeros((3, n_genres, n_weightings))
    sums = np.zeros((2, n_weightings))
    _tally(
        held_out.codes,
        predicted,
        is_near,
        loss,
        held_out.units,
        weights,
        by_genre,
        sums,
    )
    return by_genre, sums[0], sums[1]


def _judge(
    codes: NDArray[np.int64], proba: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.bool_], NDArray[np.float64]]:
    """Give each track's predicted genre, whether its own is near, and its loss."""
    own = proba[np.arange(len(codes)), codes]
    is_ahead = proba > own[:, np.newaxis]
    is_ahead |= (proba == own[:, np.newaxis]) & (
        np.arange(proba.shape[1]) < codes[:, np.newaxis]
    )
    floor = np.finfo(np.float64).eps
    loss = -np.log(np.clip(own, floor, 1.0))
    return proba.argmax(axis=1), is_ahead.sum(axis=1) < _FIRST, loss


def _ratio(
    above: NDArray[np.float64],
    below: NDArray[np.float64],
    *,
    where: NDArray[np.bool_],
    other: float = np.nan,
) -> NDArray[np.float64]:
    ratio: NDArray[np.float64] = np.full(above.shape, float(other))
    return np.divide(above, below, out=ratio, where=where)


def _mean_over_genres(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Average over the genres where a value is defined, for each weighting."""
    is_defined = np.isfinite(values)
    counts = is_defined.sum(axis=0)
    return _ratio(np.where(is_defined, values, 0).sum(axis=0), counts, where=counts > 0)


@compiled
def _tally(
    codes: NDArray[np.int64],
    predicted: NDArray[np.int64],
    is_near: NDArray[np.bool_],
    loss: NDArray[np.float64],
    units: NDArray[np.int64],
    weights: NDArray[np.float64],
    by_genre: NDArray[np.float64],
    sums: NDArray[np.float64],
) -> None:
    for row in range(len(codes)):
        weight = weights[units[row]]
        own, taken = codes[row], predicted[row]
        for w in range(len(weight)):
            by_genre[1, own, w] += weight[w]
            by_genre[2, taken, w] += weight[w]
            sums[1, w] += weight[w] * loss[row]
        if own == taken:
            for w in range(len(weight)):
                by_genre[0, own, w] += weight[w]
        if is_near[row]:
            for w in range(len(weight)):
                sums[0, w] += weight[w]
