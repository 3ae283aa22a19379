from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from genrelens.errors import InputError, NotTrainedError
from genrelens.models.linear import LinearModel


def _table(n_tracks: int = 300, seed: int = 0) -> tuple[pd.DataFrame, np.ndarray]:
    rng = np.random.default_rng(seed)
    codes = rng.integers(0, 3, n_tracks)
    X = pd.DataFrame(
        {
            "tempo": 120 + 20 * codes + 10 * rng.normal(size=n_tracks),
            "energy": rng.uniform(size=n_tracks),
        }
    )
    return X, np.array(["dub", "house", "techno"])[codes]


def test_without_gaps_it_is_a_regression_on_standardised_columns() -> None:
    X, y = _table()
    found = LinearModel(strength=1.0).fit(X, y).predict_proba(X)
    peer = make_pipeline(StandardScaler(), LogisticRegression()).fit(X, y)
    np.testing.assert_allclose(found, peer.predict_proba(X), atol=1e-3)


def test_units_do_not_matter() -> None:
    X, y = _table()
    scaled = X.assign(tempo=X["tempo"] * 1000 - 7)
    np.testing.assert_allclose(
        LinearModel().fit(X, y).predict_proba(X),
        LinearModel().fit(scaled, y).predict_proba(scaled),
        atol=1e-3,
    )


def test_that_a_value_is_missing_is_learnt_from() -> None:
    X, y = _table()
    gaps = X.assign(energy=np.where(y == "dub", np.nan, X["energy"]))
    model = LinearModel().fit(gaps, y)
    assert (model.predict(gaps)[y == "dub"] == "dub").all()


def test_one_absurd_value_does_not_rule() -> None:
    X, y = _table()
    spoilt = X.copy()
    spoilt.loc[0, "energy"] = 1e9
    model = LinearModel().fit(spoilt, y)
    assert np.isfinite(model.predict_proba(spoilt)).all()
    assert (model.predict(spoilt) == y).mean() > 0.7


def test_categories_and_columns_without_any_value_are_taken() -> None:
    X, y = _table()
    wide = X.assign(key=np.where(y == "dub", "C", "D"), empty=np.nan)
    assert (LinearModel().fit(wide, y).predict(wide) == y).mean() > 0.8


def test_too_few_steps_are_a_fact_and_no_warning() -> None:
    X, y = _table()
    assert not LinearModel(max_iter=1).fit(X, y).has_converged_
    assert LinearModel().fit(X, y).has_converged_


def test_threads_do_not_change_the_result() -> None:
    X, y = _table(3000)
    with threadpool_limits(1):
        one = LinearModel().fit(X, y).predict_proba(X)
    with threadpool_limits(2):
        two = LinearModel().fit(X, y).predict_proba(X)
    np.testing.assert_array_equal(one, two)


def test_an_untrained_model_is_refused() -> None:
    with pytest.raises(NotTrainedError, match="not trained"):
        LinearModel().predict(_table()[0])


def test_a_smaller_strength_holds_the_coefficients_closer_to_nothing() -> None:
    X, y = _table()
    free = LinearModel(strength=10.0).fit(X, y).predict_proba(X)
    held = LinearModel(strength=0.001).fit(X, y).predict_proba(X)
    assert held.max(axis=1).mean() < free.max(axis=1).mean() - 0.1


@pytest.mark.parametrize("strength", [0.0, -1.0, float("inf"), float("nan")])
def test_a_strength_that_means_nothing_is_refused(strength: float) -> None:
    with pytest.raises(InputError, match="above 0"):
        LinearModel(strength=strength).fit(*_table())
