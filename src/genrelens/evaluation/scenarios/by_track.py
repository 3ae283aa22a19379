"""Score tracks that training never held, whether or not it knows their artists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from genrelens.evaluation.scenarios.cross_validation import cross_validate
from genrelens.evaluation.scenarios.running import SIDE_REPEATS, side_seeds
from genrelens.evaluation.scenarios.summary import ScenarioRun, n_train_of, summarise
from genrelens.evaluation.scores import HeldOut
from genrelens.evaluation.splitting import split_groups

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from genrelens.evaluation.scenarios.kinship import Kinship
    from genrelens.evaluation.scenarios.trial import Trial

__all__ = ["run_tracks", "score_known_artists"]

_PURPOSE = 5
_FEWEST = 30  # tracks by known artists, below which they are not scored


def run_tracks(trial: Trial, kinship: Kinship) -> tuple[ScenarioRun, list[HeldOut]]:
    """Cross-validate with all rows of a recording on one side, artists on both.

    Parameters
    ----------
    trial : Trial
        The table and model.
    kinship : Kinship
        What rows share.

    Returns
    -------
    run : ScenarioRun
        ``unseen_tracks``.
    passes : list of HeldOut
        One for each repetition, at most `SIDE_REPEATS`.
    """
    title, rows = "unseen tracks", trial.division.rows
    repeats = [
        split_groups(
            trial.codes[rows],
            kinship.recordings[rows],
            n_folds=folds.n_folds,
            seed=seed,
        )
        for folds, seed in zip(
            trial.division.repeats[:SIDE_REPEATS],
            side_seeds(trial, _PURPOSE),
            strict=True,
        )
    ]
    passes, notes = cross_validate(
        trial,
        repeats,
        trial.fit,
        purpose=_PURPOSE,
        is_naive=True,
        on_model=lambda _: trial.on_trained(title),
    )
    what = "copies of a track and segments of a clip" if kinship.has_clips else "copies"
    notes = [f"All {what} stay on one side; artists may be on both.", *notes]
    scores, found = summarise(trial, "unseen_tracks", title, passes, notes)
    return ScenarioRun(scores, found, passes[0], n_train_of(passes[0])), passes


def score_known_artists(
    trial: Trial, kinship: Kinship, passes: Sequence[HeldOut]
) -> tuple[ScenarioRun | None, str]:
    """Score the tracks of which training held others by one of their artists.

    Parameters
    ----------
    trial, kinship
        As for `run_tracks`.
    passes : sequence of HeldOut
        Predictions by models that met no copy of a track, but maybe its artists.

    Returns
    -------
    run : ScenarioRun or None
        ``known_artists``; None where there are too few such tracks.
    why : str
        Why there is none; empty otherwise.
    """
    rows = trial.division.rows
    artists = csr_array(kinship.artists[rows])
    is_counted = np.ones(len(rows), dtype=bool)
    if trial.is_counted is not None:
        is_counted = trial.is_counted[rows]
    n_tracks = int(is_counted.sum())
    is_known = is_counted.copy()
    for held_out in passes:  # the same tracks in each, or they could not be averaged
        is_known &= _is_known(artists, held_out.folds)
    places = np.flatnonzero(is_known)
    if len(places) < _FEWEST or len(np.unique(passes[0].codes[places])) == 1:
        return None, (
            f"Known artists are not scored: {len(places):,} of {n_tracks:,} "
            f"tracks have another track by one of their artists in training, and "
            f"{_FEWEST} of two genres are asked for."
        )
    parts = [_only(held_out, places) for held_out in passes]
    told = (
        f"{len(parts[0].codes):,} of {n_tracks:,} tracks: those of which training "
        "held another track by one of their artists, but never the track itself."
    )
    scores, found = summarise(
        trial, "known_artists", "known artists", parts, [told], is_once=False
    )
    return ScenarioRun(scores, found, parts[0], n_train_of(passes[0])), ""


def _only(held_out: HeldOut, places: NDArray[np.int64]) -> HeldOut:
    _, units = np.unique(held_out.units[places], return_inverse=True)
    _, folds = np.unique(held_out.folds[places], return_inverse=True)
    return HeldOut.of(
        held_out.codes[places], held_out.proba[places], folds=folds, units=units
    )


def _is_known(artists: csr_array, folds: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Claim of each row that a row of another fold credits one of its artists."""
    is_known = np.zeros(len(folds), dtype=bool)
    totals = np.asarray(artists.sum(axis=0)).ravel().astype(np.int64)
    for fold in np.unique(folds):
        places = np.flatnonzero(folds == fold)
        own = csr_array(artists[places])
        inside = np.asarray(own.sum(axis=0)).ravel().astype(np.int64)
        is_met = (totals > inside).astype(np.int32)
        is_known[places] = (own @ is_met) > 0
    return is_known
