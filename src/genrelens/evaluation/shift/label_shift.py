"""Estimate the genre proportions of a table that carries no labels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import stats

from genrelens.errors import InputError
from genrelens.evaluation.results import Estimate
from genrelens.evaluation.shift.describing import clustered_errors, mean_group_size
from genrelens.evaluation.shift.results import MixShift

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from genrelens.evaluation.shift.results import ShiftReference

__all__ = ["FEWEST_TRACKS", "MixEstimate", "estimate_mix"]

FEWEST_TRACKS: Final = 20
"""Of fewer tracks no proportions are estimated."""

_MOST_TRACKS, _MOST_CELLS = 5_000, 300_000
_N_DRAWINGS = 200
_N_STEPS = 300
_TOLERANCE = 1e-6
_LEVEL = 0.95
_ALARM = 0.01
_FEWEST_GROUPS = 10
_LEAST_CONDITION = 0.02  # directions that the answers tell less about are left out
_NOTABLE = 0.02  # smaller changes of a proportion are told, and change nothing
_METHOD = "expectation-maximisation on calibrated probabilities (Saerens et al. 2002)"
_ASSUMPTION = (
    "Right only if the tracks of each genre sound here as they did in training, and "
    "every track is of a genre that the model knows."
)


@dataclass(frozen=True, slots=True, eq=False)
class MixEstimate:
    """Estimated proportions, and the drawings behind their intervals.

    Parameters
    ----------
    mix : MixShift
        For people.
    drawings : ndarray of float64, shape (n_drawings, n_genres)
        Proportions of resampled tables.
    """

    mix: MixShift
    drawings: NDArray[np.float64]


def estimate_mix(
    reference: ShiftReference,
    proba: NDArray[np.float64],
    genres: Sequence[str],
    *,
    units: NDArray[np.int64] | None = None,
    seed: int,
) -> MixEstimate:
    """Estimate how many tracks of each genre a table holds.

    Probabilities are weighted by the ratio of new to old proportions, and the new
    proportions are their mean, again and again until nothing changes: the maximum
    of the likelihood if only the proportions changed. The old proportions are the
    mean probabilities of training's held-out tracks, so that a table like these gives
    just these again, whatever is left of miscalibration. The interval holds the middle
    95 % over resampled groups of tracks *and* over what training's held-out tracks
    leave open: how much of each genre looks like which other.

    Parameters
    ----------
    reference : ShiftReference
        Of the model.
    proba : ndarray of float64, shape (n_tracks, n_genres)
        Calibrated probabilities of tracks that are not novel.
    genres : sequence of str
        Names of the columns.
    units : ndarray of int64, shape (n_tracks,), optional
        Group of each track; groups as large as in training are allowed for where
        it is not given.
    seed : int
        Of the drawings, and of the tracks used where there are more than 5,000.

    Returns
    -------
    MixEstimate

    Raises
    ------
    InputError
        If there are fewer than 20 tracks.

    References
    ----------
    M. Saerens, P. Latinne and C. Decaestecker (2002), Adjusting the outputs of a
    classifier to new a priori probabilities, Neural Computation 14; A. Alexandari,
    A. Kundaje and A. Shrikumar (2020), Maximum likelihood with bias-corrected
    calibration is hard-to-beat at label shift adaptation, ICML.
    """
    n_tracks, n_genres = proba.shape
    _refuse_few(n_tracks)
    rng = np.random.default_rng(seed)
    groups = (
        np.arange(n_tracks)
        if units is None
        else np.unique(units, return_inverse=True)[1]
    )
    kept = _keep(n_tracks, n_genres, rng)
    used, own = proba[kept], np.unique(groups[kept], return_inverse=True)[1]
    before = np.array(reference.counts, dtype=np.float64) / sum(reference.counts)
    prior = before @ reference.expected
    prior /= prior.sum()
    n_groups = int(own.max()) + 1
    drawn = _draw_weights(n_groups, rng, reference.group_size if units is None else 1.0)
    weights = np.vstack([np.ones(n_groups), drawn])[:, own].T
    found = _maximise(used, prior, weights)
    value, drawings = found[0], found[1:]
    drawings = _add_confusion(drawings, reference, rng)
    now = _intervals(value, drawings)
    mix = MixShift(
        genres=tuple(genres),
        before=tuple(map(float, before.round(6))),
        now=now,
        method=_METHOD,
        assumption=_ASSUMPTION,
        n_tracks=len(kept),
        n_groups=n_groups,
        is_changed=_is_changed(used, own if units is not None else None, reference)
        and bool((np.abs(value - prior) > _NOTABLE).any()),
    )
    return MixEstimate(mix, drawings)


def _refuse_few(n_tracks: int) -> None:
    if n_tracks < FEWEST_TRACKS:
        raise InputError(
            f"{n_tracks} tracks are too few to estimate genre proportions; "
            f"{FEWEST_TRACKS} are needed. Give a larger part of the library."
        )


def _intervals(
    value: NDArray[np.float64], drawings: NDArray[np.float64]
) -> tuple[Estimate, ...]:
    """Give each proportion the middle 95 % of its drawings, widened to hold it."""
    tail = (1 - _LEVEL) / 2
    low, high = np.quantile(drawings, [tail, 1 - tail], axis=0)
    return tuple(
        Estimate(
            round(float(v), 6),
            round(max(0.0, min(float(v), float(a))), 6),
            round(min(1.0, max(float(v), float(b))), 6),
        )
        for v, a, b in zip(value, low, high, strict=True)
    )


def _keep(n_tracks: int, n_genres: int, rng: np.random.Generator) -> NDArray[np.int64]:
    most = min(_MOST_TRACKS, max(500, _MOST_CELLS // n_genres))
    if n_tracks <= most:
        return np.arange(n_tracks)
    return np.sort(rng.permutation(n_tracks)[:most])


def _draw_weights(
    n_groups: int, rng: np.random.Generator, group_size: float
) -> NDArray[np.float64]:
    """Draw the weight of each group (Bayesian bootstrap).

    Where groups are not known, the spread of the weights is that of tables with so
    many tracks in groups of this size.
    """
    shape = 1.0 / group_size
    drawn = rng.gamma(shape, size=(_N_DRAWINGS, n_groups)) / shape
    drawn = np.maximum(drawn, 1e-12)
    weights: NDArray[np.float64] = drawn / drawn.mean(axis=1, keepdims=True)
    return weights


def _maximise(
    proba: NDArray[np.float64],
    before: NDArray[np.float64],
    weights: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Run expectation-maximisation for many weightings of the tracks at once.

    `weights` has shape (n_tracks, n_weightings); gives (n_weightings, n_genres).
    """
    ratios = np.ones((len(before), weights.shape[1]))
    total = weights.sum(axis=0)
    prior = np.maximum(before, 1e-12)[:, np.newaxis]
    for _ in range(_N_STEPS):
        pull = weights / np.maximum(proba @ ratios, 1e-300)
        new = ratios * (proba.T @ pull) / (total * prior)
        change = float(np.abs((new - ratios) * prior).max())
        ratios = new
        if change < _TOLERANCE:
            break
    mix = ratios * prior
    shares: NDArray[np.float64] = (mix / mix.sum(axis=0)).T
    return shares


