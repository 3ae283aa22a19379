"""Tests of genrelens.explanation.response."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.ensemble import RandomForestClassifier
from sklearn.inspection import partial_dependence

from genrelens.explanation.response import response_curves

GENRES = ["ambient", "house", "techno"]


@pytest.fixture
def curves(linear_model, frame, features):
    model = linear_model({"tempo": 0.3, "explicit": 0.1})
    return {
        curve.feature: curve
        for curve in response_curves(model, frame, features, GENRES)
    }


def test_curves_are_centred_over_the_data_and_cancel_over_genres(curves):
    for curve in curves.values():
        assert curve.density.sum() == pytest.approx(1)
        np.testing.assert_allclose(curve.density @ curve.effect, 0, atol=1e-12)
        np.testing.assert_allclose(curve.effect.sum(axis=1), 0, atol=1e-12)
        assert curve.effect.shape == (len(curve.grid), 3)
        assert curve.n_tracks == 240


def test_a_linear_model_answers_with_a_line_of_its_slope(curves):
    tempo = curves["tempo"]

    slope = np.diff(tempo.effect[:, 1]) / np.diff(tempo.grid)

    np.testing.assert_allclose(slope, 0.3 / 55)
    np.testing.assert_allclose(tempo.effect[:, 0], 0, err_msg="a genre never met")


def test_what_the_model_ignores_is_flat(curves):
    for name in ("loudness", "mood", "key", "duration_ms"):
        np.testing.assert_allclose(curves[name].effect, 0, atol=1e-12)


def test_flags_and_categories_and_keys_go_by_name(curves, frame):
    assert curves["explicit"].levels == ("no", "yes")
    assert curves["key"].levels[9] == "A"
    assert len(curves["key"].grid) == 12
    mood = curves["mood"]
    counts = frame["mood"].value_counts()
    assert mood.levels == tuple(counts.index)
    np.testing.assert_allclose(mood.density, counts / len(frame))
    assert curves["tempo"].levels == ()


def test_the_grid_follows_the_data_and_holds_only_values_that_occur(curves, frame):
    tempo = curves["tempo"]

    assert len(tempo.grid) == 24
    assert set(tempo.grid) <= set(frame["tempo"])
    assert (np.diff(tempo.grid) > 0).all()
    assert frame["tempo"].quantile(0.02) >= tempo.grid[0]
    assert frame["tempo"].quantile(0.98) <= tempo.grid[-1]


def test_it_is_friedmans_partial_dependence(frame, make_feature):
    X = frame[["tempo", "loudness", "speechiness"]]
    y = np.where(frame["tempo"] > 120, "techno", "house")
    model = RandomForestClassifier(20, random_state=0).fit(X, y)

    (curve,) = response_curves(
        model, X, [make_feature("tempo", "BPM")], ["house", "techno"]
    )

    oracle = partial_dependence(
        model, X, ["tempo"], custom_values={"tempo": curve.grid}, kind="average"
    )["average"][0]
    np.testing.assert_allclose(
        curve.effect[:, 1], oracle - curve.density @ oracle, atol=1e-12
    )


def test_missing_values_are_passed_over_and_an_empty_feature_has_no_curve(
    linear_model, frame, features
):
    frame = frame.assign(
        tempo=frame["tempo"].where(frame["tempo"] > 100), loudness=np.nan
    )

    found = response_curves(linear_model({"tempo": 0.3}), frame, features, GENRES)

    assert [c.feature for c in found] == [
        "tempo", "speechiness", "explicit", "mood", "key", "duration_ms"
    ]  # fmt: skip
    assert found[0].grid.min() > 100
    assert not any(np.isnan(c.effect).any() for c in found)


def test_a_constant_feature_is_one_point_without_effect(
    linear_model, frame, make_feature
):
    frame = frame.assign(tempo=120.0)

    (curve,) = response_curves(
        linear_model({"tempo": 0.3}), frame, [make_feature("tempo", "BPM")], GENRES
    )

    assert curve.grid.tolist() == [120]
    assert (curve.effect == 0).all()


def test_tracks_are_sampled_by_seed(linear_model, frame, features):
    model = linear_model({"tempo": 0.3})

    first, same, other = (
        response_curves(model, frame, features[:1], GENRES, n_tracks=30, random_state=s)
        for s in (0, 0, 1)
    )

    assert first[0].n_tracks == 30
    np.testing.assert_array_equal(first[0].effect, same[0].effect)
    np.testing.assert_array_equal(first[0].density, other[0].density)
