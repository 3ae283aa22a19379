"""Measure how well each genre's probability ranks its own tracks above others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from genrelens.forest.compiling import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["RankedAuc", "SortedScores", "rank_genres", "sort_scores"]


@dataclass(frozen=True, slots=True)
class SortedScores:
    """Rows sorted within their folds by each genre's probability, done once.

    Parameters
    ----------
    order : ndarray of int32, shape (n_genres, n_rows)
        Rows by fold, then by rising probability.
    is_block_start : ndarray of uint8, shape (n_genres, n_rows)
        1 where a new probability begins, 2 where a new fold does.
    codes, folds, units : ndarray of int64, shape (n_rows,)
        Genre, fold and group of each row.
    """

    order: NDArray[np.int32]
    is_block_start: NDArray[np.uint8]
    codes: NDArray[np.int64]
    folds: NDArray[np.int64]
    units: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class RankedAuc:
    """Areas under the ROC curve, for several weightings of the groups at once.

    Parameters
    ----------
    one_vs_rest : ndarray of float64, shape (n_genres, n_weightings)
        Each genre against all others; NaN where no pair can be compared.
    one_vs_one : ndarray of float64, shape (n_weightings,)
        Mean over ordered pairs of genres that can be compared, else NaN.
    n_pairs : ndarray of int64, shape (n_weightings,)
        Number of those ordered pairs.
    """

    one_vs_rest: NDArray[np.float64]
    one_vs_one: NDArray[np.float64]
    n_pairs: NDArray[np.int64]


def sort_scores(
    codes: NDArray[np.int64],
    proba: NDArray[np.float64],
    folds: NDArray[np.int64],
    units: NDArray[np.int64],
) -> SortedScores:
    """Sort rows by each genre's probability, fold by fold.

    Parameters
    ----------
    codes, folds, units : ndarray of int64, shape (n_rows,)
        Genre, fold and group of each row.
    proba : ndarray of float64, shape (n_rows, n_genres)
        Probabilities.
    """
    n_rows, n_genres = proba.shape
    order = np.empty((n_genres, n_rows), dtype=np.int32)
    starts = np.empty((n_genres, n_rows), dtype=np.uint8)
    for genre in range(n_genres):
        by_score = np.lexsort((proba[:, genre], folds))
        scores, fold = proba[by_score, genre], folds[by_score]
        starts[genre, 0] = 2
        starts[genre, 1:] = np.where(np.diff(fold) != 0, 2, np.diff(scores) != 0)
        order[genre] = by_score
    return SortedScores(order, starts, codes, folds, units)


def rank_genres(scores: SortedScores, weights: NDArray[np.float64]) -> RankedAuc:
    """Compute one-vs-rest and one-vs-one areas, comparing only within folds.

    The area of genre ``g`` against another is the share of pairs, one track of
    each, in which the track of ``g`` has the higher probability of ``g``; a
    tie counts half. Only tracks of one fold are compared, for each fold has a
    model of its own; pairs are summed over folds. With a single fold the
    results are those of scikit-learn.

    Parameters
    ----------
    scores : SortedScores
        From `sort_scores`.
    weights : ndarray of float64, shape (n_groups, n_weightings)
        Weight of each group in each weighting.

    Returns
    -------
    RankedAuc

    References
    ----------
    D. Hand and R. Till (2001), A simple generalisation of the area under the
    ROC curve for multiple class classification problems, Machine Learning 45.
    """
    n_genres, n_weightings = len(scores.order), weights.shape[1]
    totals = np.zeros((int(scores.folds.max()) + 1, n_genres, n_weightings))
    _add_totals(scores.folds, scores.codes, scores.units, weights, totals)
    rest = np.full((n_genres, n_weightings), np.nan)
    pair_sum = np.zeros(n_weightings)
    n_pairs = np.zeros(n_weightings, dtype=np.int64)
    for genre in range(n_genres):
        own = totals[:, genre, :]
        pairs = np.einsum("fw,fgw->gw", own, totals)
        pairs[genre] = 0.0
        per_pair = np.divide(1.0, pairs, out=np.zeros_like(pairs), where=pairs > 0)
        won = np.zeros((2, n_weightings))
        _sweep(
            scores.order[genre],
            scores.is_block_start[genre],
            scores.codes,
            scores.units,
            weights,
            genre,
            per_pair,
            won,
        )
        all_pairs = pairs.sum(axis=0)
        np.divide(won[0], all_pairs, out=rest[genre], where=all_pairs > 0)
        pair_sum += won[1]
        n_pairs += (pairs > 0).sum(axis=0)
    one_vs_one = np.full(n_weightings, np.nan)
    np.divide(pair_sum, n_pairs, out=one_vs_one, where=n_pairs > 0)
    return RankedAuc(rest, one_vs_one, n_pairs)


@compiled
def _add_totals(
    folds: NDArray[np.int64],
    codes: NDArray[np.int64],
    units: NDArray[np.int64],
    weights: NDArray[np.float64],
    totals: NDArray[np.float64],
) -> None:
    for row in range(len(codes)):
        into = totals[folds[row], codes[row]]
        weight = weights[units[row]]
        for w in range(len(weight)):
            into[w] += weight[w]


@compiled
def _sweep(
    order: NDArray[np.int32],
    starts: NDArray[np.uint8],
    codes: NDArray[np.int64],
    units: NDArray[np.int64],
    weights: NDArray[np.float64],
    genre: int,
    per_pair: NDArray[np.float64],
    won: NDArray[np.float64],
) -> None:
    """Go up the probabilities; add what each track of the genre has below it.

    `below[0]` holds the weight of other tracks so far, `below[1]` the same
    with each genre's pairs counted as one (the Hand-Till mean).
    """
    n_rows, n_weightings = len(order), weights.shape[1]
    below = np.zeros((2, n_weightings))
    tied = np.zeros((2, n_weightings))
    own = np.zeros(n_weightings)
    start = 0
    while start < n_rows:
        end = start + 1
        has_own = codes[order[start]] == genre
        while end < n_rows and starts[end] == 0:
            has_own = has_own or codes[order[end]] == genre
            end += 1
        if starts[start] == 2:  # noqa: PLR2004
            below[:] = 0.0
        into = tied if has_own else below
        if has_own:
            own[:] = 0.0
            tied[:] = 0.0
        _gather(order[start:end], codes, units, weights, genre, per_pair, own, into)
        if has_own:
            for w in range(n_weightings):
                won[0, w] += own[w] * (below[0, w] + 0.5 * tied[0, w])
                won[1, w] += own[w] * (below[1, w] + 0.5 * tied[1, w])
                below[0, w] += tied[0, w]
                below[1, w] += tied[1, w]
        start = end


@compiled
def _gather(
    block: NDArray[np.int32],
    codes: NDArray[np.int64],
    units: NDArray[np.int64],
    weights: NDArray[np.float64],
    genre: int,
    per_pair: NDArray[np.float64],
    own: NDArray[np.float64],
    into: NDArray[np.float64],
) -> None:
    """Add up the weights of tracks with one probability."""
    for row in block:
        weight = weights[units[row]]
        if codes[row] == genre:
            for w in range(len(weight)):
                own[w] += weight[w]
        else:
            share = per_pair[codes[row]]
            for w in range(len(weight)):
                into[0, w] += weight[w]
                into[1, w] += weight[w] * share[w]
