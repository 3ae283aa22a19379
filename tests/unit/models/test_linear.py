from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import parametrize_with_checks
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from genrelens.errors import InputError, NotTrainedError
from genrelens.models.linear import PRIOR_SPREAD, LinearModel


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


def _mixed() -> tuple[pd.DataFrame, np.ndarray]:
    """Give tracks with gaps and a category."""
    X, y = _table()
    X = X.assign(key=np.where(y == "dub", "C", np.where(X["energy"] > 0.5, "D", "E")))
    X.loc[::7, "energy"] = np.nan
    X.loc[3::11, "key"] = None
    return X.astype({"key": "str"}), y


@parametrize_with_checks([LinearModel()])
def test_the_estimator_contract_of_scikit_learn_holds(estimator, check) -> None:
    check(estimator)


def test_without_gaps_it_is_a_regression_on_standardised_columns() -> None:
    X, y = _table()
    found = LinearModel(strength=1.0).fit(X, y).predict_proba(X)
    peer = make_pipeline(StandardScaler(), LogisticRegression()).fit(X, y)
    np.testing.assert_allclose(found, peer.predict_proba(X), atol=1e-3)


def test_two_genres_are_answered_as_by_a_regression_of_one_against_the_other() -> None:
    X, y = _table()
    y = np.where(y == "dub", "dub", "other")
    found = LinearModel(strength=1.0).fit(X, y).predict_proba(X)
    peer = make_pipeline(StandardScaler(), LogisticRegression()).fit(X, y)
    np.testing.assert_allclose(found, peer.predict_proba(X), atol=1e-3)
    np.testing.assert_allclose(found.sum(axis=1), 1.0, atol=1e-12)


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


def test_a_column_of_one_value_says_nothing_however_it_was_rounded() -> None:
    X, y = _table()
    found = LinearModel().fit(X.assign(same=0.1), y)
    moved = X.assign(same=0.1000001)
    np.testing.assert_allclose(
        found.predict_proba(moved), found.predict_proba(X.assign(same=0.1)), atol=1e-6
    )


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
        one = LinearModel(n_jobs=1).fit(X, y)
    with threadpool_limits(2):
        two = LinearModel(n_jobs=2).fit(X, y)
    np.testing.assert_array_equal(one.predict_proba(X), two.predict_proba(X))
    for found, again in zip(
        one.shapley_values(X[:200]), two.shapley_values(X[:200]), strict=True
    ):
        np.testing.assert_array_equal(found, again)


def test_what_is_said_of_a_track_depends_on_that_track_alone() -> None:
    X, y = _mixed()
    model = LinearModel().fit(X, y)
    together, values = model.predict_proba(X), model.shapley_values(X)[0]
    answer = model.ready_for_rows()
    for place in (0, 7, 299):
        alone = X.iloc[place : place + 1]
        np.testing.assert_array_equal(model.predict_proba(alone)[0], together[place])
        row = model.encoder_.transform(alone)
        np.testing.assert_array_equal(answer(row)[0], together[place])
        np.testing.assert_array_equal(model.predict_encoded(row)[0], together[place])
        np.testing.assert_array_equal(model.shapley_values(alone)[0][0], values[place])


def test_base_and_values_sum_to_the_probability_and_genres_to_nothing() -> None:
    X, y = _mixed()
    model = LinearModel(strength=100.0).fit(X, y)
    values, base = model.shapley_values(X)
    assert values.shape == (300, 3, 3)
    total = base + values.sum(axis=1)
    np.testing.assert_allclose(total, model.predict_proba(X), rtol=0, atol=1e-10)
    np.testing.assert_allclose(values.sum(axis=2), 0.0, atol=1e-12)
    assert base.sum() == pytest.approx(1.0, abs=1e-12)


def test_the_base_is_close_to_how_often_a_genre_was_met() -> None:
    X, y = _mixed()
    _, base = LinearModel().fit(X, y).shapley_values(X[:1])
    shares = [(y == genre).mean() for genre in np.unique(y)]
    np.testing.assert_allclose(base, shares, atol=0.05)


def test_a_column_that_says_nothing_has_no_part() -> None:
    X, y = _table()
    values, _ = (
        LinearModel().fit(X.assign(same=3.0), y).shapley_values(X.assign(same=3.0))
    )
    assert np.abs(values[:, 2]).max() == 0.0


def test_the_strength_of_auto_is_shared_out_among_the_inputs() -> None:
    X, y = _mixed()
    model = LinearModel().fit(X, y)
    n_inputs = 1 + 1 + 3 + 1 + 3  # tempo, energy, three keys, and their gaps
    assert model.strength_ == pytest.approx(PRIOR_SPREAD / n_inputs)


def test_a_smaller_strength_holds_the_coefficients_closer_to_nothing() -> None:
    X, y = _table()
    free = LinearModel(strength=10.0).fit(X, y).predict_proba(X)
    held = LinearModel(strength=0.001).fit(X, y).predict_proba(X)
    assert held.max(axis=1).mean() < free.max(axis=1).mean() - 0.1


def test_genres_weighed_alike_are_named_alike_often() -> None:
    X, y = _table(600)
    rare = (y != "dub") | (np.arange(600) % 10 == 0)
    X, y = X[rare], y[rare]
    plain = LinearModel().fit(X, y).predict_proba(X)[:, 0].mean()
    balanced = LinearModel(class_weight="balanced").fit(X, y)
    assert balanced.predict_proba(X)[:, 0].mean() > 1.5 * plain


@pytest.mark.parametrize("strength", [0.0, -1.0, float("inf"), float("nan"), "x", True])
def test_a_strength_that_means_nothing_is_refused(strength: float) -> None:
    with pytest.raises(InputError, match="above 0"):
        LinearModel(strength=strength).fit(*_table())


@pytest.mark.parametrize("steps", [0, 1.5, True, None])
def test_steps_that_mean_nothing_are_refused(steps: int) -> None:
    with pytest.raises(InputError, match="max_iter"):
        LinearModel(max_iter=steps).fit(*_table())


def test_a_single_genre_is_refused() -> None:
    X, y = _table()
    with pytest.raises(InputError, match="at least two genres"):
        LinearModel().fit(X, np.full(len(y), "dub"))


def test_an_untrained_model_is_refused() -> None:
    with pytest.raises(NotTrainedError, match="not trained"):
        LinearModel().predict(_table()[0])


def test_parts_of_different_models_are_refused() -> None:
    X, y = _table()
    one, other = LinearModel().fit(X, y), LinearModel().fit(X[["tempo"]], y)
    parts = {"is_named": True, "strength_used": 1.0, "has_converged": True}
    with pytest.raises(InputError, match="do not fit"):
        LinearModel.restore(
            classes=one.classes_, encoder=one.encoder_, rule=other.rule_, **parts
        )
    again = LinearModel.restore(
        classes=one.classes_, encoder=one.encoder_, rule=one.rule_, **parts
    )
    np.testing.assert_array_equal(again.predict_proba(X), one.predict_proba(X))
    assert not hasattr(clone(one), "rule_")
