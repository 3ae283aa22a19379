"""Choose the kind of calibration that helps on music by other artists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from genrelens.evaluation.calibration.drawn_shares import draw_ratios, sum_by_group
from genrelens.evaluation.calibration.fitting import fit_calibrator
from genrelens.evaluation.calibration.measuring import track_losses
from genrelens.evaluation.calibration.results import MethodTrial
from genrelens.evaluation.comparing.paired import difference_of
from genrelens.evaluation.intervals import choose_n_replicates, stretch_of
from genrelens.evaluation.results import Estimate
from genrelens.evaluation.scores import HeldOut

if TYPE_CHECKING:
    from genrelens.evaluation.calibration.calibrator import Method
    from genrelens.evaluation.comparing.paired import Difference

__all__ = ["ASKED_FOR", "choose_method", "cross_fit"]

ASKED_FOR: dict[Method, tuple[int, int]] = {
    "vector": (50, 20),
    "isotonic": (1_000, 100),
}
"""Tracks and groups that every genre must have before a kind is tried."""


@dataclass(frozen=True, slots=True)
class _Leader:
    """The best kind so far."""

    method: Method
    held_out: HeldOut


def cross_fit(held_out: HeldOut, method: Method) -> HeldOut:
    """Calibrate each fold by a rule that is learnt from the other folds.

    Parameters
    ----------
    held_out : HeldOut
        Predictions by models that had not met the tracks' groups; no group lies
        in two folds.
    method : {"none", "temperature", "vector", "isotonic"}
        Kind of calibration.

    Returns
    -------
    HeldOut
        The same tracks; where there is one fold only, as they came.
    """
    numbers = np.unique(held_out.folds)
    if method == "none" or len(numbers) == 1:
        return held_out
    calibrated = np.empty_like(held_out.proba)
    for number in numbers:
        is_here = held_out.folds == number
        rule = fit_calibrator(
            held_out.proba[~is_here], held_out.codes[~is_here], method=method
        )
        calibrated[is_here] = rule.apply(held_out.proba[is_here])
    return HeldOut.of(
        held_out.codes, calibrated, folds=held_out.folds, units=held_out.units
    )


def choose_method(
    held_out: HeldOut, *, seed: int
) -> tuple[HeldOut, tuple[MethodTrial, ...]]:
    """Try the kinds of calibration on folds that they were not learnt from.

    Temperature is taken if it lowers the log-loss at all. Scales and offsets
    are tried where every genre has 50 tracks and 20 groups, rising lines where
    every genre has 1,000 tracks and 100 groups; each is taken only if the 95 %
    interval of its gain in log-loss over the one before lies above zero.

    Parameters
    ----------
    held_out : HeldOut
        Predictions by models that had not met the tracks' groups.
    seed : int
        Of the drawings.

    Returns
    -------
    held_out : HeldOut
        Calibrated fold by fold by the chosen kind.
    trials : tuple of MethodTrial
        In the order in which they were tried; exactly one is chosen.
    """
    leader = _Leader("none", held_out)
    found = [
        MethodTrial(
            "none",
            float(track_losses(held_out).mean()),
            None,
            is_chosen=False,
            why="The probabilities as the model gave them.",
        )
    ]
    for method in ("temperature", "vector", "isotonic"):
        lack = _what_is_lacking(held_out, method)
        if lack:
            found.append(MethodTrial(method, None, None, is_chosen=False, why=lack))
            continue
        leader, trial = _try_method(held_out, leader, method, seed)
        found.append(trial)
    chosen = tuple(
        MethodTrial(
            one.method,
            one.log_loss,
            one.gain,
            is_chosen=one.method == leader.method,
            why=one.why,
        )
        for one in found
    )
    return leader.held_out, chosen


def _what_is_lacking(held_out: HeldOut, method: Method) -> str:
    """Say what keeps a kind from being tried; nothing if it may be."""
    if len(np.unique(held_out.folds)) == 1:
        return "Not tried: there is one fold only, and no others to learn from."
    if method not in ASKED_FOR:
        return ""
    n_tracks, n_groups = ASKED_FOR[method]
    n_genres = held_out.proba.shape[1]
    pairs = np.unique(held_out.codes + n_genres * held_out.units) % n_genres
    tracks = np.bincount(held_out.codes, minlength=n_genres)
    groups = np.bincount(pairs, minlength=n_genres)
    n_short = int(((tracks < n_tracks) | (groups < n_groups)).sum())
    if not n_short:
        return ""
    return (
        f"Not tried: {n_short} of {n_genres} genres have fewer than {n_tracks:,} "
        f"tracks or {n_groups} groups."
    )


def _try_method(
    held_out: HeldOut, leader: _Leader, method: Method, seed: int
) -> tuple[_Leader, MethodTrial]:
    calibrated = cross_fit(held_out, method)
    gain = _gain(leader.held_out, calibrated, seed)
    is_better = gain.value > 0 if method == "temperature" else gain.low > 0
    verdict = "taken" if is_better else "not taken"
    why = (
        f"On other groups its log-loss is {gain.second:.4f}, and that of "
        f"'{leader.method}' {gain.first:.4f}; {verdict} in its place."
    )
    trial = MethodTrial(
        method,
        gain.second,
        Estimate(gain.value, gain.low, gain.high),
        is_chosen=False,
        why=why,
    )
    return (_Leader(method, calibrated) if is_better else leader), trial


def _gain(before: HeldOut, after: HeldOut, seed: int) -> Difference:
    """Tell how much lower the log-loss of the second predictions is."""
    n_groups = int(before.units.max()) + 1
    losses = [track_losses(one) for one in (before, after)]
    sums = sum_by_group(losses[0] - losses[1], before.units, n_groups)
    sizes = np.bincount(before.units, minlength=n_groups).astype(np.float64)
    drawings = draw_ratios(
        sums,
        sizes[:, np.newaxis],
        seed=seed,
        n_replicates=choose_n_replicates(*before.proba.shape),
    )
    return difference_of(
        "log_loss",
        (float(losses[0].mean()), float(losses[1].mean())),
        drawings[:, 0],
        stretch=stretch_of(before),
        n_tracks=len(before.codes),
        n_groups=n_groups,
    )
