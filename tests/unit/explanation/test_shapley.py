"""Tests of genrelens.explanation.shapley."""

from __future__ import annotations

import re

import numpy as np
import pytest

from genrelens.errors import InputError
from genrelens.explanation import shapley, shapley_blocks
from genrelens.explanation.shapley import ShapleyStudy, steps_of
from genrelens.models.genre_forest import GenreForest

GENRES = ["ambient", "house", "techno"]


@pytest.fixture
def model(linear_model):
    return linear_model({"tempo": 0.3, "explicit": 0.1})


def _study(features, **options):
    return ShapleyStudy(features, GENRES, **options)


def test_values_and_base_sum_to_the_prediction_of_every_genre(model, frame, features):
    study = _study(features)
    study.add_fold(model, frame, np.arange(100, 240))
    study.add_fold(model, frame, np.arange(100))

    table = study.result(240)

    predicted = model.predict_proba(frame)
    total = table.values.sum(axis=1) + table.base
    np.testing.assert_allclose(total[:, 1:], predicted, atol=1e-12)
    np.testing.assert_array_equal(total[:, 0], 0)
    assert table.rows.tolist() == list(range(240)), "in the order of the table"
    assert table.inputs.equals(frame)
    assert (table.why_not_all, table.n_explained, table.n_candidates) == ("", 240, 240)
    ignored = [features.index(f) for f in features if f.name not in model.weights]
    assert (table.values[:, ignored] == 0).all()
    np.testing.assert_allclose(table.sizes, np.abs(table.values).mean(axis=0))


@pytest.mark.parametrize("n_kept", [1, 10, 60])
def test_the_sizes_are_of_all_tracks_though_the_values_of_few_are_kept(
    model, frame, features, monkeypatch, n_kept
):
    whole = _study(features)
    y = np.repeat(["ambient", "house", "techno"], [24, 72, 144])
    whole.add_fold(model, frame, np.arange(240), y)
    monkeypatch.setattr(shapley, "_KEPT_TRACKS", n_kept)
    monkeypatch.setattr(shapley_blocks, "_MOST_ROWS", 13)
    study = _study(features, n_folds=1)
    study.add_fold(model, frame, np.arange(240), y)

    table, full = study.result(240), whole.result(240)

    np.testing.assert_allclose(table.sizes, full.sizes, rtol=1e-12)
    assert (len(table.rows), table.n_explained) == (n_kept, 240)
    np.testing.assert_array_equal(table.values, full.values[table.rows])
    assert table.inputs.equals(frame.iloc[table.rows])
    assert table.why_not_all == ""
    counts = [int((y[table.rows] == genre).sum()) for genre in GENRES]
    np.testing.assert_allclose(counts, np.array([0.1, 0.3, 0.6]) * n_kept, atol=1)


def test_the_values_kept_are_bounded_in_cells_as_well(
    model, frame, features, monkeypatch
):
    monkeypatch.setattr(shapley, "_KEPT_CELLS", 50 * len(features) * len(GENRES))
    study = _study(features)
    study.add_fold(model, frame, np.arange(240))

    assert len(study.result(240).rows) == 10, "a fifth of fifty"


def test_a_cut_is_told_and_keeps_each_genre_in_its_share(model, frame, features):
    y = np.repeat(["ambient", "house", "techno"], [24, 72, 144])
    study = _study(features, most_tracks=40, n_folds=1)
    study.add_fold(model, frame, np.arange(240), y)

    table = study.result(240)

    counts = [int((y[table.rows] == genre).sum()) for genre in GENRES]
    np.testing.assert_allclose(counts, [4, 12, 24], atol=1)
    assert table.why_not_all.startswith(
        "40 of 240 tracks were explained, drawn evenly with each genre in its share: "
        "at most 40 were asked for. A mean size lies within ±"
    )
    assert len(set(table.rows)) == 40
    assert table.inputs.equals(frame.iloc[table.rows])


