"""Run a model by each way of splitting, and score what it says of held-out rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from genrelens.errors import InputError, printable
from genrelens.evaluation.grouping import lone_genres
from genrelens.evaluation.intervals import estimate
from genrelens.evaluation.results import ScenarioScores
from genrelens.evaluation.scores import HeldOut
from genrelens.evaluation.splitting import derive_seeds, split_rows, training_rows
from genrelens.features.alignment import aligned_proba
from genrelens.models.baselines import MajorityBaseline, ShuffledLabels

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from genrelens.evaluation.grouping import Groups
    from genrelens.evaluation.intervals import Estimates
    from genrelens.evaluation.splitting import Division, Folds

__all__ = [
    "FoldModel",
    "Trial",
    "count_fits",
    "headline_name",
    "run_headline",
    "run_locked",
    "run_majority",
    "run_random_rows",
    "run_shuffled",
]

_SHUFFLED_TREES = 50
_SHOWN = 5  # genres named in a note
_SIDE_REPEATS = 3  # of the scenarios that stand beside the headline


@dataclass(frozen=True, slots=True)
class FoldModel:
    """A model, and the rows it has and has not seen.

    Parameters
    ----------
    model : estimator
        Trained.
    train, test : ndarray of int64
        Positions of the rows it was trained on, and of those held out.
    fold, repeat : int
        Counted from 0.
    """

    model: Any
    train: NDArray[np.int64]
    test: NDArray[np.int64]
    fold: int
    repeat: int


@dataclass(frozen=True, slots=True)
class Trial:
    """The table on which a model is tried, and how.

    Parameters
    ----------
    make_model : callable
        Given a seed, returns an untrained estimator.
    X : pandas.DataFrame, n_tracks x n_features
        Features.
    y : ndarray of str, shape (n_tracks,)
        Genre of each track.
    codes : ndarray of int64, shape (n_tracks,)
        Position of each track's genre in `genres`.
    genres : ndarray of str, shape (n_genres,)
        Sorted.
    groups : Groups
        Rows that belong together.
    division : Division
        Which rows are cross-validated and how, and which are locked away.
    seed : int
        Of everything random in the scenarios.
    on_trained : callable
        Called with the scenario's title after each trained model.
    """

    make_model: Callable[[int], Any]
    X: pd.DataFrame
    y: NDArray[np.str_]
    codes: NDArray[np.int64]
    genres: NDArray[np.str_]
    groups: Groups
    division: Division
    seed: int
    on_trained: Callable[[str], None]

    def fit(self, train: NDArray[np.int64], seed: int) -> Any:  # noqa: ANN401
        """Train a new model on these rows."""
        return self.make_model(seed).fit(self.X.iloc[train], self.y[train])

    def predict(self, model: Any, rows: NDArray[np.int64]) -> NDArray[np.float64]:  # noqa: ANN401
        """Give a model's probabilities for these rows, in the order of all genres."""
        return aligned_proba(model, self.X.iloc[rows], self.genres.tolist())

    def hold_out(
        self,
        rows: NDArray[np.int64],
        proba: NDArray[np.float64],
        folds: NDArray[np.int64] | None = None,
    ) -> HeldOut:
        """Join predictions of these rows with their genres and groups."""
        _, units = np.unique(self.groups.ids[rows], return_inverse=True)
        return HeldOut.of(self.codes[rows], proba, folds=folds, units=units)


def count_fits(division: Division, *, random_rows: bool) -> int:
    """Give the number of models that all scenarios train together."""
    by_repeat = [folds.n_folds for folds in division.repeats]
    return (
        sum(by_repeat)
        + sum(by_repeat[:_SIDE_REPEATS]) * (1 + random_rows)
        + (len(division.locked) > 0)
    )


def headline_name(groups: Groups) -> tuple[str, str]:
    """Give the honest scenario's key, and its name for people."""
    return {
        "artists": ("unseen_artists", "unseen artists"),
        "tracks": ("unseen_tracks", "unseen tracks"),
    }.get(groups.kind, ("unseen_groups", f"unseen '{groups.kind}'"))


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

    passes, notes = _cross_validate(
        trial, trial.division.repeats, trial.fit, purpose=0, on_model=on_model
    )
    notes += _tell_lone(lone_genres(trial.y, trial.groups))
    scores, found = _summarise(trial, scenario, title, passes, notes)
    return scores, found, passes[0]


def run_random_rows(trial: Trial) -> ScenarioScores:
    """Cross-validate the same rows, split with no regard to groups.

    At most three repetitions are made.
    """
    title, rows = "random rows", trial.division.rows
    repeats = [
        split_rows(trial.codes[rows], n_folds=folds.n_folds, seed=seed)
        for folds, seed in zip(
            trial.division.repeats[:_SIDE_REPEATS],
            derive_seeds(trial.seed, _SIDE_REPEATS),
            strict=False,
        )
    ]
    passes, _ = _cross_validate(
        trial,
        repeats,
        trial.fit,
        purpose=1,
        is_naive=True,
        on_model=lambda _: trial.on_trained(title),
    )
    notes = ["Rows of one group may be on both sides of this split."]
    return _summarise(trial, "random_rows", title, passes, notes)[0]


def run_locked(trial: Trial) -> tuple[ScenarioScores, NDArray[np.float64]]:
    """Predict the locked rows once, by a model trained on the others.

    Returns
    -------
    scores : ScenarioScores
        ``locked_test``.
    proba : ndarray of float64, shape (n_locked, n_genres)
        Probabilities of the locked rows.
    """
    title, locked = "locked test", trial.division.locked
    train = training_rows(locked, trial.division.rows, trial.groups.ties)
    model, is_single = _train(trial, trial.fit, train, derive_seeds(trial.seed, 3)[2])
    proba = trial.predict(model, locked)
    trial.on_trained(title)
    notes = [f"Predicted once, by a model trained on {len(train):,} other tracks."]
    notes += _tell(1, len(trial.division.rows) - len(train), 0, int(is_single))
    passes = [trial.hold_out(locked, proba)]
    return _summarise(trial, "locked_test", title, passes, notes)[0], proba


