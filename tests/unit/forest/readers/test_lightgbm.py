"""Tests of genrelens.forest.readers.lightgbm."""

from __future__ import annotations

import lightgbm
import numpy as np
import pytest

from genrelens.errors import InputError, NotTrainedError
from genrelens.forest.readers.lightgbm import ask
from genrelens.forest.readers.reading import read_model

RANDOM_FOREST = {"boosting_type": "rf", "bagging_fraction": 0.6, "bagging_freq": 1}


def fit(X, y, **settings):
    chosen = {"min_child_samples": 5, "n_jobs": 1, "verbose": -1} | settings
    return lightgbm.LGBMClassifier(n_estimators=5, **chosen).fit(X, y)


def contributions(model, X):
    booster = getattr(model, "booster_", model)
    own = booster.predict(X, pred_contrib=True)
    return own.reshape(len(X), -1, X.shape[1] + 1).transpose(0, 2, 1)


@pytest.mark.parametrize("n_classes", [2, 4])
@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"zero_as_missing": True},
        {"use_missing": False},
        {"boosting_type": "dart"},
        {"min_child_samples": 1000},  # one leaf a tree
        {"bagging_fraction": 0.5, "bagging_freq": 1},
    ],
    ids=repr,
)
def test_outputs_and_values_are_those_of_lightgbm(
    draw_table, check_reading, check_contributions, settings, n_classes
) -> None:
    X, y = draw_table(n_classes)
    model = fit(X, y, **settings)

    read = check_reading(model, X)

    assert read.unit == "margin"
    assert read.genres == ((1,) if n_classes == 2 else (0, 1, 2, 3))
    check_contributions(model, X, contributions(model, X), atol=1e-13)


def test_a_feature_never_missing_in_training_takes_missing_for_zero(
    draw_table, check_reading
) -> None:
    X, y = draw_table(3, missing=0.0)

    check_reading(fit(X, y), X, missing=True)


def test_margins_of_a_random_forest_are_means_that_the_link_takes(
    draw_table, check_reading, check_contributions
) -> None:
    X, y = draw_table(3)
    model = fit(X, y, **RANDOM_FOREST)

    power = np.exp(check_reading(model, X).predict(X))

    np.testing.assert_allclose(
        power / power.sum(axis=1, keepdims=True), model.predict_proba(X), atol=1e-12
    )
    check_contributions(model, X, contributions(model, X) / 5, atol=1e-13)


@pytest.mark.parametrize("dtype", [np.float32, np.int64, np.bool_])
def test_rows_of_any_type_of_number_are_taken(draw_table, dtype) -> None:
    X, y = draw_table(3, missing=0.0)
    rows = X.astype(dtype)

    np.testing.assert_allclose(
        read_model(fit(rows, y)).predict(rows), ask(fit(rows, y), rows), atol=1e-12
    )


def test_a_booster_is_read_with_numbered_outputs(draw_table, check_reading) -> None:
    X, y = draw_table(3)

    assert check_reading(fit(X, y).booster_, X).genres == (0, 1, 2)


def test_a_regressor_is_read(draw_table, check_reading, check_contributions) -> None:
    X, y = draw_table(4)
    model = lightgbm.LGBMRegressor(n_estimators=5, n_jobs=1, verbose=-1)
    model.fit(X, 1e6 * y)

    assert check_reading(model, X, atol=1e-8).genres == ("output",)
    check_contributions(model, X, contributions(model, X), atol=1e-7)


def test_training_that_stopped_early_is_read_to_its_best_round(draw_table) -> None:
    X, y = draw_table(3)
    noise = np.random.default_rng(0).permutation(y)
    model = lightgbm.LGBMClassifier(n_estimators=40, n_jobs=1, verbose=-1)
    model.fit(
        X,
        y,
        eval_X=X,
        eval_y=noise,
        callbacks=[lightgbm.early_stopping(3, verbose=False)],
    )
    assert model.best_iteration_ < 40

    read = read_model(model)

    assert read.trees.n_trees == 3 * model.best_iteration_
    np.testing.assert_allclose(read.predict(X), ask(model, X), atol=1e-12)


def test_splits_by_category_are_refused_with_their_number(draw_table) -> None:
    X, y = draw_table(2, missing=0.0)
    X[:, 2] = np.arange(300) % 7
    y = (X[:, 2] % 2).astype(int)
    data = lightgbm.Dataset(X, y, categorical_feature=[2])
    settings = {"objective": "binary", "verbose": -1, "num_threads": 1}

    with pytest.raises(InputError, match="splits by category in 2 of 2 trees"):
        read_model(lightgbm.train(settings, data, num_boost_round=2))


def test_linear_leaves_are_refused(draw_table) -> None:
    X, y = draw_table(2)

    with pytest.raises(InputError, match=r"linear models in .* 5 of 5 trees"):
        read_model(fit(X, y, linear_tree=True))


def test_zeros_that_are_missing_in_some_trees_only_are_refused(draw_table) -> None:
    X, y = draw_table(2)
    settings = {"objective": "binary", "verbose": -1, "num_threads": 1}
    first = lightgbm.train(settings, lightgbm.Dataset(X, y), num_boost_round=2)
    settings["zero_as_missing"] = True
    second = lightgbm.Dataset(X, y, params={"zero_as_missing": True})
    both = lightgbm.train(settings, second, num_boost_round=2, init_model=first)

    with pytest.raises(InputError, match="take zero for missing and others do not"):
        read_model(both)


def test_a_model_that_was_never_fitted_is_refused() -> None:
    with pytest.raises(NotTrainedError, match="LGBMClassifier is not fitted"):
        read_model(lightgbm.LGBMClassifier())
