"""Tests of genrelens.forest.readers.scikit_learn."""

from __future__ import annotations

import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.tree import DecisionTreeClassifier

from genrelens.forest import predict_proba, validate
from genrelens.forest.readers.scikit_learn import join_trees, pack_tree


def test_packed_trees_are_valid_and_predict_as_their_forest(make_table) -> None:
    X, y = make_table(500, 6, 4, missing=0.1)
    model = RandomForestClassifier(7, min_samples_leaf=2, random_state=3).fit(X, y)

    forest = join_trees(
        [pack_tree(tree) for tree in model.estimators_], n_features=6, n_classes=4
    )

    validate(forest)
    np.testing.assert_allclose(
        predict_proba(forest, X), model.predict_proba(X), rtol=0, atol=1e-12
    )


def test_a_split_by_absence_alone_gets_a_finite_threshold() -> None:
    X = np.array([[1.0], [2.0], [np.nan], [np.nan]])
    tree = DecisionTreeClassifier(random_state=0).fit(X, [0, 0, 1, 1])

    forest = join_trees([pack_tree(tree)], n_features=1, n_classes=2)

    assert tree.tree_.threshold[0] == np.inf
    validate(forest)
    np.testing.assert_array_equal(predict_proba(forest, X).argmax(1), [0, 0, 1, 1])


def test_a_class_that_a_tree_never_saw_keeps_its_number() -> None:
    tree = DecisionTreeClassifier(random_state=0).fit([[1.0], [2.0]], [1, 3])

    forest = join_trees([pack_tree(tree)], n_features=1, n_classes=5)

    np.testing.assert_array_equal(forest.leaf_class, [1, 3])
