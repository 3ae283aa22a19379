"""Run a model by each way of splitting, and score what it says of held-out rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from genrelens.evaluation.scenarios.balance import tell_balance
from genrelens.evaluation.scenarios.cross_validation import (
    cross_validate,
    tell_training,
    train_on,
    with_fewer_trees,
)
from genrelens.evaluation.scenarios.summary import (
    ScenarioRun,
    n_train_of,
    summarise,
    tell_lone_genres,
)
from genrelens.evaluation.splitting import derive_seeds, split_rows, training_rows
from genrelens.models.baselines import MajorityBaseline, ShuffledLabels

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from genrelens.evaluation.grouping import Groups
    from genrelens.evaluation.intervals import Estimates
    from genrelens.evaluation.results import ScenarioScores
    from genrelens.evaluation.scenarios.trial import FoldModel, Trial
    from genrelens.evaluation.scores import HeldOut
    from genrelens.evaluation.splitting import Division

__all__ = [
    "SIDE_REPEATS",
    "count_fits",
    "headline_name",
    "run_headline",
    "run_locked",
    "run_majority",
    "run_random_rows",
    "run_shuffled",
    "score_every_row",
    "side_seeds",
]

_SHUFFLED_TREES = 50
SIDE_REPEATS = 3
"""Most repetitions of the scenarios that stand beside the headline."""


def count_fits(division: Division, *, random_rows: bool) -> int:
    """Give the number of models that all scenarios train together."""
    by_repeat = [folds.n_folds for folds in division.repeats]
    return (
        sum(by_repeat)
        + sum(by_repeat[:SIDE_REPEATS]) * (1 + random_rows)
        + (len(division.locked) > 0)
    )


def headline_name(groups: Groups) -> tuple[str, str]:
    """Give the honest scenario's key, and its name for people."""
    return {
        "artists": ("unseen_artists", "unseen artists"),
        "tracks": ("unseen_tracks", "unseen tracks"),
    }.get(groups.kind, ("unseen_groups", f"unseen '{groups.kind}'"))


def side_seeds(trial: Trial, purpose: int) -> list[int]:
    """Derive a seed for each repetition of a side scenario's division.

    Parameters
    ----------
    trial : Trial
        Its seed and number of repetitions count.
    purpose : int
        Makes the seeds differ from those of any other scenario.
    """
    n_repeats = min(len(trial.division.repeats), SIDE_REPEATS)
    state = np.random.SeedSequence((trial.seed, purpose)).generate_state(1)
    return derive_seeds(int(state[0]), n_repeats)


def run_headline(
    trial: Trial, on_fold: Callable[[FoldModel], None] | None
) -> tuple[ScenarioScores, Estimates, HeldOut]:
    """Cross-validate with no group on both sides.

    Parameters
    ----------
    trial : Trial
        The table and model.
    on_fold : callable or None
        Called with each `FoldModel` of the first repetition.

    Returns
    -------
    scores : ScenarioScores
        ``unseen_artists``, ``unseen_tracks`` or ``unseen_groups``.
    found : Estimates
        The same with the genres' own scores.
    held_out : HeldOut
        Predictions of the first repetition.
    """
    scenario, title = headline_name(trial.groups)

    def on_model(fold_model: FoldModel) -> None:
        if on_fold is not None and fold_model.repeat == 0:
            on_fold(fold_model)
        trial.on_trained(title)

    passes, notes = cross_validate(
        trial, trial.division.repeats, trial.fit, purpose=0, on_model=on_model
    )
    notes += tell_lone_genres(trial)
    codes = trial.codes[trial.division.rows]
    notes += tell_balance(trial.division.repeats[0], codes, trial.genres)
    scores, found = summarise(trial, scenario, title, passes, notes)
    return scores, found, passes[0]


def run_random_rows(trial: Trial) -> tuple[ScenarioRun, list[HeldOut]]:
    """Cross-validate the same rows, split with no regard to groups.

    At most `SIDE_REPEATS` repetitions are made.
    """
    title, rows = "random rows", trial.division.rows
    repeats = [
        split_rows(trial.codes[rows], n_folds=folds.n_folds, seed=seed)
        for folds, seed in zip(
            trial.division.repeats[:SIDE_REPEATS],
            derive_seeds(trial.seed, SIDE_REPEATS),
            strict=False,
        )
    ]
    passes, _ = cross_validate(
        trial,
        repeats,
        trial.fit,
        purpose=1,
        is_naive=True,
        on_model=lambda _: trial.on_trained(title),
    )
    notes = ["Rows of one group may be on both sides of this split."]
    scores, found = summarise(trial, "random_rows", title, passes, notes)
    return ScenarioRun(scores, found, passes[0], n_train_of(passes[0])), passes


