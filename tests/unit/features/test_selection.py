"""Tests of genrelens.features.selection."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GroupKFold, StratifiedKFold
from sklearn.naive_bayes import GaussianNB

from genrelens.errors import InputError
from genrelens.features.selection import select_features, step_sizes


def _log_score(y, proba):
    return float(np.log(np.clip(proba[np.arange(len(y)), y], 1e-9, 1)).mean())


def _planted(n_tracks=600, n_noise=6, seed=0):
    rng = np.random.default_rng(seed)
    codes = rng.integers(0, 3, n_tracks)
    X = pd.DataFrame(
        rng.normal(size=(n_tracks, n_noise)),
        columns=[f"noise{i}" for i in range(n_noise)],
    )
    X["tempo"] = 2.0 * (codes == 1) + rng.normal(size=n_tracks)
    X["energy"] = 2.0 * (codes == 2) + rng.normal(size=n_tracks)
    X["twin"] = X["energy"] + 0.05 * rng.normal(size=n_tracks)
    return X, np.array(["house", "rap", "techno"])[codes]


def _select(X, y, **options):
    folds = list(StratifiedKFold(4, shuffle=True, random_state=0).split(X, y))
    options = {
        "score": _log_score,
        "metric": "log_score",
        "scenario": "random_rows",
        "clusters": (("energy", "twin"),) if "twin" in X else (),
    } | options
    make_model = options.pop("make_model", lambda _: GaussianNB())
    return select_features(make_model, X, y, options.pop("folds", folds), **options)


def test_the_planted_features_are_chosen_and_noise_is_not():
    result = _select(*_planted())

    assert "tempo" in result.chosen
    assert {"energy", "twin"} & set(result.chosen)
    assert not [name for name in result.chosen if name.startswith("noise")]
    assert result.redundant == (("energy", "twin"),)


def test_it_works_the_same_with_a_forest():
    result = _select(
        *_planted(400, 4),
        make_model=lambda seed: RandomForestClassifier(
            20, min_samples_leaf=5, random_state=seed
        ),
    )

    assert {"tempo"} < set(result.chosen)
    assert {"energy", "twin"} & set(result.chosen)


def test_the_curve_runs_from_all_features_to_one_each_set_within_the_last():
    X, y = _planted()

    result = _select(X, y)

    assert [len(step.names) for step in result.steps] == list(step_sizes(X.shape[1]))
    assert result.steps[0].names == tuple(X.columns)
    for larger, smaller in zip(result.steps, result.steps[1:], strict=False):
        assert set(smaller.names) < set(larger.names)
    for step in result.steps:
        assert step.low <= step.score <= step.high
    best = max(result.steps, key=lambda step: step.score)
    assert best.is_not_worse
    assert not result.steps[-1].is_not_worse, "one feature cannot tell three genres"
    assert json.dumps(result.to_dict(), allow_nan=False)


def test_on_pure_noise_the_score_does_not_rise_as_features_are_picked():
    """A ranking made on the tracks that score would find 'good' features in noise."""
    rng = np.random.default_rng(3)
    gains = []
    for _ in range(8):
        X = pd.DataFrame(rng.normal(size=(90, 30))).rename(columns="f{}".format)
        y = np.array(["a", "b"])[rng.integers(0, 2, 90)]
        result = _select(
            X, y, score=lambda y, p: float((p.argmax(1) == y).mean()), n_steps=4
        )
        gains.append(np.mean([step.score for step in result.steps[1:]]) - 0.5)

    assert abs(np.mean(gains)) < 0.06


def test_no_group_that_scores_has_taken_part_in_ranking_or_training():
    """Each model is asked which groups it met: never one of its fold's test part."""
    X, y = _planted(200, 2)
    groups = np.arange(200) // 10
    X["group"] = groups.astype(float)
    folds = list(GroupKFold(4).split(X, y, groups))
    met = []

    class Nosy(GaussianNB):
        def fit(self, X, y):
            self.rows_ = set(X.index)
            return super().fit(X, y)

        def predict_proba(self, X):
            met.append((self.rows_, set(X.index)))
            return super().predict_proba(X)

    _select(X, y, folds=folds, make_model=lambda _: Nosy())

    # Shuffled copies have a fresh index; the tables before shuffling do not.
    scored = [(seen, asked) for seen, asked in met if len(asked) == 50]
    assert len(scored) > 20
    for seen, asked in scored:
        assert not set(groups[list(seen)]) & set(groups[list(asked)])


def test_two_runs_with_one_seed_agree_and_progress_reaches_the_end():
    told = []
    X, y = _planted(300, 3)

    first = _select(X, y, on_step=lambda done, total: told.append((done, total)))

    assert first == _select(X, y)
    assert told[-1][0] == told[-1][1] == len(told)


def test_a_large_table_is_sampled_and_the_result_says_so():
    X, y = _planted(500)

    result = _select(X, y, max_tracks=200)

    assert result.n_tracks == 200
    assert "200 of 500 tracks" in result.note
    assert _select(X, y).note == "Sets were compared in 4 folds."


def test_folds_without_a_score_are_left_out_and_too_few_are_refused():
    X, y = _planted(200, 2)

    with pytest.raises(InputError, match="0 folds have a score, and 3 are needed"):
        _select(X, y, score=lambda *_: float("nan"))
    with pytest.raises(InputError, match="2 folds were given"):
        _select(X, y, folds=[(np.arange(9), np.arange(9, 18))] * 2)


def test_a_single_feature_is_chosen_without_ado():
    X, y = _planted(200)

    result = _select(X[["tempo"]], y)

    assert result.chosen == ("tempo",)
    assert len(result.steps) == 1
