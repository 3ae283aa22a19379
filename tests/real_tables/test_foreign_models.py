"""Models of other libraries, on real tracks of 114 genres."""

from __future__ import annotations

import lightgbm
import numpy as np
import pandas as pd
import pytest
import xgboost
from sklearn.ensemble import RandomForestClassifier

from genrelens.forest.explaining import explain

pytestmark = pytest.mark.real_tables


@pytest.fixture(scope="module")
def tracks(real_tables):
    path = real_tables / "spotify114" / "spotify_tracks_114_union.parquet"
    table = pd.read_parquet(path).sample(6_000, random_state=0)
    return table[["tempo", "energy", "loudness", "valence"]].to_numpy(
        float
    ), pd.factorize(table["track_genre"])[0]


def test_values_are_those_of_lightgbm(tracks) -> None:
    X, y = tracks
    model = lightgbm.LGBMClassifier(
        n_estimators=3, min_sum_hessian_in_leaf=1, n_jobs=1, verbose=-1
    ).fit(X, y)

    ours = explain(model, X[:200])

    own = model.booster_.predict(X[:200], pred_contrib=True)
    own = own.reshape(200, 114, 5).transpose(0, 2, 1)
    np.testing.assert_allclose(ours.values, own[:, :-1], rtol=0, atol=1e-12)
    np.testing.assert_allclose(ours.base, own[0, -1], rtol=0, atol=1e-12)


def test_values_are_those_of_xgboost_in_32_bits(tracks) -> None:
    X, y = tracks
    model = xgboost.XGBClassifier(n_estimators=3, max_depth=5, n_jobs=1).fit(X, y)

    ours = explain(model, X[:200])

    own = model.get_booster().predict(xgboost.DMatrix(X[:200]), pred_contribs=True)
    np.testing.assert_allclose(
        ours.values, own.transpose(0, 2, 1)[:, :-1], rtol=0, atol=1e-5
    )


def test_values_add_up_to_the_probabilities_of_a_forest(tracks) -> None:
    X, y = tracks
    model = RandomForestClassifier(5, n_jobs=1, random_state=0).fit(X, y)

    ours = explain(model, X[:500])

    total = ours.base + np.sum(ours.values, axis=1)
    np.testing.assert_allclose(total, model.predict_proba(X[:500]), atol=1e-12)