def score_every_row(trial: Trial, passes: Sequence[HeldOut]) -> ScenarioScores | None:
    """Score the random split as others do: each row, copies of a track and all.

    Parameters
    ----------
    trial : Trial
        The table and model.
    passes : sequence of HeldOut
        From `run_random_rows`.

    Returns
    -------
    ScenarioScores or None
        None where no track stands in several rows.
    """
    if trial.count_once(passes[0]) is passes[0]:
        return None
    notes = ["Rows are dealt out at random, and copies of a track count every time."]
    title = "random rows, copies counted"
    return summarise(trial, "every_row", title, passes, notes, is_once=False)[0]


def run_locked(trial: Trial) -> tuple[ScenarioScores, NDArray[np.float64]]:
    """Predict the locked rows once, by a model trained on the others.

    Returns
    -------
    scores : ScenarioScores
        ``locked_test``, or ``given_test`` where the user gave a test list.
    proba : ndarray of float64, shape (n_locked, n_genres)
        Probabilities of the locked rows.
    """
    division = trial.division
    scenario, title = "locked_test", "locked test"
    locked, ties = division.locked, trial.groups.ties
    if division.is_given:
        scenario, title, ties = "given_test", "the given test list", None
    train = training_rows(locked, division.rows, ties)
    model, is_single = train_on(trial, trial.fit, train, derive_seeds(trial.seed, 3)[2])
    proba = trial.predict(model, locked)
    trial.on_trained(title)
    notes = [f"Predicted once, by a model trained on {len(train):,} other tracks."]
    notes += tell_training(1, len(division.rows) - len(train), 0, int(is_single))
    if division.is_given:
        notes.append(_tell_overlap(trial))
    passes = [trial.hold_out(locked, proba)]
    return summarise(trial, scenario, title, passes, notes, rows=locked)[0], proba


def _tell_overlap(trial: Trial) -> str:
    """Say how many given test rows belong together with given training rows."""
    division, ids = trial.division, trial.groups.ids
    n_tied = int(np.isin(ids[division.locked], ids[division.rows]).sum())
    words = {"artists": "a track, album or artist", "tracks": "a track or clip"}
    what = words.get(trial.groups.kind, f"a value of '{trial.groups.kind}'")
    return (
        f"The lists were taken as they are: {n_tied:,} of {len(division.locked):,} "
        f"test tracks share {what}, as far as the table tells, with training tracks."
    )


def run_majority(trial: Trial) -> ScenarioScores:
    """Score the genre frequencies of training, on the headline's folds."""

    def count(train: NDArray[np.int64], _: int) -> MajorityBaseline:
        return MajorityBaseline().fit(trial.X.iloc[train], trial.y[train])

    passes, _ = cross_validate(trial, trial.division.repeats, count, purpose=3)
    title = "always the most frequent genre"
    return summarise(trial, "majority_baseline", title, passes, [])[0]


def run_shuffled(trial: Trial) -> ScenarioScores:
    """Score the model trained on shuffled genres, on the headline's folds.

    To save time it has at most 50 trees and three repetitions; a note says so.
    """
    title = "the model on shuffled genres"
    notes = ["Trained on shuffled genres, scored on the true ones."]

    def fit(train: NDArray[np.int64], seed: int) -> ShuffledLabels:
        model, note = with_fewer_trees(trial.make_model(seed), _SHUFFLED_TREES)
        notes.extend(note)
        return ShuffledLabels(model, random_state=seed).fit(
            trial.X.iloc[train], trial.y[train], groups=trial.groups.ids[train]
        )

    passes, _ = cross_validate(
        trial,
        trial.division.repeats[:SIDE_REPEATS],
        fit,
        purpose=4,
        on_model=lambda _: trial.on_trained(title),
    )
    return summarise(trial, "shuffled_labels", title, passes, notes)[0]