def _add_confusion(
    drawings: NDArray[np.float64], reference: ShiftReference, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Spread the drawings by what held-out tracks leave open about the confusion.

    The mean probabilities that a mix gives are `expected.T @ mix`. Another draw of
    the held-out tracks would have given another `expected`; the mix is moved by the
    least-squares answer to that difference.
    """
    solve = np.linalg.pinv(reference.expected.T, rcond=_LEAST_CONDITION)
    moved = np.empty_like(drawings)
    for place, mix in enumerate(drawings):
        noise = rng.normal(size=reference.errors.shape) * reference.errors
        shift = solve @ (noise.T @ mix)
        kept = np.maximum(0.0, mix - (shift - shift.mean()))
        moved[place] = kept / max(kept.sum(), 1e-12)
    return moved


def _is_changed(
    proba: NDArray[np.float64],
    units: NDArray[np.int64] | None,
    reference: ShiftReference,
) -> bool:
    """Tell whether the mean probabilities moved by more than chance allows.

    Under no change of any kind both means are of the same, so this needs neither
    the confusion nor its inverse.
    """
    counts = np.array(reference.counts, dtype=np.float64)
    before = counts @ reference.expected / counts.sum()
    alone = np.arange(len(proba))
    size = reference.group_size if units is None else mean_group_size(units)
    n_groups, n_groups_before = (
        len(proba) / size,
        reference.n_tracks / reference.group_size,
    )
    if n_groups < _FEWEST_GROUPS:
        return False
    # Of few groups the own spread is hardly known; that of as many of training's is.
    usual = np.array(reference.mean_errors) * np.sqrt(n_groups_before / n_groups)
    own = clustered_errors(proba, alone if units is None else units)
    spread = np.sqrt(np.maximum(own, usual) ** 2 + np.array(reference.mean_errors) ** 2)
    gaps = np.abs(proba.mean(axis=0) - before) / np.maximum(spread, 1e-12)
    freedom = max(1.0, min(n_groups, n_groups_before) - 1)
    bound = float(stats.t.isf(_ALARM / (2 * len(before)), freedom))
    return bool((gaps > bound).any())
