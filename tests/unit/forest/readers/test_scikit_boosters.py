"""Tests of genrelens.forest.readers.scikit_boosters."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.ensemble import (
    GradientBoostingClassifier,
    GradientBoostingRegressor,
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
)
from sklearn.tree import DecisionTreeClassifier

from genrelens.errors import InputError, NotTrainedError
from genrelens.forest.explaining import explain
from genrelens.forest.readers.reading import read_model


@pytest.mark.parametrize("n_classes", [2, 3])
def test_histogram_classifiers_keep_margins(
    draw_table, check_reading, n_classes
) -> None:
    X, y = draw_table(n_classes)
    model = HistGradientBoostingClassifier(max_iter=5).fit(X, y)

    read = check_reading(model, X)

    assert read.unit == "margin"
    assert read.genres == ((1,) if n_classes == 2 else (0, 1, 2))


@pytest.mark.parametrize("loss", ["squared_error", "poisson", "gamma"])
def test_histogram_regressors_keep_margins_before_the_link(
    draw_table, check_reading, loss
) -> None:
    X, y = draw_table(4)

    check_reading(HistGradientBoostingRegressor(max_iter=5, loss=loss).fit(X, y + 1), X)


@pytest.mark.parametrize(
    ("model", "n_classes"),
    [
        (GradientBoostingClassifier(n_estimators=5), 2),
        (GradientBoostingClassifier(n_estimators=5), 3),
        (GradientBoostingClassifier(n_estimators=5, init="zero"), 3),
        (GradientBoostingRegressor(n_estimators=5, loss="huber"), 4),
    ],
    ids=repr,
)
def test_plain_boosters_keep_margins(
    draw_table, check_reading, model, n_classes
) -> None:
    X, y = draw_table(n_classes, missing=0.0)

    check_reading(model.fit(X, y), X, missing=False)


def test_values_are_those_of_shap(draw_table, explain_with_shap) -> None:
    X, y = draw_table(3)
    by_histograms = HistGradientBoostingClassifier(max_iter=5).fit(X, y)
    ours = explain(by_histograms, X[:60]).values
    np.testing.assert_allclose(
        ours, explain_with_shap(by_histograms, X[:60]), rtol=0, atol=1e-12
    )

    X, y = draw_table(2, missing=0.0)
    plain = GradientBoostingClassifier(n_estimators=5).fit(X, y)
    ours = explain(plain, X[:60]).values
    np.testing.assert_allclose(
        ours, explain_with_shap(plain, X[:60]), rtol=0, atol=1e-12
    )


def test_categorical_features_are_refused_with_their_number(draw_table) -> None:
    X, y = draw_table(3)
    X[:, 2] = np.abs(X[:, 2])
    model = HistGradientBoostingClassifier(max_iter=2, categorical_features=[2])

    with pytest.raises(InputError, match="has 1 categorical features"):
        read_model(model.fit(X, y))


def test_a_start_that_depends_on_the_row_is_refused(draw_table) -> None:
    X, y = draw_table(2, missing=0.0)
    start = DecisionTreeClassifier(max_depth=2)
    model = GradientBoostingClassifier(n_estimators=2, init=start).fit(X, y)

    with pytest.raises(InputError, match="differs from row to row"):
        read_model(model)


@pytest.mark.parametrize(
    "model", [HistGradientBoostingClassifier(), GradientBoostingRegressor()], ids=repr
)
def test_a_model_that_was_never_fitted_is_refused(model) -> None:
    with pytest.raises(NotTrainedError, match="is not fitted"):
        read_model(model)
