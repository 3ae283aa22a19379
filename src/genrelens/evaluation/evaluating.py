"""Find out how good a model is on music it has never met, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING, Any

import numpy as np

from genrelens.errors import InputError
from genrelens.evaluation.confusion import count_confusion
from genrelens.evaluation.curves import trace_curves
from genrelens.evaluation.grouping import refuse_lone_genres
from genrelens.evaluation.honesty.gap import measure_gap
from genrelens.evaluation.intervals import permutation_p_value
from genrelens.evaluation.reliability import measure_reliability
from genrelens.evaluation.results import Evaluation, GenreScores
from genrelens.evaluation.scenarios.counting_once import mark_once, weigh_rows
from genrelens.evaluation.scenarios.running import (
    count_fits,
    run_headline,
    run_locked,
    run_majority,
    run_random_rows,
    run_shuffled,
    score_every_row,
)
from genrelens.evaluation.scenarios.summary import ScenarioRun
from genrelens.evaluation.scenarios.taking_apart import (
    mean_training,
    plan_sides,
    run_sides,
)
from genrelens.evaluation.scenarios.trial import FoldModel, Trial
from genrelens.evaluation.splitting import (
    choose_n_folds,
    derive_seeds,
    divide,
    divide_as_given,
    training_rows,
)
from genrelens.evaluation.verdict import beats_chance, write_verdict
from genrelens.models.baselines import shuffle_over_groups

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd
    from numpy.typing import NDArray

    from genrelens.evaluation.grouping import Groups
    from genrelens.evaluation.honesty.results import HonestyGap
    from genrelens.evaluation.intervals import Estimates
    from genrelens.evaluation.results import ScenarioScores
    from genrelens.evaluation.scenarios.kinship import Kinship
    from genrelens.evaluation.scores import HeldOut
    from genrelens.evaluation.splitting import Division

__all__ = [
    "EvaluationRun",
    "FoldModel",
    "development_folds",
    "divide_table",
    "evaluate",
]

_MANY_TRACKS = 10_000
_N_PERMUTATIONS, _N_PERMUTATIONS_OF_MANY = 999, 199


@dataclass(frozen=True, slots=True)
class EvaluationRun:
    """What evaluation found, and every track's held-out prediction.

    Parameters
    ----------
    evaluation : Evaluation
        Scores, verdict and the rest.
    out_of_fold : ndarray of float64, shape (n_tracks, n_genres)
        Probabilities by a model that was not trained on the track's group;
        of the first repetition, where cross-validation was repeated.
    part : ndarray of str, shape (n_tracks,)
        ``"cross-validation"`` or ``"locked test"``.
    fold : ndarray of int64, shape (n_tracks,)
        Fold in which the track was tested; -1 in the locked test.
    trial : Trial
        The table, model and division, for questions that need training again.
    held_out : HeldOut
        The headline's predictions (of the first repetition), in the order of
        ``trial.division.rows``.
    counted : HeldOut
        The same with every track once; the headline's scores are of these.
    gap : HonestyGap or None
        How much better the model looks under easier ways of splitting; None where
        `evaluate` was not told what rows share.
    """

    evaluation: Evaluation
    out_of_fold: NDArray[np.float64]
    part: NDArray[np.str_]
    fold: NDArray[np.int64]
    trial: Trial
    held_out: HeldOut
    counted: HeldOut
    gap: HonestyGap | None = None

    @property
    def is_counted(self) -> NDArray[np.bool_]:
        """Which rows of `held_out` are in `counted`."""
        if self.trial.is_counted is None:
            return np.ones(len(self.held_out.codes), dtype=bool)
        return self.trial.is_counted[self.trial.division.rows]


def evaluate(
    make_model: Callable[[int], Any],
    X: pd.DataFrame,
    y: NDArray[np.str_],
    groups: Groups,
    *,
    seed: int,
    n_folds: int | None = None,
    random_rows: bool = True,
    tracks: NDArray[np.int64] | None = None,
    kinship: Kinship | None = None,
    is_test: NDArray[np.bool_] | None = None,
    division: Division | None = None,
    on_fold: Callable[[FoldModel], None] | None = None,
    on_step: Callable[[str, int, int], None] | None = None,
) -> EvaluationRun:
    """Score a model by grouped cross-validation, beside baselines and a naive split.

    A fifth of the tracks (a tenth from 10,000 on), whole groups of them, is locked
    away; the rest is cross-validated with no group on both sides (the headline).
    The locked part is predicted once, by a model trained on the rest. Beside these
    stand the same rows split at random, a baseline that names the most frequent
    genre, and the model trained on shuffled genres. A table with few tracks or
    groups a genre is cross-validated repeatedly instead, and nothing is locked.

    Parameters
    ----------
    make_model : callable
        Given a seed, returns an untrained estimator with ``fit``,
        ``predict_proba`` and ``classes_``.
    X : pandas.DataFrame, n_tracks x n_features
        Features.
    y : ndarray of str, shape (n_tracks,)
        Genre of each track.
    groups : Groups
        From `genrelens.evaluation.grouping.find_groups`, for the same rows.
    seed : int
        Of everything random here.
    n_folds : int, optional
        Folds of each cross-validation; five where not given, and ten from 10,000
        rows on (`genrelens.evaluation.splitting.choose_n_folds`).
    random_rows : bool, default True
        Whether to show the naive split as well; always with `kinship`.
    tracks : ndarray of int64, shape (n_tracks,), optional
        Number of the track that each row lists
        (`genrelens.checking.identity.track_keys`). A track then counts once in every
        score, and its copies under one genre weigh no more than one row in training.
    kinship : Kinship, optional
        What rows share (`genrelens.evaluation.scenarios.kinship.find_kinship`).
        The scenarios between random rows and the headline, and another source, are
        then run as well, and the gap between them is measured.
    is_test : ndarray of bool, shape (n_tracks,), optional
        The rows of a given test list; they take the place of the locked test.
    division : Division, optional
        What `divide_table` gave for the same rows, seed and folds, where that was
        asked before.
    on_fold : callable, optional
        Called with the trained model of each headline fold of the first
        repetition, once.
    on_step : callable, optional
        Called after each trained model with a title, the number trained so
        far and the number in all.

    Returns
    -------
    EvaluationRun

    Raises
    ------
    InputError
        If there are fewer than two genres or groups, sizes do not fit, or no
        more than one genre is in several groups.
    """
    divide_seed, run_seed, permute_seed = derive_seeds(seed, 3)
    genres, codes = _read_genres(X, y, groups)
    if division is None:
        division = _divide(codes, groups, is_test, n_folds, divide_seed)
    refuse_lone_genres(genres[codes], groups)
    y = genres[codes]
    parts = (make_model, X, y, codes, genres, groups, division, run_seed)
    trial = _counting_once(Trial(*parts, _silent), tracks)
    trial, tried = _try_splits(trial, kinship, random_rows, on_fold, on_step)
    scenarios, held_out = dict(tried.scenarios), tried.headline.held_out
    out_of_fold = np.zeros((len(codes), len(genres)))
    out_of_fold[division.rows] = held_out.proba
    if len(division.locked):
        locked, out_of_fold[division.locked] = run_locked(trial)
        scenarios[locked.scenario] = locked
    scenarios["majority_baseline"] = run_majority(trial)
    scenarios["shuffled_labels"] = run_shuffled(trial)
    fold, part = _tell_parts(division, len(codes))
    counted = trial.count_once(held_out)
    p_value = _test_chance(counted, permute_seed)
    evaluation = _conclude(trial, scenarios, tried, counted, p_value)
    return EvaluationRun(
        evaluation, out_of_fold, part, fold, trial, held_out, counted, tried.gap
    )


def _counting_once(trial: Trial, tracks: NDArray[np.int64] | None) -> Trial:
    """Make every track count once in each part, and its copies weigh one row."""
    if tracks is None:
        return trial
    once = np.zeros(len(tracks), dtype=bool)
    for rows in (trial.division.rows, trial.division.locked):
        once[rows] = mark_once(trial.codes[rows], tracks[rows])
    weights = weigh_rows(trial.codes, tracks)
    return replace(trial, is_counted=once, weights=weights)


@dataclass(frozen=True, slots=True)
class _Tried:
    """The headline, what stands beside it, and the gap between them."""

    headline: ScenarioRun
    scenarios: dict[str, ScenarioScores]
    gap: HonestyGap | None


def _try_splits(
    trial: Trial,
    kinship: Kinship | None,
    random_rows: bool,  # noqa: FBT001
    on_fold: Callable[[FoldModel], None] | None,
    on_step: Callable[[str, int, int], None] | None,
) -> tuple[Trial, _Tried]:
    """Run the headline and all other ways of splitting; give the counting trial too."""
    n_folds = trial.division.repeats[0].n_folds
    plan = None if kinship is None else plan_sides(trial, kinship, n_folds=n_folds)
    n_fits = count_fits(trial.division, random_rows=random_rows and plan is None)
    n_fits += 0 if plan is None else plan.n_fits
    trial = replace(trial, on_trained=_counter(on_step, n_fits))
    scores, found, held_out = run_headline(trial, on_fold)
    headline = ScenarioRun(scores, found, held_out, mean_training(trial))
    scenarios = {scores.scenario: scores}
    if kinship is not None and plan is not None:
        sides = run_sides(trial, kinship, plan)
        scenarios |= sides.scenarios
        gap = measure_gap(trial, headline, sides, kinship)
        return trial, _Tried(headline, scenarios, gap)
    if random_rows:
        naive, passes = run_random_rows(trial)
        every_row = score_every_row(trial, passes)
        if every_row is not None:
            scenarios["every_row"] = every_row
        scenarios["random_rows"] = naive.scores
    return trial, _Tried(headline, scenarios, None)


def divide_table(
    y: NDArray[np.str_],
    groups: Groups,
    *,
    seed: int,
    is_test: NDArray[np.bool_] | None = None,
) -> Division:
    """Decide which rows `evaluate` locks away, and how it cross-validates the others.

    Parameters
    ----------
    y, groups, seed, is_test
        As for `evaluate`, which may be given the answer.

    Raises
    ------
    InputError
        As `evaluate`.
    """
    _, codes = np.unique(np.asarray(y, dtype=str), return_inverse=True)
    divide_seed, _, _ = derive_seeds(seed, 3)
    return _divide(codes.astype(np.int64), groups, is_test, None, divide_seed)


def development_folds(
    y: NDArray[np.str_],
    groups: Groups,
    *,
    seed: int,
    n_folds: int | None = None,
    is_test: NDArray[np.bool_] | None = None,
) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Give folds for choosing anything before `evaluate` is called.

    They lie within the part that `evaluate` cross-validates under the same
    seed, so that its locked test takes no part in the choice.

    Parameters
    ----------
    y, groups, seed, n_folds, is_test
        As for `evaluate`.

    Returns
    -------
    list of (ndarray of int64, ndarray of int64)
        Training and test positions of each fold.

    Raises
    ------
    InputError
        As `evaluate`.
    """
    divide_seed, _, _ = derive_seeds(seed, 3)
    _, codes = np.unique(np.asarray(y, dtype=str), return_inverse=True)
    division = _divide(codes.astype(np.int64), groups, is_test, n_folds, divide_seed)
    refuse_lone_genres(np.asarray(y, dtype=str), groups)
    folds = []
    for held_out in division.repeats[0]:
        test = division.rows[held_out]
        others = np.setdiff1d(division.rows, test)
        folds.append((training_rows(test, others, groups.ties), test))
    return folds


