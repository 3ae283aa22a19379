"""Train on all folds but one, predict that one, and so on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from genrelens.errors import InputError
from genrelens.evaluation.scenarios.trial import FoldModel
from genrelens.evaluation.splitting import derive_seeds, training_rows
from genrelens.models.baselines import MajorityBaseline

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from genrelens.evaluation.scenarios.trial import Trial
    from genrelens.evaluation.scores import HeldOut
    from genrelens.evaluation.splitting import Folds

__all__ = ["cross_validate", "tell_training", "train_on", "with_fewer_trees"]


def cross_validate(
    trial: Trial,
    repeats: Sequence[Folds],
    fit: Callable[[NDArray[np.int64], int], Any],
    *,
    purpose: int,
    is_naive: bool = False,
    keep: Callable[[NDArray[np.int64], int], NDArray[np.int64]] | None = None,
    on_model: Callable[[FoldModel], None] | None = None,
) -> tuple[list[HeldOut], list[str]]:
    """Train on all folds but one, predict that one, and so on, for each repetition.

    Parameters
    ----------
    trial : Trial
        The table and model.
    repeats : sequence of Folds
        One pass over all cross-validated rows each.
    fit : callable
        Given positions of training rows and a seed, returns a trained model.
    purpose : int
        Makes the seeds of this use differ from those of any other.
    is_naive : bool
        Whether rows that share an artist or track with test rows stay in training.
    keep : callable, optional
        Given the training rows and the fold's number, returns those to train on.
    on_model : callable, optional
        Called with every fold's model.

    Returns
    -------
    passes : list of HeldOut
        One for each repetition.
    notes : list of str
        What training left out or lacked.

    Raises
    ------
    InputError
        If a fold leaves nothing to train on.
    """
    rows, ties = trial.division.rows, None if is_naive else trial.groups.ties
    passes: list[HeldOut] = []
    notes: list[str] = []
    seeds = np.random.SeedSequence((trial.seed, purpose)).generate_state(len(repeats))
    for repeat, (folds, seed) in enumerate(zip(repeats, seeds, strict=True)):
        proba = np.zeros((len(rows), len(trial.genres)))
        n_purged = n_unmet = n_single = 0
        fold_seeds = derive_seeds(int(seed), folds.n_folds)
        for fold, (places, fold_seed) in enumerate(zip(folds, fold_seeds, strict=True)):
            test = rows[places]
            train = training_rows(test, rows, ties)
            n_purged += len(rows) - len(test) - len(train)
            if keep is not None:
                train = keep(train, fold)
            model, is_single = train_on(trial, fit, train, fold_seed)
            proba[places] = trial.predict(model, test)
            n_unmet += len(np.setdiff1d(trial.codes[test], trial.codes[train]))
            n_single += is_single
            if on_model is not None:
                on_model(FoldModel(model, train, test, fold, repeat))
        passes.append(trial.hold_out(rows, proba, folds.fold))
        notes += [
            *folds.notes,
            *tell_training(folds.n_folds, n_purged, n_unmet, n_single),
        ]
    return passes, notes


def train_on(
    trial: Trial,
    fit: Callable[[NDArray[np.int64], int], Any],
    train: NDArray[np.int64],
    seed: int,
) -> tuple[Any, bool]:
    """Train on these rows; with a single genre among them, only count it."""
    if len(np.unique(trial.codes[train])) < 2:  # noqa: PLR2004
        _refuse_nothing(train)
        return MajorityBaseline().fit(trial.X.iloc[train], trial.y[train]), True
    return fit(train, seed), False


def _refuse_nothing(train: NDArray[np.int64]) -> None:
    if len(train) == 0:
        raise InputError(
            "Every row shares an artist or track with the test rows of a fold, so "
            "none is left to train on. Group by another column, or give tracks of "
            "more artists."
        )


def with_fewer_trees(model: Any, most: int) -> tuple[Any, list[str]]:  # noqa: ANN401
    """Give a model at most so many trees, and a note where it had more."""
    for name, n_trees in model.get_params(deep=True).items():
        is_number_of_trees = name.rpartition("__")[2] in {"n_trees", "n_estimators"}
        if is_number_of_trees and n_trees > most:
            model.set_params(**{name: most})
            note = f"It has {most} trees instead of {n_trees}, to save time."
            return model, [note]
    return model, []


def tell_training(
    n_folds: int, n_purged: int, n_unmet: int, n_single: int
) -> list[str]:
    """Say what training had to leave out, lacked, or could not tell apart."""
    notes = []
    if n_purged:
        notes.append(
            f"On average {n_purged / n_folds:,.0f} rows a fold were left out of "
            f"training, because they share an artist or track with the test rows."
        )
    if n_unmet:
        notes.append(
            f"In {n_unmet} cases a fold tests a genre that its training rows lack; "
            f"that genre then has probability 0 and is counted as missed."
        )
    if n_single:
        notes.append(
            f"In {n_single} of {n_folds} folds the training rows hold a single genre, "
            f"which is then always named."
        )
    return notes
