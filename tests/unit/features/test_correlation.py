"""Tests of genrelens.features.correlation."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from genrelens.features.correlation import correlated_clusters, rank_correlations
from genrelens.schema.columns import Kind


@pytest.fixture
def frame():
    rng = np.random.default_rng(0)
    energy = rng.normal(size=500)
    return pd.DataFrame(
        {
            "energy": energy,
            "tempo": rng.normal(size=500),
            "loudness": np.exp(energy + 0.2 * rng.normal(size=500)),
            "acousticness": -energy + 0.3 * rng.normal(size=500),
            "constant": 1.0,
        }
    )


@pytest.fixture
def features(frame, make_feature):
    return [make_feature(name) for name in frame.columns]


def test_ranks_agree_with_scipy_pair_by_pair_with_missing_values(frame, features):
    holes = frame.mask(np.random.default_rng(1).random(frame.shape) < 0.2)

    found = rank_correlations(features, holes)

    both = holes[["energy", "loudness"]].dropna()
    assert found[0, 2] == pytest.approx(stats.spearmanr(both)[0], abs=1e-12)
    np.testing.assert_array_equal(found, found.T)
    np.testing.assert_array_equal(np.diag(found), 1)
    assert (found[4, :4] == 0).all(), "a constant goes with nothing"


def test_what_says_the_same_is_one_cluster_whatever_its_sign_or_scale(frame, features):
    assert correlated_clusters(features, frame) == (
        ("energy", "loudness", "acousticness"),
    )


def test_independent_features_form_no_cluster(features):
    noise = pd.DataFrame(
        np.random.default_rng(2).normal(size=(300, 5)),
        columns=[f.name for f in features],
    )

    assert correlated_clusters(features, noise) == ()


def test_an_increasing_transform_changes_nothing(frame, features):
    bent = frame.assign(energy=np.exp(3 * frame["energy"]))

    np.testing.assert_allclose(
        rank_correlations(features, bent), rank_correlations(features, frame)
    )


def test_categories_are_left_out_and_few_pairs_say_nothing(make_feature):
    frame = pd.DataFrame({"mood": ["a", "b"] * 6, "x": range(12), "y": range(12)})
    frame.loc[9:, "y"] = np.nan
    features = [
        make_feature("mood", Kind.CATEGORY), make_feature("x"), make_feature("y")
    ]  # fmt: skip

    assert correlated_clusters(features, frame) == ()
    assert correlated_clusters(features[:1], frame) == ()