def _divide(
    codes: NDArray[np.int64],
    groups: Groups,
    is_test: NDArray[np.bool_] | None,
    n_folds: int | None,
    seed: int,
) -> Division:
    if n_folds is None:
        n_folds = choose_n_folds(len(codes))
    if is_test is None:
        return divide(codes, groups, n_folds=n_folds, seed=seed)
    return divide_as_given(codes, groups, is_test, n_folds=n_folds, seed=seed)


def _silent(_: str) -> None:
    """Count nothing, before it is known how much there is to count."""


def _read_genres(
    X: pd.DataFrame, y: NDArray[np.str_], groups: Groups
) -> tuple[NDArray[np.str_], NDArray[np.int64]]:
    labels = np.asarray(y, dtype=str)
    if not len(X) == len(labels) == len(groups.ids):
        raise InputError(
            f"{len(X)} rows of features, {len(labels)} genres and "
            f"{len(groups.ids)} group numbers do not fit. Give one of each a track."
        )
    genres, codes = np.unique(labels, return_inverse=True)
    if len(genres) < 2:  # noqa: PLR2004
        raise InputError(
            f"There is only {len(genres)} genre in {len(labels)} tracks, so nothing "
            f"can be told apart. Give tracks of at least two genres."
        )
    return genres, codes.astype(np.int64)


