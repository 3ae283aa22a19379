"""Tests of genrelens.explanation.perturbations."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from genrelens.explanation.perturbations import (
    MAX_SINGLE_FEATURES,
    perturbations_for,
    why_not_musical,
)
from genrelens.schema.reading_recipe import ReadingRecipe

RNG = np.random.default_rng(0)


def _apply(name, features, frame):
    (item,) = (p for p in perturbations_for(features) if p.name == name)
    return item.apply(frame, np.random.default_rng(0))


@pytest.mark.parametrize(
    ("name", "column", "expected"),
    [
        ("tempo-halved", "tempo", lambda x: x / 2),
        ("tempo-doubled", "tempo", lambda x: x * 2),
        ("loudness-6-db-lower", "loudness", lambda x: x - 6),
        ("loudness-6-db-higher", "loudness", lambda x: x + 6),
        ("duration-in-seconds", "duration_ms", lambda x: x / 1000),
    ],
)
def test_each_error_is_in_music_units_and_touches_its_column_only(
    name, column, expected, features, frame
):
    wrong = _apply(name, features, frame)

    pd.testing.assert_series_equal(wrong[column], expected(frame[column]))
    others = [other for other in frame.columns if other != column]
    pd.testing.assert_frame_equal(wrong[others], frame[others])


def test_every_feature_is_made_unknown_in_its_own_type(features, frame):
    for feature in features:
        wrong = _apply(f"{feature.name.replace('_', '-')}-unknown", features, frame)

        assert wrong[feature.name].isna().all()
        assert wrong[feature.name].dtype == frame[feature.name].dtype


def test_judgements_move_by_a_tenth_and_stay_between_0_and_1(features, frame):
    wrong = _apply("judgements-noisy", features, frame)["speechiness"]

    moved = (wrong - frame["speechiness"]).abs()
    assert wrong.between(0, 1).all()
    assert moved.max() <= 0.1 + 1e-12
    inside = frame["speechiness"].between(0.1, 0.9)
    np.testing.assert_allclose(moved[inside], 0.1)
    assert {-1.0, 1.0} == set(np.sign(wrong - frame["speechiness"])[inside])


def test_a_missing_value_stays_missing(features, frame):
    holes = frame.mask(RNG.random(frame.shape) < 0.3)

    for item in perturbations_for(features):
        wrong = item.apply(holes, np.random.default_rng(0))
        assert (wrong.isna() | ~holes.isna()).all().all()


def test_only_what_applies_is_tried(make_feature):
    names = [item.name for item in perturbations_for([make_feature("mfcc1_mean")])]

    assert names == ["mfcc1-mean-unknown"]


def test_names_are_kebab_case_and_different(features):
    names = [item.name for item in perturbations_for(features)]

    assert len(set(names)) == len(names)
    assert all(name == name.lower() and "_" not in name for name in names)


def test_with_many_features_whole_groups_are_made_unknown(make_feature):
    n_features = MAX_SINGLE_FEATURES + 1
    many = [
        make_feature(f"f{i}", group="harmony" if i % 3 else "")
        for i in range(n_features)
    ]

    items = perturbations_for(many)

    assert [item.name for item in items] == [
        "other-features-unknown",
        "harmony-features-unknown",
    ]
    assert sum(len(item.columns) for item in items) == n_features


def test_no_error_in_music_units_is_made_on_other_units(features, make_feature):
    """A z-score was once halved as if it were a tempo."""
    scaled = [
        replace(each, unit="", recipe=ReadingRecipe(each.name, "number", each.name,
                                                    is_scaled=True))
        for each in features
    ]  # fmt: skip
    names = [item.name for item in perturbations_for(scaled)]

    assert len(names) == len(features)
    assert all(name.endswith("-unknown") for name in names)
    assert why_not_musical(scaled).startswith(
        "No error in music units was tried on tempo, loudness, speechiness, duration:"
    )
    hertz = make_feature("tempo", "Hz")
    assert [item.name for item in perturbations_for([hertz])] == ["tempo-unknown"]


def test_nothing_is_said_where_every_error_can_be_made(features):
    assert why_not_musical(features) == ""
