"""Tests of genrelens.forest.shapley.brute_force."""

from __future__ import annotations

import numpy as np

from genrelens.forest import predict_proba
from genrelens.forest.shapley.brute_force import (
    interventional_by_definition,
    shapley_by_definition,
)


def test_one_question_gives_all_to_its_feature(build_forest) -> None:
    stump = (1, 0.5, False, (1, {0: 1.0}), (3, {1: 1.0}))
    forest = build_forest(stump, n_features=3, n_classes=2)

    values = shapley_by_definition(forest, [[9, 0, 9], [9, 1, 9]])

    expected = [[[0, 0], [0.75, -0.75], [0, 0]], [[0, 0], [-0.25, 0.25], [0, 0]]]
    np.testing.assert_allclose(values, expected, atol=1e-15)


def test_a_game_worked_by_hand(build_forest) -> None:
    """Two features that must both be above 0: each gets half of what both give.

    Known values: nothing 1/4, either one alone 1/2, both 1. Each feature adds
    1/4 first and 1/2 last: 3/8.
    """
    tree = (0, 0, False, (2, {0: 1.0}), (1, 0, False, (1, {0: 1.0}), (1, {1: 1.0})))
    forest = build_forest(tree, n_features=2, n_classes=2)

    values = shapley_by_definition(forest, [[1, 1]])

    np.testing.assert_allclose(values[0, :, 1], [3 / 8, 3 / 8], atol=1e-15)


def test_values_and_base_add_up_to_the_prediction(grown) -> None:
    forest, X, _ = grown
    values = shapley_by_definition(forest, X[:2])

    missing = predict_proba(forest, X[:2]) - values.sum(axis=1)

    np.testing.assert_allclose(missing[0], missing[1], atol=1e-14)


def test_one_question_gives_its_feature_what_sets_a_row_off_from_the_background(
    build_forest,
) -> None:
    stump = (1, 0.5, False, (1, {0: 1.0}), (3, {1: 1.0}))
    forest = build_forest(stump, n_features=3, n_classes=2)
    background = [[5, 0, 5], [5, 1, 5], [5, 1, 5], [5, 1, 5], [5, 1, 5]]

    values = interventional_by_definition(forest, [[9, 0, 9], [9, 1, 9]], background)

    expected = [[[0, 0], [0.8, -0.8], [0, 0]], [[0, 0], [-0.2, 0.2], [0, 0]]]
    np.testing.assert_allclose(values, expected, atol=1e-15)


def test_a_comparison_worked_by_hand(build_forest) -> None:
    """Feature 0 must come from the row, and feature 1 from the background row.

    Known values: feature 0 alone 1, all else 0. Feature 0 adds 1 if it comes
    first, and feature 1 takes that away if it comes last: 1/2 each.
    """
    tree = (0, 0, False, (2, {0: 1.0}), (1, 0, False, (1, {0: 1.0}), (1, {1: 1.0})))
    forest = build_forest(tree, n_features=2, n_classes=2)

    values = interventional_by_definition(forest, [[1, -1]], [[-1, 1]])

    np.testing.assert_allclose(values[0, :, 1], [1 / 2, -1 / 2], atol=1e-15)
