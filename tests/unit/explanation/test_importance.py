"""Tests of genrelens.explanation.importance."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold

from genrelens.errors import InputError
from genrelens.explanation.importance import ImportanceStudy


def _accuracy(codes, proba):
    return float((proba.argmax(axis=1) == codes).mean())


def _auc(codes, proba):
    return float(roc_auc_score(codes, proba[:, 1]))


@pytest.fixture
def table():
    rng = np.random.default_rng(1)
    codes = rng.integers(0, 2, 500)
    X = pd.DataFrame(rng.normal(size=(500, 4)), columns=["n1", "n2", "tempo", "twin"])
    X["tempo"] += 1.5 * codes
    X["twin"] = X["tempo"] + 0.1 * rng.normal(size=500)
    return X, codes


def _study(table, make_feature, *, n_folds=5, clusters=(("tempo", "twin"),), **options):
    X, codes = table
    options = {"metric": _auc, "metric_name": "auc"} | options
    study = ImportanceStudy(
        [make_feature(name) for name in X.columns], clusters, **options
    )
    folds = StratifiedKFold(n_folds, shuffle=True, random_state=0)
    for train, test in folds.split(X, codes):
        model = RandomForestClassifier(30, min_samples_leaf=5, random_state=0)
        y = np.array(["house", "techno"])[codes]
        model.fit(X.iloc[train], y[train])
        study.add_fold(model, X.iloc[test], codes[test], ["house", "techno"])
    return study.result(scenario="random_rows")


def test_a_planted_feature_wins_and_noise_is_nothing_within_its_interval(
    table, make_feature
):
    X, codes = table
    result = _study((X.drop(columns="twin"), codes), make_feature, clusters=())

    first, *others = result.features
    assert first.label == "tempo"
    assert first.low > 0.1
    for noise in others:
        assert noise.low <= 0 <= noise.high
        assert abs(noise.drop) < 0.05


def test_twins_hide_each_other_until_shuffled_together(table, make_feature):
    result = _study(table, make_feature)

    single = {item.label: item.drop for item in result.features}
    (group,) = result.groups
    assert group.label == "tempo + twin"
    assert group.names == ("tempo", "twin")
    assert group.drop > 1.5 * max(single.values())


def test_the_result_says_what_it_rests_on(table, make_feature):
    result = _study(table, make_feature, max_tracks=60, n_repeats=2)

    assert (result.n_tracks, result.n_folds, result.n_repeats) == (300, 5, 2)
    assert (result.metric, result.scenario) == ("auc", "random_rows")
    drops = [item.drop for item in result.features]
    assert drops == sorted(drops, reverse=True)
    for item in result.features:
        assert item.low <= item.drop <= item.high
        assert item.spread >= 0
        assert json.dumps(item.to_dict(), allow_nan=False)


def test_one_seed_gives_one_answer(table, make_feature):
    assert _study(table, make_feature) == _study(table, make_feature)
    assert _study(table, make_feature) != _study(table, make_feature, random_state=1)


def test_the_order_of_features_changes_nothing(frame, linear_model, make_feature):
    model = linear_model({"tempo": 0.4, "speechiness": 0.1})
    codes = model.predict_proba(frame).argmax(axis=1)
    results = []
    for names in (list(frame.columns), list(frame.columns)[::-1]):
        study = ImportanceStudy(
            [make_feature(name) for name in names],
            metric=_accuracy,
            metric_name="accuracy",
        )
        for part in (slice(0, 120), slice(120, 240)):
            study.add_fold(
                model, frame[names].iloc[part], codes[part], ["house", "techno"]
            )
        found = study.result(scenario="s").features
        results.append({item.label: item.drop for item in found})

    assert results[0] == results[1]
    ignored = {"loudness", "explicit", "mood", "key", "duration_ms"}
    assert all(results[0][name] == 0 for name in ignored)


def test_a_genre_missing_from_one_fold_does_no_harm(frame, linear_model, make_feature):
    model = linear_model({"tempo": 0.4}, classes=("techno", "ambient"))
    genres = ["ambient", "house", "techno"]
    codes = np.array([2, 0])[model.predict_proba(frame).argmax(axis=1)]
    study = ImportanceStudy(
        [make_feature("tempo")], metric=_accuracy, metric_name="accuracy"
    )
    for part in (slice(0, 120), slice(120, 240)):
        study.add_fold(model, frame.iloc[part], codes[part], genres)

    assert study.result(scenario="s").features[0].drop > 0.2


def test_folds_without_a_score_are_left_out_and_one_is_refused(
    frame, linear_model, make_feature
):
    model = linear_model({"tempo": 0.4})
    codes = model.predict_proba(frame).argmax(axis=1)

    def moody(y, proba):
        return float("nan") if len(y) < 50 else _accuracy(y, proba)

    study = ImportanceStudy([make_feature("tempo")], metric=moody, metric_name="moody")
    study.add_fold(model, frame[:100], codes[:100], ["house", "techno"])
    study.add_fold(model, frame[100:110], codes[100:110], ["house", "techno"])

    with pytest.raises(InputError, match="1 of 2 folds could be scored by moody"):
        study.result(scenario="s")

    study.add_fold(model, frame[110:], codes[110:], ["house", "techno"])
    result = study.result(scenario="s")
    assert (result.n_folds, result.n_tracks) == (2, 230)
