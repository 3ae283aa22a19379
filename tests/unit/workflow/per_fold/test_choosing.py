from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from genrelens.evaluation.evaluating import evaluate
from genrelens.evaluation.grouping import find_groups
from genrelens.models import choosing_forest
from genrelens.models.choosing_forest import ChoosingForest
from genrelens.models.genre_forest import GenreForest
from genrelens.workflow.per_fold.choosing import AttributeChoice
from genrelens.workflow.preparing import prepare
from genrelens.workflow.progress import silent
from genrelens.workflow.requests import TrainRequest


@pytest.fixture
def setting(write_tracks, tmp_path):
    """Two genres told apart by tempo alone; energy and key are noise."""
    rng = np.random.default_rng(2)
    table = write_tracks(n_tracks=200, key=rng.integers(0, 12, 200))
    prepared = prepare(TrainRequest(table=table, output=tmp_path))
    return prepared, find_groups(prepared.checked.table, prepared.rows)


def make_forest(seed: int) -> GenreForest:
    return GenreForest(n_trees=10, random_state=seed, n_jobs=1)


def choice_of(setting, *, is_asked: bool = True) -> AttributeChoice:
    return AttributeChoice(*setting, make_forest, is_asked=is_asked)


def test_what_tells_the_genres_apart_is_kept_and_noise_is_not(setting) -> None:
    told = []
    choice = choice_of(setting)
    finished = choice.finish(4, lambda *step: told.append(step))
    assert [feature.name for feature in finished.features] == ["tempo"]
    assert type(finished.model) is GenreForest
    assert finished.model.feature_names_in_.tolist() == ["tempo"]
    assert finished.selection.chosen == ("tempo",)
    assert finished.selection.is_applied
    assert finished.selection.scenario == "unseen_artists"
    assert finished.why_none == ""
    assert {stage for stage, _, _ in told} == {"choosing attributes"}
    assert told[-1][1] == told[-1][2]


def test_nothing_is_chosen_where_it_was_not_asked_for(setting) -> None:
    choice = choice_of(setting, is_asked=False)
    assert type(choice.make_model(0)) is GenreForest
    finished = choice.finish(0, silent)
    assert finished.features == setting[0].features
    assert finished.selection is None
    assert "--select auto" in finished.why_none
    run = evaluate(
        choice.make_model,
        setting[0].inputs,
        setting[0].labels,
        setting[1],
        seed=0,
        random_rows=False,
    )
    assert choice.tell(run) is run


def test_of_one_attribute_nothing_can_be_chosen(setting) -> None:
    prepared, groups = setting
    alone = replace(
        prepared, features=prepared.features[:1], inputs=prepared.inputs.iloc[:, :1]
    )
    finished = choice_of((alone, groups)).finish(0, silent)
    assert finished.features == alone.features
    assert finished.selection is None
    assert "only one attribute" in finished.why_none


def test_every_choice_of_an_evaluation_is_made_inside_a_training_part(
    setting, monkeypatch
) -> None:
    """The choice was once made before, and outside, the folds that scored it."""
    prepared, groups = setting
    original = choosing_forest.select_features
    looked_at = []

    def spy(make_model, X, *given, **options):
        looked_at.append(X.index.to_numpy())
        return original(make_model, X, *given, **options)

    monkeypatch.setattr(choosing_forest, "select_features", spy)
    choice = choice_of(setting)
    trained_on = []

    def on_fold(fold) -> None:
        assert isinstance(fold.model, ChoosingForest)
        assert looked_at[-1].tolist() == fold.train.tolist()
        assert not set(groups.ids[looked_at[-1]]) & set(groups.ids[fold.test])
        trained_on.append(fold.train)
        choice.add_fold(fold)

    run = evaluate(
        choice.make_model,
        prepared.inputs,
        prepared.labels,
        groups,
        seed=1,
        on_fold=on_fold,
    )
    assert len(trained_on) == 5
    locked = np.flatnonzero(run.part == "locked test")
    assert len(locked)
    # Folds, random rows, the locked test's model, shuffled genres: each chooses anew.
    assert len(looked_at) == 5 + 5 + 1 + 5
    assert not any(set(rows) & set(locked) for rows in looked_at)
    notes = " ".join(choice.tell(run).evaluation.notes)
    assert "chosen anew inside every training part" in notes
    assert "So many of 5 folds chose an attribute: tempo 5" in notes


def test_folds_that_could_not_choose_are_told(setting) -> None:
    prepared, groups = setting
    halves = np.arange(len(groups.ids)) // (len(groups.ids) // 2 + 1)
    two = replace(groups, ids=halves.astype(np.int64), n_groups=2)
    choice = choice_of((prepared, two))
    run = evaluate(
        choice.make_model,
        prepared.inputs,
        prepared.labels,
        two,
        seed=1,
        random_rows=False,
        on_fold=choice.add_fold,
    )
    notes = " ".join(choice.tell(run).evaluation.notes)
    assert "In 2 of 2 folds no choice could be made, and all attributes were kept." in (
        notes
    )
    finished = choice.finish(0, silent)
    assert finished.selection is None
    assert "3 are needed" in finished.why_none
    assert finished.features == prepared.features


def test_one_seed_gives_one_choice(setting) -> None:
    twice = [choice_of(setting).finish(4, silent) for _ in range(2)]
    assert twice[0].selection.to_dict() == twice[1].selection.to_dict()
