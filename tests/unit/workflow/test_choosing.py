from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from genrelens.evaluation.evaluating import development_folds
from genrelens.evaluation.grouping import find_groups
from genrelens.models.genre_forest import GenreForest
from genrelens.workflow import choosing
from genrelens.workflow.choosing import choose_features
from genrelens.workflow.preparing import prepare
from genrelens.workflow.progress import silent
from genrelens.workflow.requests import TrainRequest


@pytest.fixture
def setting(write_tracks, tmp_path):
    """Two genres told apart by tempo alone; energy and key are noise."""
    rng = np.random.default_rng(2)
    table = write_tracks(n_tracks=200, key=rng.integers(0, 12, 200))
    request = TrainRequest(table=table, output=tmp_path, select=True, trees=10, seed=4)
    prepared = prepare(request)
    return prepared, find_groups(prepared.checked.table, prepared.rows), request


def make_model(seed: int) -> GenreForest:
    return GenreForest(n_trees=10, random_state=seed, n_jobs=1)


def test_what_tells_the_genres_apart_is_kept_and_noise_is_not(setting) -> None:
    prepared, groups, request = setting
    kept, (selection, why) = choose_features(
        prepared, groups, request, make_model, silent
    )
    assert [feature.name for feature in kept.features] == ["tempo"]
    assert list(kept.inputs) == ["tempo"]
    assert selection.chosen == ("tempo",)
    assert selection.is_applied
    assert selection.scenario == "unseen_artists"
    assert why == ""
    assert (kept.labels == prepared.labels).all()


def test_nothing_is_chosen_where_it_was_not_asked_for(setting) -> None:
    prepared, groups, request = setting
    kept, (selection, why) = choose_features(
        prepared, groups, replace(request, select=False), make_model, silent
    )
    assert kept is prepared
    assert selection is None
    assert "--select auto" in why


def test_of_one_attribute_nothing_can_be_chosen(setting) -> None:
    prepared, groups, request = setting
    alone = replace(
        prepared, features=prepared.features[:1], inputs=prepared.inputs.iloc[:, :1]
    )
    kept, (selection, why) = choose_features(alone, groups, request, make_model, silent)
    assert kept is alone
    assert selection is None
    assert "only one attribute" in why


def test_the_locked_test_takes_no_part_and_the_forest_is_small(
    setting, monkeypatch
) -> None:
    prepared, groups, request = setting
    seen = {}

    def spy(make, inputs, labels, folds, **options):
        seen.update(make=make, folds=folds, **options)
        return original(make, inputs, labels, folds, **options)

    original = choosing.select_features
    monkeypatch.setattr(choosing, "select_features", spy)
    large = replace(request, trees=500)
    told = []
    choose_features(
        prepared, groups, large, make_model, lambda *step: told.append(step)
    )
    expected = development_folds(prepared.labels, groups, seed=request.seed)
    for (train, test), (train_2, test_2) in zip(seen["folds"], expected, strict=True):
        assert np.array_equal(train, train_2)
        assert np.array_equal(test, test_2)
    assert seen["make"](0).n_trees == 60
    assert {stage for stage, _, _ in told} == {"choosing attributes"}
    assert told[-1][1] == told[-1][2]


def test_one_seed_gives_one_choice(setting) -> None:
    prepared, groups, request = setting
    twice = [
        choose_features(prepared, groups, request, make_model, silent)[1][0].to_dict()
        for _ in range(2)
    ]
    assert twice[0] == twice[1]
