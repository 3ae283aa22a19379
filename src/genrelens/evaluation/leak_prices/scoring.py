"""Score the answers with and without a leak on the same drawings of groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from genrelens.evaluation.comparing.paired import difference_of
from genrelens.evaluation.intervals import draw_weights, stretch_of
from genrelens.evaluation.leak_prices.results import PricedScore
from genrelens.evaluation.results import Estimate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.evaluation.scores import HeldOut

__all__ = ["N_REPLICATES", "compare_answers"]

N_REPLICATES = 1000
"""Drawings of groups behind each interval."""

_TAILS = (0.025, 0.975)


def compare_answers(
    with_: HeldOut, without: HeldOut, *, seed: int
) -> tuple[PricedScore, PricedScore]:
    """Compare accuracy and macro F1 with and without a leak.

    Only the named genres count here, not how sure the model was, so that a
    drawing costs one pass over the counts of each group; values and intervals
    are those of `genrelens.evaluation.comparing.paired.compare`.

    Parameters
    ----------
    with_, without : HeldOut
        Predictions of the same tracks in the same order.
    seed : int
        Of the drawings.

    Returns
    -------
    accuracy, macro_f1 : PricedScore
    """
    n_units = int(with_.units.max()) + 1
    tallies = [_Tally(one) for one in (with_, without)]
    ones = np.ones((n_units, 1))
    values = [tally.score(ones) for tally in tallies]
    pieces = [
        [tally.score(weights) for tally in tallies]
        for weights in draw_weights(n_units, N_REPLICATES, seed)
    ]
    scored = []
    stretch = stretch_of(with_)
    for place, metric in enumerate(("accuracy", "macro_f1")):
        first, second = (
            np.concatenate([piece[side][place] for piece in pieces]) for side in (0, 1)
        )
        at_once = (float(values[0][place][0]), float(values[1][place][0]))
        difference = difference_of(
            metric,
            at_once,
            first - second,
            stretch=stretch,
            n_tracks=len(with_.codes),
            n_groups=n_units,
        )
        scored.append(
            PricedScore(
                metric,
                _estimate(at_once[0], first, stretch),
                _estimate(at_once[1], second, stretch),
                difference,
            )
        )
    return scored[0], scored[1]


class _Tally:
    """Counts of right, named and true genres, by group."""

    def __init__(self, held_out: HeldOut) -> None:
        n_genres = held_out.proba.shape[1]
        named, units = held_out.proba.argmax(axis=1), held_out.units
        shape = (n_genres, int(units.max()) + 1)
        is_right = named == held_out.codes
        self._true = _count(held_out.codes, units, shape)
        self._named = _count(named, units, shape)
        self._right = _count(named[is_right], units[is_right], shape)

    def score(
        self, weights: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Give accuracy and macro F1 under each weighting of the groups."""
        right, named, true = (
            counts @ weights for counts in (self._right, self._named, self._true)
        )
        accuracy = right.sum(axis=0) / true.sum(axis=0)
        f1 = 2 * right / np.maximum(named + true, 1)
        is_there = true > 0
        macro = np.where(is_there, f1, 0).sum(axis=0) / is_there.sum(axis=0)
        return accuracy, macro


def _count(
    genres: NDArray[np.int64], units: NDArray[np.int64], shape: tuple[int, int]
) -> csr_array:
    return csr_array((np.ones(len(genres)), (genres, units)), shape)


def _estimate(value: float, drawings: NDArray[np.float64], stretch: float) -> Estimate:
    spread = np.append(drawings, value)
    low, high = value + stretch * (np.quantile(spread, _TAILS) - value)
    return Estimate(
        value, max(min(float(low), value), 0.0), min(max(float(high), value), 1.0)
    )
