"""Measure how well probabilities fit, with intervals that respect the groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from genrelens.evaluation.calibration.drawn_shares import (
    estimate_ratios,
    sum_by_group,
)
from genrelens.evaluation.calibration.results import (
    CalibrationScores,
    GenreCalibration,
)
from genrelens.evaluation.intervals import (
    choose_n_replicates,
    draw_weights,
    interval_about,
    stretch_of,
)
from genrelens.evaluation.reliability import binned_gaps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from genrelens.evaluation.results import Estimate
    from genrelens.evaluation.scores import HeldOut

__all__ = ["measure_fit", "measure_genres", "track_losses"]

_GENRE_REPLICATES, _FEWEST = 200, 100
_BUDGET = 2e8  # tracks by genres by drawings, about two seconds of one core


def measure_fit(held_out: HeldOut, *, seed: int) -> CalibrationScores:
    """Measure calibration error, log-loss and Brier score of all tracks.

    Drawings of the calibration error are moved down by the mean of their excess
    over the error itself, as for all scores
    (`genrelens.evaluation.intervals.estimate`).

    Parameters
    ----------
    held_out : HeldOut
        Predictions by models that had not met the tracks' groups.
    seed : int
        Of the drawings.
    """
    n_groups = int(held_out.units.max()) + 1
    n_replicates = choose_n_replicates(*held_out.proba.shape)
    sums = sum_by_group(
        np.column_stack([track_losses(held_out), _squares(held_out)]),
        held_out.units,
        n_groups,
    )
    sizes = np.bincount(held_out.units, minlength=n_groups).astype(np.float64)
    loss, brier = estimate_ratios(
        sums,
        np.column_stack([sizes, sizes]),
        stretch=stretch_of(held_out),
        seed=seed,
        n_replicates=n_replicates,
        highest=np.inf,
    )
    if loss is None or brier is None:  # pragma: no cover (there are tracks)
        raise AssertionError("no track was scored")
    error = _estimate_gap(
        held_out,
        held_out.proba.max(axis=1),
        held_out.proba.argmax(axis=1) == held_out.codes,
        seed=seed,
        n_replicates=n_replicates,
    )
    return CalibrationScores(error, loss, brier)


def measure_genres(
    before: HeldOut, after: HeldOut, genres: Sequence[str], *, seed: int
) -> tuple[GenreCalibration, ...]:
    """Measure each genre's calibration error against all others, twice.

    Parameters
    ----------
    before, after : HeldOut
        The same tracks, not calibrated and calibrated.
    genres : sequence of str
        Names.
    seed : int
        Of the drawings.

    Returns
    -------
    tuple of GenreCalibration
        Genres without tracks are left out.
    """
    cells = before.proba.size
    n_replicates = int(np.clip(_BUDGET // cells, _FEWEST, _GENRE_REPLICATES))
    measured = []
    for code, genre in enumerate(genres):
        is_own = before.codes == code
        if not is_own.any():
            continue
        errors = [
            _estimate_gap(
                one, one.proba[:, code], is_own, seed=seed, n_replicates=n_replicates
            )
            for one in (before, after)
        ]
        n_groups = len(np.unique(before.units[is_own]))
        measured.append(GenreCalibration(genre, int(is_own.sum()), n_groups, *errors))
    return tuple(measured)


def track_losses(held_out: HeldOut) -> NDArray[np.float64]:
    """Give each track's log-loss; a probability of 0 counts as 2.2e-16."""
    own = held_out.proba[np.arange(len(held_out.codes)), held_out.codes]
    return np.asarray(-np.log(own.clip(np.finfo(np.float64).eps, 1.0)))


def _squares(held_out: HeldOut) -> NDArray[np.float64]:
    own = held_out.proba[np.arange(len(held_out.codes)), held_out.codes]
    squares = np.einsum("ij,ij->i", held_out.proba, held_out.proba)
    return np.asarray(squares - 2 * own + 1)


def _estimate_gap(
    held_out: HeldOut,
    sure: NDArray[np.float64],
    is_right: NDArray[np.bool_],
    *,
    seed: int,
    n_replicates: int,
) -> Estimate:
    n_groups = int(held_out.units.max()) + 1
    ones = np.ones((n_groups, 1))
    value = float(binned_gaps(sure, is_right, held_out.units, ones)[0])
    drawings = np.concatenate(
        [
            binned_gaps(sure, is_right, held_out.units, weights)
            for weights in draw_weights(n_groups, n_replicates, seed)
        ]
    )
    drawings -= drawings.mean() - value
    return interval_about(value, drawings, stretch=stretch_of(held_out))