def _tell_parts(
    division: Division, n_tracks: int
) -> tuple[NDArray[np.int64], NDArray[np.str_]]:
    fold = np.full(n_tracks, -1, dtype=np.int64)
    fold[division.rows] = division.repeats[0].fold
    return fold, np.where(fold < 0, "locked test", "cross-validation")


def _counter(
    on_step: Callable[[str, int, int], None] | None, n_total: int
) -> Callable[[str], None]:
    """Make a function that counts its calls and passes the count on."""
    numbers = count(1)

    def on_trained(title: str) -> None:
        n_done = next(numbers)
        if on_step is not None:
            on_step(title, n_done, n_total)

    return on_trained


def _conclude(
    trial: Trial,
    scenarios: dict[str, ScenarioScores],
    tried: _Tried,
    counted: HeldOut,
    p_value: float,
) -> Evaluation:
    headline, found = tried.headline.scores, tried.headline.found
    names = tuple(str(genre) for genre in trial.genres)
    small = trial.division.small
    by_genre = _score_genres(names, counted, found)
    return Evaluation(
        genres=names,
        headline=headline.scenario,
        scenarios=scenarios,
        by_genre=by_genre,
        confusion=count_confusion(counted.codes, counted.proba, names),
        curves=trace_curves(
            counted.codes, counted.proba, counted.folds, names, found.by_genre["auc"]
        ),
        reliability=measure_reliability(counted.codes, counted.proba),
        chance=scenarios["shuffled_labels"].metrics["accuracy"],
        is_better_than_chance=beats_chance(headline, p_value),
        p_value=p_value,
        verdict=write_verdict(
            headline,
            scenarios["majority_baseline"],
            scenarios.get("random_rows"),
            n_genres=len(names),
            p_value=p_value,
            small=small,
            gap=tried.gap,
            given=scenarios.get("given_test"),
        ),
        is_small=bool(small),
        notes=(trial.groups.how, *trial.division.notes),
    )


def _test_chance(held_out: HeldOut, seed: int) -> float:
    is_large = len(held_out.codes) > _MANY_TRACKS
    n_permutations = _N_PERMUTATIONS_OF_MANY if is_large else _N_PERMUTATIONS
    rng = np.random.default_rng(seed)
    return permutation_p_value(
        held_out,
        (shuffle_over_groups(held_out.units, rng) for _ in range(n_permutations)),
    )


def _score_genres(
    names: tuple[str, ...], held_out: HeldOut, found: Estimates
) -> tuple[GenreScores, ...]:
    """Gather each genre's scores; one without tracks here has none."""
    scored = []
    for code, name in enumerate(names):
        is_own = held_out.codes == code
        precision, recall, f1, auc = (
            found.by_genre[score][code]
            for score in ("precision", "recall", "f1", "auc")
        )
        if precision is None or recall is None or f1 is None:
            continue  # the headline's notes count such genres
        scored.append(
            GenreScores(
                genre=name,
                n_tracks=int(is_own.sum()),
                n_groups=len(np.unique(held_out.units[is_own])),
                precision=precision,
                recall=recall,
                f1=f1,
                auc=auc,
            )
        )
    return tuple(scored)
