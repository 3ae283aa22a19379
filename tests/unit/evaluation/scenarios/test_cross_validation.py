"""Tests of genrelens.evaluation.scenarios.cross_validation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from genrelens.errors import InputError
from genrelens.evaluation.scenarios.cross_validation import (
    cross_validate,
    tell_training,
    train_on,
    with_fewer_trees,
)
from genrelens.models.genre_forest import GenreForest

if TYPE_CHECKING:
    from collections.abc import Callable

    from genrelens.evaluation.grouping import Groups
    from genrelens.evaluation.scenarios.trial import FoldModel, Trial


def test_no_group_is_on_both_sides_and_every_row_is_tested_once(
    make_groups: Callable[..., Groups], make_trial: Callable[..., Trial]
) -> None:
    rng = np.random.default_rng(0)
    trial = make_trial(make_groups(rng.integers(0, 60, 200)), rng.integers(0, 3, 200))
    models: list[FoldModel] = []
    passes, _ = cross_validate(
        trial, trial.division.repeats, trial.fit, purpose=0, on_model=models.append
    )
    ids = trial.groups.ids
    assert all(not set(ids[m.train]) & set(ids[m.test]) for m in models)
    tested = np.concatenate([model.test for model in models])
    assert np.array_equal(np.sort(tested), trial.division.rows)
    assert passes[0].proba.sum(axis=1) == pytest.approx(1.0)


def test_a_single_genre_is_counted_instead_of_learnt(
    make_groups: Callable[..., Groups], make_trial: Callable[..., Trial]
) -> None:
    trial = make_trial(make_groups(np.arange(40)), np.arange(40) % 2)
    model, is_single = train_on(trial, trial.fit, np.arange(0, 40, 2), 0)
    assert is_single
    assert trial.predict(model, np.arange(3))[:, 0].tolist() == [1, 1, 1]


def test_nothing_to_train_on_is_refused_in_words(
    make_groups: Callable[..., Groups], make_trial: Callable[..., Trial]
) -> None:
    trial = make_trial(make_groups(np.arange(40)), np.arange(40) % 2)
    with pytest.raises(InputError, match="none is left to train on"):
        train_on(trial, trial.fit, np.empty(0, dtype=np.int64), 0)


def test_fewer_trees_are_told_and_small_forests_left_alone() -> None:
    model, notes = with_fewer_trees(GenreForest(n_trees=300), 50)
    assert model.n_trees == 50
    assert notes == ["It has 50 trees instead of 300, to save time."]
    model, notes = with_fewer_trees(GenreForest(n_trees=30), 50)
    assert (model.n_trees, notes) == (30, [])


def test_what_training_lacked_is_told_with_counts() -> None:
    told = tell_training(5, 10, 2, 1)
    for word, note in zip(["2 rows", "2 cases", "1 of 5"], told, strict=True):
        assert word in note
    assert tell_training(5, 0, 0, 0) == []
