"""Decide for each track whether to write a genre, ask, or leave it alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from genrelens.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.evaluation.prediction_sets.decision_rule import DecisionRule
    from genrelens.evaluation.prediction_sets.set_rule import SetRule

__all__ = ["ACTIONS", "REASONS", "Decisions", "decide"]

ACTIONS = ("write", "ask", "leave")
REASONS: dict[str, str] = {
    "sure": "the model is sure enough of one genre",
    "several": "a few genres fit, and none is sure enough",
    "unsure": "one genre fits best, but the model is not sure enough of it",
    "many": "too many genres fit to choose from",
    "none": "no genre fits",
    "novel": "the track is unlike those that the model has learnt from",
}
"""Why a track was decided as it was, in words."""


@dataclass(frozen=True, slots=True)
class Decisions:
    """What is to be done with each track.

    Parameters
    ----------
    actions : ndarray of str, shape (n_tracks,)
        ``"write"``, ``"ask"`` or ``"leave"``.
    candidates : ndarray of bool, shape (n_tracks, n_genres)
        The one genre that is written, or the few that are asked about; none for
        a track that is left.
    reasons : ndarray of str, shape (n_tracks,)
        Keys of `REASONS`.
    """

    actions: NDArray[np.str_]
    candidates: NDArray[np.bool_]
    reasons: NDArray[np.str_]


def decide(
    proba: NDArray[np.float64],
    set_rule: SetRule,
    decision_rule: DecisionRule,
    *,
    max_error: float,
    is_novel: NDArray[np.bool_] | None = None,
) -> Decisions:
    """Decide what to do with each track.

    A genre is written if it is the most probable one, belongs to the track's set,
    and is as probable as the rule asks for. A person is asked where the set has two
    or three genres, or one that is not probable enough; then the runner-up is
    offered beside it. A track is left alone if no genre fits, too many do, or it
    is unlike everything that was learnt from.

    Parameters
    ----------
    proba : ndarray of float64, shape (n_tracks, n_genres)
        Calibrated probabilities.
    set_rule : SetRule
        Which genres a track may have.
    decision_rule : DecisionRule
        From which probability on a genre is written.
    max_error : float
        Largest share of wrong tags among those written, above 0 and below 1.
    is_novel : ndarray of bool, shape (n_tracks,), optional
        Tracks unlike everything that was learnt from; none where not given.

    Returns
    -------
    Decisions

    Raises
    ------
    InputError
        If the genres do not fit, or the share cannot be one.
    """
    sets = set_rule.sets(proba, max_error)
    novel = np.zeros(len(proba), dtype=bool) if is_novel is None else is_novel
    if novel.shape != proba.shape[:1]:
        raise InputError(
            f"Novelty of shape {novel.shape} was given for {len(proba)} tracks. Give "
            "one yes or no a track."
        )
    best = proba.argmax(axis=1)
    is_probable = proba.max(axis=1) >= decision_rule.threshold(max_error)
    is_sure = is_probable & sets[np.arange(len(proba)), best]
    reasons = _find_reasons(sets.sum(axis=1), is_sure, novel, decision_rule.most_asked)
    actions = np.select(
        [reasons == "sure", np.isin(reasons, ("unsure", "several"))],
        ["write", "ask"],
        default="leave",
    )
    candidates = sets & (actions == "ask")[:, np.newaxis]
    is_written = np.flatnonzero(actions == "write")
    candidates[is_written, best[is_written]] = True
    is_doubted = np.flatnonzero(reasons == "unsure")
    candidates[is_doubted, _best_other(proba[is_doubted], sets[is_doubted])] = True
    return Decisions(actions, candidates, reasons)


def _find_reasons(
    sizes: NDArray[np.int64],
    is_sure: NDArray[np.bool_],
    is_novel: NDArray[np.bool_],
    most_asked: int,
) -> NDArray[np.str_]:
    """Give the first reason that holds for each track."""
    return np.select(
        [is_novel, is_sure, sizes == 0, sizes == 1, sizes <= most_asked],
        ["novel", "sure", "none", "unsure", "several"],
        default="many",
    )


def _best_other(
    proba: NDArray[np.float64], sets: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Give the most probable genre outside each set."""
    return np.asarray(np.where(sets, -1.0, proba).argmax(axis=1), dtype=np.int64)
