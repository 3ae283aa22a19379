from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.ensemble import HistGradientBoostingClassifier
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from genrelens.errors import NotTrainedError
from genrelens.evaluation.scores import score
from genrelens.models.boosted import BoostedTrees


def _table(n_tracks: int = 400, n_genres: int = 3) -> tuple[pd.DataFrame, np.ndarray]:
    rng = np.random.default_rng(0)
    codes = np.arange(n_tracks) % n_genres
    X = pd.DataFrame(
        {
            "tempo": 3 * (codes % 7) + rng.normal(size=n_tracks),
            "energy": 3 * (codes // 7) + rng.normal(size=n_tracks),
            "key": np.where(rng.random(n_tracks) < 0.5, "C", "D"),
        }
    )
    X.loc[::9, "energy"] = np.nan
    return X, np.array([f"genre {code:03d}" for code in codes])


def test_it_is_the_peer_on_the_encoded_columns() -> None:
    X, y = _table()
    found = BoostedTrees(n_rounds=10).fit(X, y).predict_proba(X)
    encoded = X.assign(key_c=X["key"] == "C", key_d=X["key"] == "D").drop(columns="key")
    peer = HistGradientBoostingClassifier(
        max_iter=10,
        learning_rate=0.06,
        max_leaf_nodes=15,
        l2_regularization=1.0,
        early_stopping=False,
        random_state=0,
    ).fit(encoded.astype(np.float32), y)
    np.testing.assert_allclose(
        found, peer.predict_proba(encoded.astype(np.float32)), atol=1e-6
    )


def test_with_many_genres_it_does_not_diverge() -> None:
    """Boosters with near-default settings have been seen to, at 114 genres."""
    X, y = _table(3000, 60)
    model = BoostedTrees(n_rounds=10).fit(X, y)
    found = score(np.searchsorted(model.classes_, y), model.predict_proba(X))
    assert found["macro_auc_ovr"] > 0.9


def test_threads_do_not_change_the_result() -> None:
    X, y = _table(3000)
    with threadpool_limits(1):
        one = BoostedTrees(n_rounds=5).fit(X, y).predict_proba(X)
    with threadpool_limits(2):
        two = BoostedTrees(n_rounds=5).fit(X, y).predict_proba(X)
    np.testing.assert_array_equal(one, two)


def test_a_copy_has_the_same_settings() -> None:
    settings = {"n_rounds": 7, "learning_rate": 0.2, "max_leaf_nodes": 4}
    assert clone(BoostedTrees(**settings)).get_params().items() >= settings.items()


def test_an_untrained_model_is_refused() -> None:
    with pytest.raises(NotTrainedError, match="not grown"):
        BoostedTrees().predict(_table()[0])
