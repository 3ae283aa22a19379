"""Tell two sets of predictions for the same tracks apart, by one score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from genrelens.errors import InputError
from genrelens.evaluation.intervals import choose_n_replicates, draw_weights, stretch_of
from genrelens.evaluation.scores import score_weighted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from genrelens.evaluation.scores import HeldOut

__all__ = ["Difference", "compare", "difference_of"]

_LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Difference:
    """How much better the first predictions score than the second.

    Parameters
    ----------
    metric : str
        One of `genrelens.evaluation.results.METRICS`, or another named score.
    first, second : float
        The two scores.
    value : float
        First minus second.
    low, high : float
        Its 95 % interval, which holds the value.
    p_value : float
        Two-sided, of no difference.
    n_tracks, n_groups : int
        Tracks scored, and independent groups among them.
    n_replicates : int
        Drawings behind the interval.
    """

    metric: str
    first: float
    second: float
    value: float
    low: float
    high: float
    p_value: float
    n_tracks: int
    n_groups: int
    n_replicates: int

    def to_dict(self) -> dict[str, Any]:
        """Give the difference as plain values, ready for JSON."""
        return {
            "metric": self.metric,
            "first": self.first,
            "second": self.second,
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "p_value": self.p_value,
            "n_tracks": self.n_tracks,
            "n_groups": self.n_groups,
            "n_replicates": self.n_replicates,
        }


def compare(
    first: HeldOut,
    second: HeldOut,
    *,
    metric: str = "accuracy",
    seed: int,
    n_replicates: int | None = None,
) -> Difference:
    """Compare two sets of held-out predictions of the same tracks.

    Whole groups are drawn with replacement, both sets are scored on each
    drawing, and the differences are looked at. Where there are several folds
    the spread is stretched for training sets that overlap, as for single
    scores (`genrelens.evaluation.intervals.estimate`).

    Parameters
    ----------
    first, second : HeldOut
        Of the same tracks in the same order; genres and groups must agree.
    metric : str, default "accuracy"
        One of `genrelens.evaluation.results.METRICS`.
    seed : int
        Of the drawings.
    n_replicates : int, optional
        Drawings; as for single scores where not given.

    Returns
    -------
    Difference

    Raises
    ------
    InputError
        If the tracks are not the same, or the score is not defined for both.

    References
    ----------
    C. Nadeau and Y. Bengio (2003), Inference for the generalization error,
    Machine Learning 52; B. Efron and R. Tibshirani (1993), An Introduction to
    the Bootstrap.
    """
    _check_same(first, second)
    drawn = n_replicates or choose_n_replicates(
        len(first.codes), first.proba.shape[1], 2
    )
    n_units = int(first.units.max()) + 1
    ones = np.ones((n_units, 1))
    values = [
        float(score_weighted(one, ones).metrics[metric][0]) for one in (first, second)
    ]
    if not np.isfinite(values).all():
        raise InputError(
            f"The score '{metric}' is not defined for these {len(first.codes):,} "
            "tracks, so nothing can be compared by it. Compare by accuracy."
        )
    drawings = np.concatenate(list(_draw(first, second, metric, drawn, seed)))
    return difference_of(
        metric,
        (values[0], values[1]),
        drawings,
        stretch=stretch_of(first),
        n_tracks=len(first.codes),
        n_groups=n_units,
    )


def difference_of(
    metric: str,
    scores: tuple[float, float],
    drawings: NDArray[np.float64],
    *,
    stretch: float,
    n_tracks: int,
    n_groups: int,
) -> Difference:
    """Draw up a difference from drawings of it.

    Parameters
    ----------
    metric : str
        Name of the score.
    scores : tuple of two float
        The first and the second score.
    drawings : ndarray of float64, shape (n_replicates,)
        First minus second, on each drawing of groups; NaN where not defined.
    stretch : float
        Factor about the value, for training sets that overlap; 1 for none.
    n_tracks, n_groups : int
        Behind the scores.

    Returns
    -------
    Difference
        The p-value is the smallest level at which the interval leaves zero out,
        and at least 1 over the drawings.
    """
    value = scores[0] - scores[1]
    defined = drawings[np.isfinite(drawings)]
    spread = np.sort(value + stretch * (np.append(defined, value) - value))
    tail = (1 - _LEVEL) / 2
    low, high = np.quantile(spread, [tail, 1 - tail])
    below = (spread <= 0).sum() + (spread < 0).sum()
    share = below / (2 * len(spread))
    p_value = max(2 * min(share, 1 - share), 1 / len(spread))
    return Difference(
        metric=metric,
        first=scores[0],
        second=scores[1],
        value=value,
        low=min(float(low), value),
        high=max(float(high), value),
        p_value=min(float(p_value), 1.0),
        n_tracks=n_tracks,
        n_groups=n_groups,
        n_replicates=len(defined),
    )


def _draw(
    first: HeldOut, second: HeldOut, metric: str, n_replicates: int, seed: int
) -> Iterator[NDArray[np.float64]]:
    n_units = int(first.units.max()) + 1
    for weights in draw_weights(n_units, n_replicates, seed):
        yield (
            score_weighted(first, weights).metrics[metric]
            - score_weighted(second, weights).metrics[metric]
        )


def _check_same(first: HeldOut, second: HeldOut) -> None:
    are_same = (
        len(first.codes) == len(second.codes)
        and np.array_equal(first.codes, second.codes)
        and np.array_equal(first.units, second.units)
    )
    if not are_same:
        raise InputError(
            f"Predictions of {len(first.codes):,} and {len(second.codes):,} tracks are "
            "not of the same tracks, genres and groups in the same order. Compare "
            "predictions of the same rows."
        )
