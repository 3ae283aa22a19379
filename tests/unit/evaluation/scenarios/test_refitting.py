"""Tests of genrelens.evaluation.scenarios.refitting."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from genrelens.evaluation.scenarios.refitting import SIDE_TREES, refit
from genrelens.evaluation.scores import score
from genrelens.models.genre_forest import GenreForest

if TYPE_CHECKING:
    from collections.abc import Callable

    from genrelens.evaluation.grouping import Groups
    from genrelens.evaluation.scenarios.trial import Trial


@pytest.fixture
def trial(
    make_groups: Callable[..., Groups], make_trial: Callable[..., Trial]
) -> Trial:
    rng = np.random.default_rng(1)
    return make_trial(make_groups(rng.integers(0, 80, 300)), rng.integers(0, 3, 300))


def test_two_calls_with_one_purpose_differ_only_by_what_was_changed(
    trial: Trial,
) -> None:
    plain, again = refit(trial, purpose=100), refit(trial, purpose=100)
    assert np.array_equal(plain.proba, again.proba)
    assert np.array_equal(plain.folds, trial.division.repeats[0].fold)
    told = refit(trial, purpose=100, X=trial.X.assign(answer=trial.codes))
    assert np.array_equal(told.codes, plain.codes)
    assert score(told.codes, told.proba)["accuracy"] > 0.99


def test_training_is_narrowed_to_the_rows_that_are_kept(trial: Trial) -> None:
    seen: dict[int, int] = {}

    def keep(train: np.ndarray, fold: int) -> np.ndarray:
        seen[fold] = len(train)
        return train[::4]

    narrowed = refit(trial, purpose=100, keep=keep)
    assert sorted(seen) == list(range(trial.division.repeats[0].n_folds))
    assert not np.array_equal(narrowed.proba, refit(trial, purpose=100).proba)


def test_other_genres_of_the_same_rows_are_learnt_instead(trial: Trial) -> None:
    merged = np.where(trial.codes == 2, "bass", "other")
    found = refit(trial, purpose=100, y=merged)
    assert found.proba.shape[1] == 2
    assert np.array_equal(
        found.codes, np.where(trial.codes == 2, 0, 1)[trial.division.rows]
    )


def test_a_forest_has_no_more_than_the_stated_trees(
    make_groups: Callable[..., Groups], make_trial: Callable[..., Trial]
) -> None:
    made: list[GenreForest] = []

    def make_model(seed: int) -> GenreForest:
        made.append(GenreForest(n_trees=SIDE_TREES + 1, random_state=seed, n_jobs=1))
        return made[-1]

    codes = np.arange(80) % 2
    trial = make_trial(make_groups(np.arange(80)), codes, make_model=make_model)
    refit(trial, purpose=100)
    assert {model.n_trees for model in made} == {SIDE_TREES}