def test_the_margin_that_is_told_holds_for_about_95_of_100_samples(
    frame, features, linear_model
):
    frame = frame.sample(2_000, replace=True, random_state=4, ignore_index=True)
    model = linear_model({"tempo": 0.3})
    truth = np.abs(model.shapley_values(frame)[0]).mean(axis=0)
    hits = []
    for seed in range(200):
        study = _study(features, most_tracks=100, n_folds=1, random_state=seed)
        study.add_fold(model, frame, np.arange(2_000), np.zeros(2_000))
        table = study.result(2_000)
        margin = float(re.search(r"±([\d.]+)", table.why_not_all)[1]) / 100
        hits.append(np.abs(table.sizes[:, 1:] - truth).max() <= margin)

    assert 0.9 <= np.mean(hits) <= 0.99


def test_without_genres_the_predicted_ones_take_their_place(model, frame, features):
    study = _study(features, most_tracks=60, n_folds=1)
    study.add_fold(model, frame, np.arange(240))

    rows = study.result(240).rows

    taken = model.predict_proba(frame).argmax(axis=1)
    assert taken[rows].mean() == pytest.approx(taken.mean(), abs=0.02)


def _forest(frame, n_trees=10):
    y = np.where(frame["tempo"] > 120, "techno", "house")
    forest = GenreForest(n_trees=n_trees, random_state=0, n_jobs=1)
    return forest.fit(frame, y), y


def test_a_large_forest_explains_a_sample_and_the_clock_has_no_say(
    frame, features, monkeypatch
):
    forest, y = _forest(frame)
    work = 61 * steps_of(forest)
    monkeypatch.setattr(shapley, "_MOST_WORK", work)
    monkeypatch.setattr(shapley, "_FEWEST_TRACKS", 10)

    tables = []
    for _ in range(2):
        study = _study(features, n_folds=2)
        study.add_fold(forest, frame, np.arange(120), y)
        study.add_fold(forest, frame, np.arange(120, 240), y)
        tables.append(study.result(240))

    first, again = tables
    assert len(first.rows) == 60
    np.testing.assert_array_equal(first.rows, again.rows)
    np.testing.assert_array_equal(first.values, again.values)
    assert "60 of 240 tracks were explained" in first.why_not_all
    assert f"one track takes {steps_of(forest):,} steps" in first.why_not_all
    assert steps_of(_forest(frame, 20)[0]) > steps_of(forest)


def test_however_large_the_forest_some_tracks_are_explained(
    frame, features, monkeypatch
):
    forest, y = _forest(frame)
    monkeypatch.setattr(shapley, "_MOST_WORK", 1)
    monkeypatch.setattr(shapley, "_FEWEST_TRACKS", 10)
    study = _study(features, n_folds=2)
    study.add_fold(forest, frame, np.arange(240), y)

    assert study.result(240).n_explained == 5


def test_the_genre_forest_adds_up_and_its_constant_feature_has_no_part(frame, features):
    frame = frame.assign(loudness=-7.0)
    forest, y = _forest(frame)
    study = _study(features)
    study.add_fold(forest, frame, np.arange(240), y)

    table = study.result(240)

    total = table.values.sum(axis=1) + table.base
    np.testing.assert_allclose(total[:, 1:], forest.predict_proba(frame), atol=1e-9)
    by_feature = table.sizes.sum(axis=1)
    assert by_feature[1] == 0
    assert by_feature.argmax() == 0, "the planted tempo"


def test_nothing_explained_is_refused_and_an_empty_fold_is_not(model, frame, features):
    study = _study(features)
    study.add_fold(model, frame, np.arange(0))

    with pytest.raises(InputError, match="none of 240 tracks"):
        study.result(240)
    none = _study(features, most_tracks=0)
    none.add_fold(model, frame, np.arange(240))
    with pytest.raises(InputError, match="none of 240 tracks"):
        none.result(240)


def test_tracks_of_folds_that_were_not_explained_are_told(model, frame, features):
    study = _study(features)
    study.add_fold(model, frame, np.arange(100))

    assert study.result(240).why_not_all == (
        "100 of 240 tracks were explained; the others were in no fold that was "
        "explained."
    )