def run_majority(trial: Trial) -> ScenarioScores:
    """Score the genre frequencies of training, on the headline's folds."""

    def count(train: NDArray[np.int64], _: int) -> MajorityBaseline:
        return MajorityBaseline().fit(trial.X.iloc[train], trial.y[train])

    passes, _ = _cross_validate(trial, trial.division.repeats, count, purpose=3)
    title = "always the most frequent genre"
    return _summarise(trial, "majority_baseline", title, passes, [])[0]


def run_shuffled(trial: Trial) -> ScenarioScores:
    """Score the model trained on shuffled genres, on the headline's folds.

    To save time it has at most 50 trees and three repetitions; a note says so.
    """
    title = "the model on shuffled genres"
    notes = ["Trained on shuffled genres, scored on the true ones."]

    def fit(train: NDArray[np.int64], seed: int) -> ShuffledLabels:
        model, note = _with_fewer_trees(trial.make_model(seed))
        notes.extend(note)
        return ShuffledLabels(model, random_state=seed).fit(
            trial.X.iloc[train], trial.y[train], groups=trial.groups.ids[train]
        )

    passes, _ = _cross_validate(
        trial,
        trial.division.repeats[:_SIDE_REPEATS],
        fit,
        purpose=4,
        on_model=lambda _: trial.on_trained(title),
    )
    return _summarise(trial, "shuffled_labels", title, passes, notes)[0]


def _cross_validate(
    trial: Trial,
    repeats: Sequence[Folds],
    fit: Callable[[NDArray[np.int64], int], Any],
    *,
    purpose: int,
    is_naive: bool = False,
    on_model: Callable[[FoldModel], None] | None = None,
) -> tuple[list[HeldOut], list[str]]:
    """Train on all folds but one, predict that one, and so on, for each repetition."""
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
            model, is_single = _train(trial, fit, train, fold_seed)
            proba[places] = trial.predict(model, test)
            n_purged += len(rows) - len(test) - len(train)
            n_unmet += len(np.setdiff1d(trial.codes[test], trial.codes[train]))
            n_single += is_single
            if on_model is not None:
                on_model(FoldModel(model, train, test, fold, repeat))
        passes.append(trial.hold_out(rows, proba, folds.fold))
        notes += [*folds.notes, *_tell(folds.n_folds, n_purged, n_unmet, n_single)]
    return passes, notes


def _train(
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


def _with_fewer_trees(model: Any) -> tuple[Any, list[str]]:  # noqa: ANN401
    for name, n_trees in model.get_params(deep=True).items():
        is_number_of_trees = name.rpartition("__")[2] in {"n_trees", "n_estimators"}
        if is_number_of_trees and n_trees > _SHUFFLED_TREES:
            model.set_params(**{name: _SHUFFLED_TREES})
            note = f"It has {_SHUFFLED_TREES} trees instead of {n_trees}, to save time."
            return model, [note]
    return model, []


def _summarise(
    trial: Trial,
    scenario: str,
    title: str,
    repeats: Sequence[HeldOut],
    notes: Sequence[str],
) -> tuple[ScenarioScores, Estimates]:
    """Score held-out predictions, and tell what could not be scored."""
    first = repeats[0]
    found = estimate(repeats, seed=trial.seed)
    n_groups = int(first.units.max()) + 1
    scores = ScenarioScores(
        scenario=scenario,
        title=title,
        n_tracks=len(first.codes),
        n_groups=n_groups,
        group_kind=trial.groups.kind,
        n_folds=int(first.folds.max()) + 1,
        n_repeats=len(repeats),
        metrics=found.metrics,
        notes=(
            *dict.fromkeys(notes),
            *_tell_undefined(first, found),
            (
                f"Intervals hold the middle 95 % of {found.n_replicates:,} drawings "
                f"of {n_groups:,} groups{_tell_widening(first)}."
            ),
        ),
    )
    return scores, found


def _tell_lone(lone: tuple[str, ...]) -> list[str]:
    """Say which genres cannot be named rightly, since one group holds all of each."""
    if not lone:
        return []
    shown = ", ".join(f"'{printable(name, limit=40)}'" for name in lone[:_SHOWN])
    more = f" and {len(lone) - _SHOWN:,} more" if len(lone) > _SHOWN else ""
    told = (
        f"Genres in one group only, which are missed by construction, as training "
        f"lacks them when they are tested: {shown}{more}."
    )
    return [told]


def _tell_widening(first: HeldOut) -> str:
    if first.folds.max() == 0:
        return ""
    return ", stretched because the folds' training sets overlap (Nadeau and Bengio)"


def _tell_undefined(first: HeldOut, found: Estimates) -> list[str]:
    notes = []
    n_genres = first.proba.shape[1]
    n_absent = n_genres - len(np.unique(first.codes))
    if n_absent:
        notes.append(
            f"{n_absent} of {n_genres} genres have no track here and are left out of "
            f"means over genres."
        )
    if "top_3_accuracy" not in found.metrics:
        notes.append(
            f"With {n_genres} genres the first three answers say nothing, so top-3 "
            f"accuracy is not given."
        )
    if "macro_auc_ovr" not in found.metrics:
        notes.append("No two genres share a fold, so no area under the curve exists.")
    return notes


def _tell(n_folds: int, n_purged: int, n_unmet: int, n_single: int) -> list[str]:
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
