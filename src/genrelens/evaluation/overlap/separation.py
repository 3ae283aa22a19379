"""Measure how well two genres are told apart by what the model gives to each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from genrelens.forest.compiling import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.evaluation.scores import HeldOut

__all__ = ["separate_all_pairs", "separate_pair"]


def separate_all_pairs(held_out: HeldOut) -> NDArray[np.float64]:
    """Compute the one-against-one AUC of every pair of genres.

    For genres ``g`` and ``h`` the tracks of both are ranked by
    ``P(g) / (P(g) + P(h))``. The area is the share of pairs, one track of each,
    in which the track of ``g`` ranks higher; ties count half. Only tracks of one
    fold are compared, for each fold has a model of its own.

    Parameters
    ----------
    held_out : HeldOut
        Out-of-fold predictions.

    Returns
    -------
    ndarray of float64, shape (n_genres, n_genres)
        Symmetric; NaN on the diagonal and where no fold holds both genres.

    References
    ----------
    D. Hand and R. Till (2001), A simple generalisation of the area under the ROC
    curve for multiple class classification problems, Machine Learning 45.
    """
    n_genres, n_folds = held_out.proba.shape[1], int(held_out.folds.max()) + 1
    place = held_out.codes * n_folds + held_out.folds
    order = np.argsort(place, kind="stable")
    starts = np.searchsorted(place[order], np.arange(n_genres * n_folds + 1))
    areas = np.full((n_genres, n_genres), np.nan)
    _fill_areas(held_out.proba, order, starts, n_folds, areas)
    return areas


def separate_pair(
    held_out: HeldOut,
    sides: tuple[NDArray[np.bool_], NDArray[np.bool_]],
    weights: NDArray[np.uint8],
) -> tuple[float, NDArray[np.float64]]:
    """Compute the area between two sets of genres, plainly and in each drawing.

    Parameters
    ----------
    held_out : HeldOut
        Out-of-fold predictions.
    sides : tuple of two ndarray of bool, shape (n_genres,)
        Genres of either set; the probability of a set is the sum of theirs.
    weights : ndarray of uint8, shape (n_groups, n_replicates)
        How often each group was drawn.

    Returns
    -------
    float
        Over all tracks of both; NaN where no fold holds both.
    ndarray of float64, shape (n_replicates,)
        In each drawing; NaN where nothing can be compared.
    """
    rows = np.flatnonzero((sides[0] | sides[1])[held_out.codes])
    proba = held_out.proba[rows]
    first, second = (proba @ side.astype(np.float64) for side in sides)
    score = _lean(first, second)
    folds = held_out.folds[rows]
    order = np.lexsort((score, folds))
    score, folds = score[order], folds[order]
    starts = np.zeros(len(rows), dtype=np.uint8)
    starts[1:] = np.where(np.diff(folds) != 0, 2, np.diff(score) != 0)
    starts[:1] = 2
    is_first = sides[0][held_out.codes[rows[order]]]
    units = held_out.units[rows[order]]
    plain = np.ones((int(held_out.units.max()) + 1, 1), dtype=np.uint8)
    value = _areas(starts, is_first, units, plain)[0]
    return float(value), _areas(starts, is_first, units, weights)


def _lean(
    first: NDArray[np.float64], second: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Give the first side's share of both; a half where neither got anything."""
    both = first + second
    share: NDArray[np.float64] = np.full(len(both), 0.5)
    return np.divide(first, both, out=share, where=both > 0)


def _areas(
    starts: NDArray[np.uint8],
    is_first: NDArray[np.bool_],
    units: NDArray[np.int64],
    weights: NDArray[np.uint8],
) -> NDArray[np.float64]:
    won, pairs = np.zeros(weights.shape[1]), np.zeros(weights.shape[1])
    _sweep(starts, is_first, units, weights, won, pairs)
    areas: NDArray[np.float64] = np.full(len(won), np.nan)
    return np.divide(won, pairs, out=areas, where=pairs > 0)


@compiled
def _fill_areas(
    proba: NDArray[np.float64],
    order: NDArray[np.int64],
    starts: NDArray[np.int64],
    n_folds: int,
    areas: NDArray[np.float64],
) -> None:
    """Compare the tracks of each pair of genres, fold by fold."""
    n_genres = len(areas)
    for g in range(n_genres):
        for h in range(g + 1, n_genres):
            won, pairs = 0.0, 0.0
            for fold in range(n_folds):
                of_g = order[
                    starts[g * n_folds + fold] : starts[g * n_folds + fold + 1]
                ]
                of_h = order[
                    starts[h * n_folds + fold] : starts[h * n_folds + fold + 1]
                ]
                if len(of_g) > 0 and len(of_h) > 0:
                    won += _count_won(proba, of_g, of_h, g, h)
                    pairs += len(of_g) * len(of_h)
            if pairs > 0:
                areas[g, h] = won / pairs
                areas[h, g] = areas[g, h]


@compiled
def _count_won(
    proba: NDArray[np.float64],
    of_g: NDArray[np.int64],
    of_h: NDArray[np.int64],
    g: int,
    h: int,
) -> float:
    """Count the pairs in which the track of ``g`` ranks higher, ties half."""
    high = np.empty(len(of_g))
    for i in range(len(of_g)):
        both = proba[of_g[i], g] + proba[of_g[i], h]
        high[i] = proba[of_g[i], g] / both if both > 0 else 0.5
    low = np.empty(len(of_h))
    for i in range(len(of_h)):
        both = proba[of_h[i], g] + proba[of_h[i], h]
        low[i] = proba[of_h[i], g] / both if both > 0 else 0.5
    high.sort()
    low.sort()
    won, below, up_to = 0.0, 0, 0
    for score in high:
        while below < len(low) and low[below] < score:
            below += 1
        while up_to < len(low) and low[up_to] <= score:
            up_to += 1
        won += 0.5 * (below + up_to)
    return won


@compiled
def _sweep(
    starts: NDArray[np.uint8],
    is_first: NDArray[np.bool_],
    units: NDArray[np.int64],
    weights: NDArray[np.uint8],
    won: NDArray[np.float64],
    pairs: NDArray[np.float64],
) -> None:
    """Go up the scores of each fold; add what each first track has below it."""
    n_rows, n_replicates = len(starts), weights.shape[1]
    below = np.zeros(n_replicates)
    tied = np.zeros(n_replicates)
    own = np.zeros(n_replicates)
    all_own = np.zeros(n_replicates)
    for row in range(n_rows + 1):
        if row == n_rows or starts[row] > 0:
            for w in range(n_replicates):
                won[w] += own[w] * (below[w] + 0.5 * tied[w])
                below[w] += tied[w]
                all_own[w] += own[w]
                own[w] = 0.0
                tied[w] = 0.0
        if row == n_rows or starts[row] == 2:  # noqa: PLR2004
            for w in range(n_replicates):
                pairs[w] += all_own[w] * below[w]
                below[w] = 0.0
                all_own[w] = 0.0
        if row < n_rows:
            weight = weights[units[row]]
            into = own if is_first[row] else tied
            for w in range(n_replicates):
                into[w] += weight[w]
