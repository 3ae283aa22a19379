"""Tests of genrelens.explanation.shapley."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.errors import AdditivityError, InputError
from genrelens.explanation import shapley
from genrelens.explanation.shapley import ShapleyStudy, explain_rows, seconds_per_track
from genrelens.models.genre_forest import GenreForest

GENRES = ["ambient", "house", "techno"]


@pytest.fixture
def model(linear_model):
    return linear_model({"tempo": 0.3, "explicit": 0.1})


def _study(features, **options):
    return ShapleyStudy(features, GENRES, **({"per_fold": 1000} | options))


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
    assert (table.why_not_all, table.n_candidates) == ("", 240)
    ignored = [features.index(f) for f in features if f.name not in model.weights]
    assert (table.values[:, ignored] == 0).all()


def test_a_sum_that_misses_the_prediction_is_an_error(model, frame, features):
    honest = model.shapley_values

    def off_by_a_little(X):
        values, base = honest(X)
        values[3, 0, 1] += 1e-8
        return values, base

    model.shapley_values = off_by_a_little

    with pytest.raises(AdditivityError, match="1 of 240 tracks miss"):
        _study(features).add_fold(model, frame, np.arange(240))


def test_a_value_that_is_no_number_is_an_error(model, frame, features):
    model.shapley_values = lambda X: (
        np.full((len(X), len(features), 2), np.nan),
        np.zeros(2),
    )

    with pytest.raises(AdditivityError, match="240 of 240 tracks"):
        _study(features).add_fold(model, frame, np.arange(240))


def test_blocks_change_nothing(model, frame, monkeypatch):
    whole, base = explain_rows(model, frame, GENRES)
    monkeypatch.setattr(shapley, "_BLOCK_CELLS", 7 * frame.shape[1] * len(GENRES))

    pieces, same_base = explain_rows(model, frame, GENRES)

    np.testing.assert_array_equal(whole, pieces)
    np.testing.assert_array_equal(base, same_base)


def test_a_cut_is_told_and_keeps_each_genre_in_its_share(model, frame, features):
    y = np.repeat(["ambient", "house", "techno"], [24, 72, 144])
    study = _study(features, per_fold=40)
    study.add_fold(model, frame, np.arange(240), y)

    table = study.result(240)

    counts = [int((y[table.rows] == genre).sum()) for genre in GENRES]
    np.testing.assert_allclose(counts, [4, 12, 24], atol=1)
    assert table.why_not_all == (
        "40 of 240 tracks were explained (at most 40 a fold; each genre in its share)."
    )
    assert len(set(table.rows)) == 40
    assert table.inputs.equals(frame.iloc[table.rows])


def test_without_genres_the_predicted_ones_take_their_place(model, frame, features):
    study = _study(features, per_fold=60)
    study.add_fold(model, frame, np.arange(240))

    rows = study.result(240).rows

    taken = model.predict_proba(frame).argmax(axis=1)
    assert taken[rows].mean() == pytest.approx(taken.mean(), abs=0.02)


def _forest(frame, n_trees=10):
    y = np.where(frame["tempo"] > 120, "techno", "house")
    forest = GenreForest(n_trees=n_trees, random_state=0, n_jobs=1)
    return forest.fit(frame, y), y


def test_a_budget_cuts_by_the_forests_size_and_never_by_the_clock(frame, features):
    forest, y = _forest(frame)
    budget = 2 * 30.5 * seconds_per_track(forest)

    tables = []
    for _ in range(2):
        study = _study(features, seconds=budget, n_folds=2)
        study.add_fold(forest, frame, np.arange(120), y)
        study.add_fold(forest, frame, np.arange(120, 240), y)
        tables.append(study.result(240))

    first, again = tables
    assert len(first.rows) == 60
    np.testing.assert_array_equal(first.rows, again.rows)
    np.testing.assert_array_equal(first.values, again.values)
    assert "60 of 240" in first.why_not_all
    assert "a forest of this size allows no more within" in first.why_not_all
    assert seconds_per_track(_forest(frame, 20)[0]) > seconds_per_track(forest)


def test_the_genre_forest_adds_up_and_its_constant_feature_has_no_part(frame, features):
    frame = frame.assign(loudness=-7.0)
    forest, y = _forest(frame)
    study = _study(features)
    study.add_fold(forest, frame, np.arange(240), y)

    table = study.result(240)

    total = table.values.sum(axis=1) + table.base
    np.testing.assert_allclose(total[:, 1:], forest.predict_proba(frame), atol=1e-9)
    by_feature = table.mean_absolute().sum(axis=1)
    assert by_feature[1] == 0
    assert by_feature.argmax() == 0, "the planted tempo"


def test_nothing_explained_is_refused_and_an_empty_fold_is_not(model, frame, features):
    study = _study(features)
    study.add_fold(model, frame, np.arange(0))

    with pytest.raises(InputError, match="none of 240 tracks"):
        study.result(240)
