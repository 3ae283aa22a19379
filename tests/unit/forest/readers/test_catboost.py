"""Tests of genrelens.forest.readers.catboost."""

from __future__ import annotations

import catboost
import numpy as np
import pytest

from genrelens.errors import InputError, NotTrainedError
from genrelens.forest.explaining import explain
from genrelens.forest.readers import catboost as reader
from genrelens.forest.readers.reading import read_model
from genrelens.forest.shapley.brute_force import shapley_by_definition

QUIET = {
    "iterations": 5,
    "depth": 4,
    "verbose": 0,
    "allow_writing_files": False,
    "thread_count": 1,
}


def fit(X, y, **settings):
    return catboost.CatBoostClassifier(**QUIET, **settings).fit(X, y)


def contributions(model, X, y):
    own = model.get_feature_importance(catboost.Pool(X, y), type="ShapValues")
    return (own[:, None] if own.ndim == 2 else own).transpose(0, 2, 1)


@pytest.mark.parametrize(
    ("n_classes", "settings"),
    [
        (2, {}),
        (3, {}),
        (3, {"nan_mode": "Max"}),
        (3, {"loss_function": "MultiClassOneVsAll"}),
        (2, {"boosting_type": "Ordered", "auto_class_weights": "Balanced"}),
        (3, {"grow_policy": "Lossguide"}),
        (3, {"grow_policy": "Depthwise"}),
    ],
    ids=repr,
)
def test_outputs_and_values_are_those_of_catboost(
    draw_table, check_reading, check_contributions, n_classes, settings
) -> None:
    X, y = draw_table(n_classes)
    model = fit(X, y, **settings)

    read = check_reading(model, X)

    assert read.unit == "margin"
    assert read.genres == ((1,) if n_classes == 2 else (0, 1, 2))
    check_contributions(model, X, contributions(model, X, y), atol=1e-13)


def test_values_of_lopsided_trees_with_one_output_are_those_of_the_definition(
    draw_table, check_reading
) -> None:
    """CatBoost's own values do not add up here (1.2.10), so they are no oracle."""
    X, y = draw_table(2)
    model = fit(X, y, grow_policy="Lossguide")
    read = check_reading(model, X)

    ours = explain(model, X[:5]).values

    expected = read.scale * shapley_by_definition(read.trees, read.code(X[:5]))
    np.testing.assert_allclose(ours, expected, rtol=0, atol=1e-13)


def test_a_row_in_a_leaf_that_no_training_row_reached_is_explained(draw_table) -> None:
    X, y = draw_table(3)
    model = fit(X, y)
    read = read_model(model)
    empty = read.trees.cover < 1e-50
    assert empty[read.trees.feature < 0].any()
    wild = np.random.default_rng(0).normal(size=(300, 5)) * 3

    ours = explain(model, wild)  # which adds up, or is an error

    expected = read.scale * shapley_by_definition(read.trees, read.code(wild[:2]))
    np.testing.assert_allclose(ours.values[:2], expected, rtol=0, atol=1e-13)


def test_a_regressor_is_read(draw_table, check_reading, check_contributions) -> None:
    X, y = draw_table(4)
    model = catboost.CatBoostRegressor(**QUIET).fit(X, 1e6 * y)

    assert check_reading(model, X, atol=1e-8).genres == ("output",)
    check_contributions(model, X, contributions(model, X, y), atol=1e-7)


def test_names_of_classes_and_features_are_kept(draw_table) -> None:
    X, y = draw_table(3)
    names = np.array(["jazz", "pop", "rock"])
    pool = catboost.Pool(X, names[y], feature_names=list("abcde"))

    read = read_model(catboost.CatBoostClassifier(**QUIET).fit(pool))

    assert read.genres == ("jazz", "pop", "rock")
    assert read.features == ("a", "b", "c", "d", "e")


def test_features_that_are_categories_are_refused(draw_table) -> None:
    X, y = draw_table(3)
    rows = [[str(n % 4), row[0]] for n, row in enumerate(X)]
    model = fit(rows, y, cat_features=[0])

    with pytest.raises(InputError, match="has categorical features"):
        read_model(model)


def test_a_model_without_weights_in_its_leaves_is_refused(
    draw_table, monkeypatch
) -> None:
    def write_down_less(model):
        written = write_down(model)
        del written["oblivious_trees"][1]["leaf_weights"]
        return written

    write_down = reader._write_down
    monkeypatch.setattr(reader, "_write_down", write_down_less)
    with pytest.raises(InputError, match=r"no weights of the .* in 1 of 5 trees"):
        read_model(fit(*draw_table(2)))


def test_summed_models_are_read(draw_table, check_reading) -> None:
    X, y = draw_table(2)
    models = [fit(X, y), fit(X, 1 - y)]

    check_reading(catboost.sum_models(models, weights=[1.0, 0.5]), X)


def test_a_model_that_was_never_fitted_is_refused() -> None:
    with pytest.raises(NotTrainedError, match="CatBoostClassifier is not fitted"):
        read_model(catboost.CatBoostClassifier())
