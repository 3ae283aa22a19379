"""Tests of genrelens.forest.readers.xgboost."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import xgboost

from genrelens.errors import InputError, NotTrainedError
from genrelens.forest.readers import xgboost as reader
from genrelens.forest.readers.reading import read_model
from genrelens.forest.readers.xgboost import ask


def fit(X, y, **settings):
    return xgboost.XGBClassifier(n_estimators=5, n_jobs=1, **settings).fit(X, y)


def contributions(model, X, **reading):
    booster = model.get_booster()
    own = booster.predict(xgboost.DMatrix(X, **reading), pred_contribs=True)
    return (own[:, None] if own.ndim == 2 else own).transpose(0, 2, 1)


@pytest.mark.parametrize("n_classes", [2, 4])
@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"booster": "dart", "rate_drop": 0.5},
        {"tree_method": "exact", "gamma": 2.0},
        {"grow_policy": "lossguide", "min_child_weight": 0, "max_depth": 12},
        {"base_score": 0.3},
        {"num_parallel_tree": 3, "subsample": 0.5, "colsample_bynode": 0.5},
    ],
    ids=repr,
)
def test_outputs_and_values_are_those_of_xgboost_in_32_bits(
    draw_table, check_reading, check_contributions, settings, n_classes
) -> None:
    X, y = draw_table(n_classes)
    model = fit(X, y, **settings)

    read = check_reading(model, X, atol=2e-6)

    assert read.unit == "margin"
    assert read.genres == ((1,) if n_classes == 2 else (0, 1, 2, 3))
    check_contributions(model, X, contributions(model, X), atol=2e-6)


def test_a_number_that_stands_for_missing_is_taken_so(
    draw_table, check_reading, check_contributions
) -> None:
    X, y = draw_table(3)
    model = fit(X, y, missing=0.0)

    check_reading(model, X, atol=2e-6)
    check_contributions(model, X, contributions(model, X, missing=0.0), atol=2e-6)


@pytest.mark.parametrize(
    "objective",
    [
        "binary:hinge",
        "binary:logistic",
        "binary:logitraw",
        "count:poisson",
        "rank:ndcg",
        "rank:pairwise",
        "reg:absoluteerror",
        "reg:gamma",
        "reg:logistic",
        "reg:pseudohubererror",
        "reg:quantileerror",
        "reg:squarederror",
        "reg:squaredlogerror",
        "reg:tweedie",
        "survival:cox",
    ],
)
@pytest.mark.parametrize("start", [None, 0.3])
def test_the_start_of_every_objective_is_understood(
    draw_table, check_reading, objective, start
) -> None:
    X, y = draw_table(2)
    data = xgboost.DMatrix(X, label=y + float(objective == "reg:gamma"))
    if objective.startswith("rank:"):
        data.set_group([100, 100, 100])
    settings = {"objective": objective, "nthread": 1, "max_depth": 2}
    settings |= {} if start is None else {"base_score": start}
    settings |= {"quantile_alpha": 0.5} if "quantile" in objective else {}

    booster = xgboost.train(settings, data, num_boost_round=2)

    assert check_reading(booster, X, atol=2e-6).genres == ("output",)


def test_training_that_stopped_early_is_read_as_far_as_its_predict_goes(
    draw_table,
) -> None:
    X, y = draw_table(3)
    noise = np.random.default_rng(0).permutation(y)
    model = xgboost.XGBClassifier(n_estimators=40, n_jobs=1, early_stopping_rounds=3)
    model.fit(X, y, eval_set=[(X, noise)], verbose=False)
    assert model.best_iteration + 1 < model.get_booster().num_boosted_rounds()

    read = read_model(model)

    assert read.trees.n_trees == 3 * (model.best_iteration + 1)
    margins = model.predict(X, output_margin=True)
    np.testing.assert_allclose(read.predict(X), margins, rtol=0, atol=2e-6)


def test_a_model_fitted_on_named_columns_is_read_with_names(
    draw_table, check_reading
) -> None:
    X, y = draw_table(3)
    table = pd.DataFrame(X, columns=list("abcde"))

    read = check_reading(fit(table, y), X, atol=2e-6)

    assert read.features == ("a", "b", "c", "d", "e")
    np.testing.assert_allclose(ask(fit(table, y), table), ask(fit(X, y), X))


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"booster": "gblinear"}, "linear terms and no trees"),
        (
            {"multi_strategy": "multi_output_tree", "tree_method": "hist"},
            "leaves that hold several outputs",
        ),
    ],
)
def test_what_is_no_plain_tree_is_refused(draw_table, settings, words) -> None:
    X, y = draw_table(3)

    with pytest.raises(InputError, match=words):
        read_model(fit(X, y, **settings))


def test_splits_by_category_are_refused_with_their_number(draw_table) -> None:
    X, _ = draw_table(3)
    kind = np.arange(300) % 7
    table = pd.DataFrame(X).assign(kind=pd.Categorical(kind))
    table.columns = table.columns.astype(str)

    with pytest.raises(InputError, match=r"splits by category in \d+ of 5 trees"):
        read_model(fit(table, kind % 2, enable_categorical=True))


def test_several_targets_are_refused(draw_table) -> None:
    X, y = draw_table(2)

    with pytest.raises(InputError, match="has 2 targets"):
        read_model(fit(X, np.stack([y, 1 - y], axis=1)))


def test_an_unknown_objective_is_refused_by_name(draw_table, monkeypatch) -> None:
    X, y = draw_table(3)
    model = fit(X, y)
    monkeypatch.delitem(reader._LINKS, "multi:softprob")

    with pytest.raises(InputError, match="objective 'multi:softprob'"):
        read_model(model)


@pytest.mark.parametrize("model", [xgboost.XGBClassifier(), xgboost.Booster()])
def test_a_model_that_was_never_fitted_is_refused(model) -> None:
    with pytest.raises(NotTrainedError, match="is not fitted"):
        read_model(model)
