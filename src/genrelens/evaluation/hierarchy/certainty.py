"""Choose from which probability on an answer counts as certain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from genrelens.evaluation.hierarchy.answering import answer_deepest

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.evaluation.hierarchy.tree_places import TreePlaces
    from genrelens.evaluation.scores import HeldOut

__all__ = ["FEWEST_ANSWERS", "CrosswiseAnswers", "answer_crosswise", "are_right"]

FEWEST_ANSWERS = 50
"""Answers at a level before its share of right ones is believed."""

_THRESHOLDS = tuple(round(0.10 + 0.02 * step, 2) for step in range(45))


@dataclass(frozen=True, slots=True)
class CrosswiseAnswers:
    """Answers to each fold by the threshold that the other folds chose.

    Parameters
    ----------
    answer : ndarray of int64, shape (n_tracks,)
        Place in `TreePlaces.names`; -1 for no answer.
    threshold : float or None
        What all folds together choose, for new tracks; None where no threshold
        does.
    notes : tuple of str
        Stated rules that came into play.
    """

    answer: NDArray[np.int64]
    threshold: float | None
    notes: tuple[str, ...]


def answer_crosswise(
    held_out: HeldOut,
    sums: NDArray[np.float64],
    places: TreePlaces,
    certainty: float,
) -> CrosswiseAnswers:
    """Answer each fold at the deepest level that the others show to be certain.

    The threshold is the lowest of 0.10, 0.12, ... 0.98 at which the wanted share
    of answers is right, of genres and of families each; a level with fewer than
    50 answers is only counted within all answers, and a threshold with fewer than
    50 answers in all is not believed.

    Parameters
    ----------
    held_out : HeldOut
        Out-of-fold predictions.
    sums : ndarray of float64, shape (n_tracks, n_names)
        From `genrelens.evaluation.hierarchy.answering.sum_over_names`.
    places : TreePlaces
        Genres on their tree.
    certainty : float
        Share of answers that are wanted right.

    Returns
    -------
    CrosswiseAnswers
    """
    tallies = _tally(held_out, sums, places)
    folds = np.unique(held_out.folds)
    answer = np.full(len(held_out.codes), -1, dtype=np.int64)
    threshold = _choose(tallies.sum(axis=1), certainty)
    if len(folds) == 1:
        note = "There is one fold only, so no threshold was chosen on other tracks."
        return CrosswiseAnswers(answer, threshold, (note,))
    n_without = 0
    for fold in folds:
        chosen = _choose(np.delete(tallies, fold, axis=1).sum(axis=1), certainty)
        if chosen is None:
            n_without += 1
            continue
        is_in = held_out.folds == fold
        answer[is_in] = answer_deepest(sums[is_in], places, chosen)
    if not n_without:
        return CrosswiseAnswers(answer, threshold, ())
    note = (
        f"For {n_without} of {len(folds)} folds no threshold made "
        f"{100 * certainty:g} % of "
        f"at least {FEWEST_ANSWERS} answers right; their tracks got no answer."
    )
    return CrosswiseAnswers(answer, threshold, (note,))


def are_right(
    places: TreePlaces, answer: NDArray[np.int64], codes: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Tell whether the true genre is or lies under the answer.

    Parameters
    ----------
    places : TreePlaces
        Genres on their tree.
    answer : ndarray of int64, shape (n_tracks,)
        Place in `places.names`; -1 for no answer, which is not right.
    codes : ndarray of int64, shape (n_tracks,)
        True genres.

    Returns
    -------
    ndarray of bool, shape (n_tracks,)
    """
    is_right: NDArray[np.bool_] = places.holds[answer, codes] & (answer >= 0)
    return is_right


def _tally(
    held_out: HeldOut, sums: NDArray[np.float64], places: TreePlaces
) -> NDArray[np.float64]:
    """Count answers and right ones: threshold, fold, level (genre, family), which."""
    n_folds = int(held_out.folds.max()) + 1
    tallies = np.zeros((len(_THRESHOLDS), n_folds, 2, 2))
    for number, threshold in enumerate(_THRESHOLDS):
        answer = answer_deepest(sums, places, threshold)
        given = np.flatnonzero(answer >= 0)
        is_right = are_right(places, answer[given], held_out.codes[given])
        place = held_out.folds[given] * 2 + (answer[given] >= places.n_genres)
        for which, weights in enumerate((None, is_right)):
            counts = np.bincount(place, weights, minlength=2 * n_folds)
            tallies[number, :, :, which] = counts.reshape(n_folds, 2)
    return tallies


def _choose(tallies: NDArray[np.float64], certainty: float) -> float | None:
    """Find the lowest threshold that keeps the promise at both levels."""
    for threshold, levels in zip(_THRESHOLDS, tallies, strict=True):
        told = [level for level in levels if level[0] >= FEWEST_ANSWERS]
        told.append(levels.sum(axis=0))
        if told[-1][0] < FEWEST_ANSWERS:
            return None
        if all(right >= certainty * given for given, right in told):
            return threshold
    return None
