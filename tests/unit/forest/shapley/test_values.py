"""Tests of genrelens.forest.shapley.values."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.ensemble import ExtraTreesClassifier

from genrelens.errors import AdditivityError
from genrelens.forest import predict_proba
from genrelens.forest.readers.scikit_learn import join_trees, pack_tree
from genrelens.forest.shapley.values import check_additivity, mean_over_covers


def test_the_mean_over_covers_is_the_mean_prediction_of_the_training_rows(
    make_table,
) -> None:
    X, y = make_table(200, 4, 3, seed=3)
    model = ExtraTreesClassifier(4, max_depth=4, random_state=3).fit(X, y)
    forest = join_trees(
        [pack_tree(tree) for tree in model.estimators_], n_features=4, n_classes=3
    )
    expected = predict_proba(forest, X).mean(axis=0)
    assert mean_over_covers(forest) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("gap", [2e-9, -2e-9, np.nan])
def test_a_gap_is_refused_with_the_count_and_the_first_row(gap) -> None:
    values = np.zeros((4, 2, 3))
    values[2, 1, 0] = gap
    with pytest.raises(AdditivityError, match=r"of 1 of 4 rows.*in row 2"):
        check_additivity(values, np.zeros(3), np.zeros((4, 3)))


def test_no_rows_add_up() -> None:
    check_additivity(np.zeros((0, 2, 3)), np.zeros(3), np.zeros((0, 3)))
