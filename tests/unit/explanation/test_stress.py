"""Tests of genrelens.explanation.stress."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from genrelens.explanation.stress import StressStudy, clustered_wilson

GENRES = ["house", "techno"]


def _run(model, frame, features, *, groups=None, n_folds=2, **options):
    codes = model.predict_proba(frame).argmax(axis=1)
    study = StressStudy(features, **options)
    for rows in np.array_split(np.arange(len(frame)), n_folds):
        own = None if groups is None else groups[rows]
        study.add_fold(model, frame.iloc[rows], codes[rows], GENRES, own)
    return {test.name: test for test in study.result()}


def test_an_error_in_a_column_the_model_ignores_flips_nothing(
    linear_model, frame, features
):
    tests = _run(linear_model({"speechiness": 0.4}), frame, features)

    for name, test in tests.items():
        if name not in {"speechiness-unknown", "judgements-noisy"}:
            assert test.flip_share == test.flip_low == 0
            assert 0 < test.flip_high < 0.05
            assert test.accuracy_before == test.accuracy_after == 1
            assert set(test.flips_by_genre.values()) == {0}


def test_flips_are_counted_as_they_happen_and_by_true_genre(
    linear_model, frame, features
):
    """Class 0 is above 125 BPM: halving takes all of its tracks below that."""
    model = linear_model({"tempo": 0.4})

    halved = _run(model, frame, features)["tempo-halved"]

    is_fast = (frame["tempo"] > 125).mean()
    assert halved.n_tracks == halved.n_groups == len(frame)
    assert halved.flip_share == pytest.approx(is_fast)
    assert halved.accuracy_after == pytest.approx(1 - is_fast)
    assert halved.flips_by_genre == {"house": 1.0, "techno": 0.0}
    assert json.dumps(halved.to_dict(), allow_nan=False)


def test_tracks_that_the_error_does_not_touch_are_not_counted(
    linear_model, frame, features
):
    frame = frame.assign(tempo=frame["tempo"].where(np.arange(len(frame)) % 4 > 0))

    tests = _run(linear_model({"tempo": 0.4}), frame, features)

    assert tests["tempo-halved"].n_tracks == 180
    assert tests["tempo-unknown"].n_tracks == 180
    assert tests["loudness-6-db-lower"].n_tracks == 240


def test_an_error_that_touches_no_track_has_no_result(linear_model, frame, features):
    frame = frame.assign(tempo=np.nan)

    assert not {"tempo-halved", "tempo-unknown"} & set(
        _run(linear_model({"speechiness": 0.4}), frame, features)
    )


def test_tracks_of_one_artist_count_for_less(linear_model, frame, features):
    model = linear_model({"tempo": 0.4})
    frame = frame.sort_values("tempo", ignore_index=True)
    artists = np.arange(len(frame)) // 10

    alone = _run(model, frame, features)["tempo-halved"]
    grouped = _run(model, frame, features, groups=artists)["tempo-halved"]

    assert grouped.n_groups == 24
    assert grouped.flip_share == alone.flip_share
    assert grouped.flip_high - grouped.flip_low > 2 * (alone.flip_high - alone.flip_low)


def test_a_large_fold_is_sampled_and_the_result_says_so(linear_model, frame, features):
    model = linear_model({"tempo": 0.4})

    test = _run(model, frame, features, max_tracks=50)["tempo-halved"]

    assert test.n_tracks == 100
    assert test == _run(model, frame, features, max_tracks=50)["tempo-halved"]


@given(st.integers(1, 400), st.data())
def test_without_groups_the_interval_is_wilsons(n_tracks, data):
    n_hits = data.draw(st.integers(0, n_tracks))
    is_hit = np.arange(n_tracks) < n_hits

    share, low, high = clustered_wilson(is_hit, np.arange(n_tracks))

    # Independent tracks have a design effect of n / (n - 1), or none at all.
    n_free = n_tracks if n_hits in (0, n_tracks) else n_tracks - 1
    oracle = stats.binomtest(n_hits, n_tracks).proportion_ci(method="wilson")
    assert share == n_hits / n_tracks
    assert 0 <= low <= share <= high <= 1
    if n_free == n_tracks:
        assert (low, high) == pytest.approx(oracle, abs=1e-9)
    else:
        assert low <= oracle[0] + 1e-9
        assert high >= oracle[1] - 1e-9


def test_the_interval_covers_the_truth_where_tracks_of_a_group_agree():
    rng = np.random.default_rng(0)
    groups = np.repeat(np.arange(60), 10)
    hits = 0
    for _ in range(300):
        is_hit = np.repeat(rng.random(60) < 0.3, 10)
        _, low, high = clustered_wilson(is_hit, groups)
        hits += low <= 0.3 <= high

    assert hits / 300 > 0.91
