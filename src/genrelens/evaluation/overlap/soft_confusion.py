"""Measure how much probability tracks of each genre lend to every other genre."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.evaluation.scores import HeldOut

__all__ = ["alikeness", "mean_answers"]


def mean_answers(held_out: HeldOut) -> NDArray[np.float64]:
    """Average the probabilities over the tracks of each genre.

    Parameters
    ----------
    held_out : HeldOut
        Out-of-fold predictions.

    Returns
    -------
    ndarray of float64, shape (n_genres, n_genres)
        True genre by answer; rows sum to 1, and to 0 for a genre without tracks.
    """
    n_genres = held_out.proba.shape[1]
    order = np.argsort(held_out.codes, kind="stable")
    sizes = np.bincount(held_out.codes, minlength=n_genres)
    has_any = np.flatnonzero(sizes)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])[has_any]
    answers = np.zeros((n_genres, n_genres))
    answers[has_any] = np.add.reduceat(held_out.proba[order], starts, axis=0)
    return answers / np.maximum(sizes, 1)[:, np.newaxis]


def alikeness(answers: NDArray[np.float64]) -> NDArray[np.float64]:
    """Compare what genres lend to each other with what they keep.

    Parameters
    ----------
    answers : ndarray of float64, shape (n_genres, n_genres)
        From `mean_answers`.

    Returns
    -------
    ndarray of float64, shape (n_genres, n_genres)
        ``(A[g, h] + A[h, g]) / (A[g, g] + A[h, h])``, at most 1: 0 where neither
        lends anything to the other, 1 where each lends as much as it keeps. 1 on
        the diagonal; 0 for pairs that keep nothing and lend nothing.
    """
    kept = np.diag(answers)
    both = np.add.outer(kept, kept)
    lent = answers + answers.T
    alike: NDArray[np.float64] = np.where(lent > 0, 1.0, 0.0)
    np.divide(lent, both, out=alike, where=both > 0)
    np.fill_diagonal(alike, 1.0)
    return np.minimum(alike, 1.0)
