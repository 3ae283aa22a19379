"""Tests of genrelens.forest.arguments."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.tree import DecisionTreeClassifier

from genrelens.errors import InputError
from genrelens.forest.arguments import (
    check_chances,
    check_codes,
    check_positive,
    count_features,
)


@pytest.mark.parametrize("rule", ["sqrt", "log2", None, 1, 5, 0.5, 0.01, 1.0])
@pytest.mark.parametrize("n_features", [5, 13, 82])
def test_as_many_features_are_tried_as_scikit_learn_tries(rule, n_features) -> None:
    theirs = DecisionTreeClassifier(max_features=rule)
    theirs.fit(np.eye(4, n_features), [0, 1, 0, 1])

    assert count_features(rule, n_features) == theirs.max_features_


@pytest.mark.parametrize("rule", ["auto", 0, 14, -1, 0.0, 1.5, float("nan"), [2]])
def test_a_rule_that_is_none_is_refused(rule) -> None:
    with pytest.raises(InputError, match=r"max_features is .* for 13 features"):
        count_features(rule, 13)


def test_chances_are_weights_that_sum_to_one() -> None:
    np.testing.assert_array_equal(check_chances([3, 1, 0], 3), [0.75, 0.25, 0])
    assert check_chances(None, 3) is None


@pytest.mark.parametrize(
    "weights",
    [[0, 0], [1, np.inf], [1, np.nan], [1], [-1, 2], ["a", "b"], [[1, 2], [3]]],
)
def test_weights_that_give_no_chances_are_refused(weights) -> None:
    with pytest.raises(InputError, match=r"weights"):
        check_chances(weights, 2)


@pytest.mark.parametrize(
    "codes", [[0.0, 1.0], [0, 3], [-1, 0], [0], [[0, 1]], [[0], 1]]
)
def test_codes_that_name_no_class_are_refused(codes) -> None:
    with pytest.raises(InputError, match=r"class"):
        check_codes(codes, 2, 3)


def test_small_numbers_are_refused_by_name() -> None:
    with pytest.raises(InputError, match="n_trees is 0"):
        check_positive(n_classes=1, n_trees=0)


@pytest.mark.parametrize("number", [2.0, "3", None])
def test_what_is_no_whole_number_is_refused_by_name(number) -> None:
    with pytest.raises(InputError, match=f"n_trees is {number!r}. Give a whole"):
        check_positive(n_trees=number)
