"""Tests of genrelens.forest.readers.scikit_forests."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.ensemble import (
    ExtraTreesClassifier,
    ExtraTreesRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.tree import (
    DecisionTreeClassifier,
    DecisionTreeRegressor,
    ExtraTreeClassifier,
)

from genrelens.errors import InputError, NotTrainedError
from genrelens.forest.explaining import explain
from genrelens.forest.readers.reading import read_model
from genrelens.forest.readers.scikit_forests import copy_tree

CLASSIFIERS = [
    DecisionTreeClassifier(random_state=0),
    DecisionTreeClassifier(max_leaf_nodes=9, random_state=0),
    ExtraTreeClassifier(random_state=0),
    RandomForestClassifier(5, random_state=0, class_weight="balanced"),
    ExtraTreesClassifier(5, random_state=0),
]


@pytest.mark.parametrize("model", CLASSIFIERS, ids=repr)
@pytest.mark.parametrize("n_classes", [2, 4])
def test_classifiers_keep_probabilities_and_classes(
    draw_table, check_reading, model, n_classes
) -> None:
    X, y = draw_table(n_classes)
    names = np.array(["folk", "jazz", "pop", "rock"])

    read = check_reading(model.fit(X, names[y]), X)

    assert read.unit == "probability"
    assert read.genres == tuple(names[:n_classes])


@pytest.mark.parametrize(
    "model",
    [
        DecisionTreeRegressor(random_state=0),
        RandomForestRegressor(5, random_state=0),
        ExtraTreesRegressor(5, min_samples_leaf=3, random_state=0),
    ],
    ids=repr,
)
def test_regressors_keep_values_of_any_size(draw_table, check_reading, model) -> None:
    X, y = draw_table(4)

    read = check_reading(model.fit(X, 1e6 * y - 7.0), X, atol=1e-8)

    assert (read.unit, read.genres) == ("value", ("output",))


def test_values_are_those_of_shap(draw_table, explain_with_shap) -> None:
    X, y = draw_table(3)
    forest = RandomForestClassifier(5, min_samples_leaf=2, random_state=0).fit(X, y)
    regressor = RandomForestRegressor(5, random_state=0).fit(X, 1e6 * y)

    for model, atol in ((forest, 1e-13), (regressor, 1e-7)):
        ours = explain(model, X[:60]).values
        np.testing.assert_allclose(
            ours, explain_with_shap(model, X[:60]), rtol=0, atol=atol
        )


def test_a_split_by_absence_alone_is_kept(check_reading) -> None:
    X = np.array([[1.0], [2.0], [np.nan], [np.nan]])
    model = DecisionTreeClassifier(random_state=0).fit(X, [0, 0, 1, 1])
    assert np.isinf(model.tree_.threshold[0])

    check_reading(model, X)


def test_rows_without_weight_leave_no_hole(draw_table, check_reading) -> None:
    """Nodes of weight 0 have no shares of covers; ours are bounded from below."""
    X, y = draw_table(3)
    weights = (np.arange(len(y)) % 3 > 0).astype(float)
    model = DecisionTreeClassifier(random_state=0).fit(X, y, sample_weight=weights)

    check_reading(model, X)
    explain(model, X)


def test_copied_leaves_are_scaled_and_moved_to_their_output(draw_table) -> None:
    X, y = draw_table(3)
    model = DecisionTreeRegressor(max_depth=2, random_state=0).fit(X, y)

    tree = copy_tree(model.tree_, output=2, factor=0.5)

    assert set(tree.entry_class.tolist()) == {2}
    whole = model.tree_.value[tree.entry_node, 0, 0]
    np.testing.assert_array_equal(tree.entry_value, whole * 0.5)


@pytest.mark.parametrize(
    "model", [RandomForestClassifier(), DecisionTreeClassifier()], ids=repr
)
def test_a_model_that_was_never_fitted_is_refused(model) -> None:
    with pytest.raises(NotTrainedError, match="is not fitted"):
        read_model(model)


def test_several_targets_are_refused(draw_table) -> None:
    X, y = draw_table(3)
    model = DecisionTreeClassifier().fit(X, np.stack([y, y], axis=1))

    with pytest.raises(InputError, match="has 2 targets"):
        read_model(model)
