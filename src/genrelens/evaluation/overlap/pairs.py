"""Find the pairs of genres that these columns cannot tell apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from genrelens.evaluation.overlap.results import PairOverlap
from genrelens.evaluation.overlap.separation import separate_all_pairs, separate_pair
from genrelens.evaluation.overlap.soft_confusion import mean_answers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from genrelens.evaluation.overlap.resampling import GroupDraws
    from genrelens.evaluation.results import Estimate
    from genrelens.evaluation.scores import HeldOut

__all__ = ["BOUND", "PairStudy", "correct_for_many", "study_pairs"]

BOUND = 0.75
"""One-against-one AUC below which two genres count as not told apart: half-way
between a coin toss (0.5) and telling all of them apart (1)."""

_MOST_LOWEST, _FEWEST_LOWEST = 100, 10
_MOST_SHARING, _LEAST_SHARE = 20, 0.1
_NEAR = 0.05  # above the bound, a pair is still looked at
_FEWEST_GROUPS = 10
_LEVEL = 0.05
_CONSERVATIVE = 0.5


@dataclass(frozen=True, slots=True)
class PairStudy:
    """Pairs of genres, and what was left out.

    Parameters
    ----------
    pairs : tuple of PairOverlap
        The least separated first.
    n_pairs : int
        Pairs that can be compared.
    notes : tuple of str
        Stated rules that came into play.
    """

    pairs: tuple[PairOverlap, ...]
    n_pairs: int
    notes: tuple[str, ...]


def study_pairs(
    held_out: HeldOut,
    genres: Sequence[str],
    draws: GroupDraws,
    *,
    shared: NDArray[np.int64] | None,
    shares: NDArray[np.float64] | None,
    bound: float = BOUND,
) -> PairStudy:
    """Compare every pair of genres, and put intervals about the closest.

    Every pair's one-against-one AUC is computed; intervals only for pairs below
    `bound` or near it (at most 100, at least the 10 lowest), and for the 20 pairs
    that share most tracks. A pair counts as not told apart if its interval ends
    below `bound`, and if that claim stands up to Holm's correction for all pairs.
    Most pairs are so far above the bound that their p-values are all but 1; they
    are set aside as Zhao, Small and Su show to be allowed.

    Parameters
    ----------
    held_out : HeldOut
        Out-of-fold predictions.
    genres : sequence of str, length n_genres
        Names of the genres.
    draws : GroupDraws
        Of the same tracks.
    shared, shares : ndarray, shape (n_genres, n_genres), optional
        From `genrelens.evaluation.overlap.shared_tracks`.
    bound : float
        AUC below which two genres count as not told apart.

    Returns
    -------
    PairStudy

    References
    ----------
    S. Holm (1979), A simple sequentially rejective multiple test procedure,
    Scandinavian Journal of Statistics 6; Q. Zhao, D. Small and W. Su (2019),
    Multiple testing when many p-values are uniformly conservative, Journal of the
    American Statistical Association 114.
    """
    areas = separate_all_pairs(held_out)
    firsts, seconds = np.triu_indices(len(areas), 1)
    is_comparable = np.isfinite(areas[firsts, seconds])
    firsts, seconds = firsts[is_comparable], seconds[is_comparable]
    chosen, n_left_out = _choose(areas[firsts, seconds], bound)
    if shares is not None:
        chosen = np.union1d(chosen, _sharing_most(shares[firsts, seconds]))
    places = list(zip(firsts[chosen].tolist(), seconds[chosen].tolist(), strict=True))
    found = [_estimate_pair(held_out, draws, *place, bound) for place in places]
    p_values = correct_for_many(
        np.array([p_value for _, p_value in found]), n_others=n_left_out
    )
    answers, n_mistaken = mean_answers(held_out), _count_mistaken(held_out)
    pairs = [
        _describe(
            place,
            auc,
            float(p_value),
            held_out=held_out,
            genres=genres,
            answers=answers,
            n_mistaken=n_mistaken,
            shared=shared,
            shares=shares,
            bound=bound,
        )
        for place, (auc, _), p_value in zip(places, found, p_values, strict=True)
    ]
    pairs.sort(key=lambda pair: (pair.auc.value, pair.first, pair.second))
    return PairStudy(tuple(pairs), len(firsts), _notes(n_left_out, bound))


def correct_for_many(
    p_values: NDArray[np.float64], *, n_others: int
) -> NDArray[np.float64]:
    """Correct p-values of the closest pairs for all that could have been found.

    P-values above one half are set aside, those below are doubled, and Holm's
    method corrects them for their number. Pairs that were not looked at because
    their area is above the bound have a p-value above one half.

    Parameters
    ----------
    p_values : ndarray of float64, shape (n_looked_at,)
        One-sided.
    n_others : int
        Pairs that were not looked at although their area is below the bound.

    Returns
    -------
    ndarray of float64, shape (n_looked_at,)
        Corrected, at most 1.

    Examples
    --------
    >>> correct_for_many(np.array([0.001, 0.02, 0.9]), n_others=0)
    array([0.004, 0.04 , 1.   ])
    """
    corrected = np.ones(len(p_values))
    kept = np.flatnonzero(p_values <= _CONSERVATIVE)
    order = kept[np.argsort(p_values[kept], kind="stable")]
    factors = len(order) + n_others - np.arange(len(order))
    doubled = p_values[order] / _CONSERVATIVE
    corrected[order] = np.minimum(np.maximum.accumulate(factors * doubled), 1.0)
    return corrected


def _choose(areas: NDArray[np.float64], bound: float) -> tuple[NDArray[np.int64], int]:
    """Pick the lowest areas; tell how many near the bound were left out."""
    order = np.argsort(areas, kind="stable")
    n_near = int((areas < bound + _NEAR).sum())
    n_chosen = min(max(n_near, _FEWEST_LOWEST), _MOST_LOWEST, len(order))
    return order[:n_chosen], max(int((areas < bound).sum()) - n_chosen, 0)


def _sharing_most(shares: NDArray[np.float64]) -> NDArray[np.int64]:
    order = np.argsort(-shares, kind="stable")[:_MOST_SHARING]
    return order[shares[order] >= _LEAST_SHARE]


def _estimate_pair(
    held_out: HeldOut, draws: GroupDraws, first: int, second: int, bound: float
) -> tuple[Estimate, float]:
    """Give the area with its interval, and the p-value that it is below."""
    n_genres = held_out.proba.shape[1]
    sides = (np.arange(n_genres) == first, np.arange(n_genres) == second)
    value, drawings = separate_pair(held_out, sides, draws.weights)
    estimate = draws.around(value, drawings, lowest=0.0, highest=1.0)
    n_groups = [
        len(np.unique(held_out.units[held_out.codes == code]))
        for code in (first, second)
    ]
    spread = draws.stretch * float(np.nanstd(drawings))
    if min(n_groups) < _FEWEST_GROUPS:
        return estimate, 1.0
    if spread == 0:  # the model gives both the same, whatever the track
        return estimate, float(value >= bound)
    return estimate, float(stats.norm.sf((bound - value) / spread))


def _count_mistaken(held_out: HeldOut) -> NDArray[np.int64]:
    n_genres = held_out.proba.shape[1]
    place = held_out.codes * n_genres + held_out.proba.argmax(axis=1)
    counts = np.bincount(place, minlength=n_genres**2).reshape(n_genres, n_genres)
    return np.asarray(counts + counts.T, dtype=np.int64)


def _describe(
    at: tuple[int, int],
    auc: Estimate,
    p_value: float,
    *,
    held_out: HeldOut,
    genres: Sequence[str],
    answers: NDArray[np.float64],
    n_mistaken: NDArray[np.int64],
    shared: NDArray[np.int64] | None,
    shares: NDArray[np.float64] | None,
    bound: float,
) -> PairOverlap:
    first, second = at
    is_of = [held_out.codes == code for code in at]
    return PairOverlap(
        first=genres[first],
        second=genres[second],
        n_first=int(is_of[0].sum()),
        n_second=int(is_of[1].sum()),
        n_groups=len(np.unique(held_out.units[is_of[0] | is_of[1]])),
        auc=auc,
        confusion=float(answers[first, second] + answers[second, first]) / 2,
        n_mistaken=int(n_mistaken[first, second]),
        n_shared=None if shared is None else int(shared[first, second]),
        shared=None if shares is None else float(shares[first, second]),
        p_value=p_value,
        is_inseparable=auc.high < bound and p_value < _LEVEL,
    )


def _notes(n_left_out: int, bound: float) -> tuple[str, ...]:
    if not n_left_out:
        return ()
    note = (
        f"{n_left_out:,} more pairs lie below {bound:g}; intervals were computed for "
        f"the {_MOST_LOWEST} lowest."
    )
    return (note,)
