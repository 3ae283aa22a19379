"""Tests of genrelens.forest.shapley.interactions."""

from __future__ import annotations

import dataclasses
import warnings
from itertools import combinations
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.ensemble import ExtraTreesClassifier, RandomForestClassifier

from genrelens.errors import AdditivityError, InputError
from genrelens.forest import grow, predict_proba, shapley_values
from genrelens.forest.readers.scikit_learn import join_trees, pack_tree
from genrelens.forest.shapley import interactions
from genrelens.forest.shapley.brute_force import _expect, shapley_by_definition
from genrelens.forest.shapley.interactions import interaction_values


def from_scikit_learn(model):
    return join_trees(
        [pack_tree(tree) for tree in model.estimators_],
        n_features=model.n_features_in_,
        n_classes=model.n_classes_,
    )


def interactions_by_definition(forest, X):
    """Average what a pair adds beyond each alone over all sets of known features."""
    n = forest.n_features
    rows = np.asarray(X, dtype=np.float32)
    matrices = np.zeros((len(rows), n, n, forest.n_classes))
    for matrix, numbers in zip(matrices, rows, strict=True):
        worth = {
            frozenset(known): _expect(forest, numbers, set(known))
            for size in range(n + 1)
            for known in combinations(range(n), size)
        }
        for i, j in combinations(range(n), 2):
            rest = set(range(n)) - {i, j}
            for known in (each for each in worth if each <= rest):
                together = worth[known | {i, j}] - worth[known | {i}]
                apart = worth[known | {j}] - worth[known]
                weight = 1 / (2 * (n - 1) * comb(n - 2, len(known)))
                matrix[i, j] += weight * (together - apart)
            matrix[j, i] = matrix[i, j]
    beside = matrices.sum(axis=2)
    every = np.arange(n)
    matrices[:, every, every] = shapley_by_definition(forest, X) - beside
    return matrices


def explain_with_shap(model, X):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the oracle and what it imports
        import shap

        return shap.TreeExplainer(model).shap_interaction_values(X)


@settings(max_examples=15, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    n_features=st.integers(1, 5),
    n_classes=st.integers(1, 4),
    missing=st.sampled_from([0.0, 0.2, 1.0]),
    min_samples_leaf=st.sampled_from([1, 5, 60]),
)
def test_values_are_those_of_the_definition(
    make_table, seed, n_features, n_classes, missing, min_samples_leaf
) -> None:
    X, y = make_table(80, n_features, n_classes, seed=seed, missing=missing)
    forest = grow(
        X,
        y,
        n_classes=n_classes,
        n_trees=2,
        min_samples_leaf=min_samples_leaf,
        random_state=seed,
        n_jobs=1,
    )

    ours = interaction_values(forest, X[:2], n_jobs=1).values

    expected = interactions_by_definition(forest, X[:2])
    np.testing.assert_allclose(ours, expected, rtol=0, atol=1e-13)


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_values_hold_where_rows_lie_exactly_on_thresholds(make_table, seed) -> None:
    X, y = make_table(60, 4, 3, seed=seed)
    X = np.round(X)  # few distinct numbers; thresholds at halves
    forest = grow(
        X, y, n_classes=3, n_trees=2, min_samples_leaf=1, random_state=seed, n_jobs=1
    )
    generator = np.random.default_rng(seed)
    at = forest.threshold[forest.feature >= 0]
    rows = generator.choice(at, size=(3, 4)) if len(at) else X[:3]

    ours = interaction_values(forest, rows, n_jobs=1).values

    expected = interactions_by_definition(forest, rows)
    np.testing.assert_allclose(ours, expected, rtol=0, atol=1e-13)


@pytest.mark.parametrize(
    ("n_features", "n_classes", "min_samples_leaf"),
    [(3, 2, 1), (8, 6, 1), (9, 5, 4), (13, 6, 1), (20, 3, 3)],
)
def test_values_are_those_of_shap(
    make_table, n_features, n_classes, min_samples_leaf
) -> None:
    X, y = make_table(400, n_features, n_classes, missing=0.05)
    model = RandomForestClassifier(
        3, min_samples_leaf=min_samples_leaf, random_state=0
    ).fit(X, y)

    ours = interaction_values(from_scikit_learn(model), X[:15], n_jobs=2)

    np.testing.assert_allclose(
        ours.values, explain_with_shap(model, X[:15]), rtol=0, atol=1e-12
    )


def test_paths_of_more_than_16_features_are_those_of_shap(make_table) -> None:
    X, _ = make_table(1000, 40, 2, seed=4)
    y = np.random.default_rng(0).integers(0, 2, len(X))  # noise grows deep trees
    model = ExtraTreesClassifier(1, max_features=1, random_state=0).fit(X, y)
    forest = from_scikit_learn(model)
    assert longest_path(forest) > 16

    ours = interaction_values(forest, X[:3]).values

    np.testing.assert_allclose(
        ours, explain_with_shap(model, X[:3]), rtol=0, atol=1e-12
    )


def longest_path(forest):
    """Count the distinct features of the longest path of the first tree."""
    waiting, longest = [(0, frozenset())], 0
    while waiting:
        node, met = waiting.pop()
        longest = max(longest, len(met))
        if forest.feature[node] >= 0:
            met = met | {int(forest.feature[node])}
            waiting += [(forest.left[node], met), (forest.right[node], met)]
    return longest


def test_two_features_that_only_matter_together(build_forest) -> None:
    """Both must be above 0. Each alone adds 1/4, the second one another 1/4."""
    tree = (0, 0, False, (2, {0: 1.0}), (1, 0, False, (1, {0: 1.0}), (1, {1: 1.0})))
    forest = build_forest(tree, n_features=2, n_classes=2)

    values = interaction_values(forest, [[1, 1]]).values

    expected = [[2 / 8, 1 / 8], [1 / 8, 2 / 8]]
    np.testing.assert_allclose(values[0, :, :, 1], expected, atol=1e-15)


def test_a_branch_that_nothing_passes_gets_no_more_than_nothing(build_forest) -> None:
    """The second question on a feature contradicts the first: no row arrives."""
    inner = (0, 2.0, False, (3, {0: 1.0}), (1, 0, True, (1e-9, {1: 1.0}), (1, {1: 1})))
    forest = build_forest(
        (0, 1.0, False, inner, (2, {1: 1.0})), n_features=2, n_classes=2
    )
    X = [[0.0, 1], [1.5, np.nan], [3.0, -1], [np.nan, 0]]

    ours = interaction_values(forest, X).values

    np.testing.assert_allclose(ours, interactions_by_definition(forest, X), atol=1e-15)


def test_a_forest_of_single_leaves_has_no_reasons(build_forest) -> None:
    forest = build_forest((4, {0: 1.0}), (4, {1: 1.0}), n_features=2, n_classes=2)

    ours = interaction_values(forest, [[1.0, np.nan]])

    assert not ours.values.any()
    np.testing.assert_array_equal(ours.base, [0.5, 0.5])


def test_matrices_are_symmetric_and_their_rows_are_shapley_values(make_table) -> None:
    X, y = make_table(1000, 25, 3, missing=0.1)
    forest = grow(X, y, n_classes=3, n_trees=4, min_samples_leaf=1, random_state=0)

    ours = interaction_values(forest, X[:150])

    single = shapley_values(forest, X[:150])
    assert np.array_equal(ours.values, ours.values.transpose(0, 2, 1, 3))
    np.testing.assert_allclose(ours.values.sum(axis=2), single.values, atol=1e-13)
    np.testing.assert_array_equal(ours.base, single.base)
    total = ours.base + ours.values.sum(axis=(1, 2))
    np.testing.assert_allclose(total, predict_proba(forest, X[:150]), atol=1e-12)


def test_a_feature_that_no_tree_asks_about_has_no_part(make_table) -> None:
    X, y = make_table(200, 4, 3)
    X[:, 2] = 5.0
    forest = grow(X, y, n_classes=3, n_trees=5, min_samples_leaf=2, random_state=0)

    assert not interaction_values(forest, X[:50]).values[:, 2].any()


def test_trees_of_one_question_have_no_interactions(make_table) -> None:
    X, y = make_table(200, 4, 3)
    forest = grow(
        X, y, n_classes=3, n_trees=9, min_samples_leaf=1, max_depth=1, random_state=0
    )

    values = interaction_values(forest, X[:20]).values

    assert values.any()
    beside = ~np.eye(4, dtype=bool)
    assert not values[:, beside].any()


def test_classes_asked_for_have_the_bits_of_all(make_table) -> None:
    X, y = make_table(300, 9, 5)
    forest = grow(X, y, n_classes=5, n_trees=3, min_samples_leaf=3, random_state=0)
    every = interaction_values(forest, X[:90])

    for asked in ([3], [4, 0], np.array([1, 2, 3])):
        ours = interaction_values(forest, X[:90], classes=asked)
        assert ours.values.tobytes() == every.values[..., asked].tobytes()
        assert ours.base.tobytes() == every.base[asked].tobytes()


def test_a_row_has_the_same_bits_alone_among_others_and_on_threads(
    make_table,
) -> None:
    X, y = make_table(600, 10, 3, missing=0.1)
    forest = grow(X, y, n_classes=3, n_trees=3, min_samples_leaf=1, random_state=0)
    together = interaction_values(forest, X, n_jobs=1).values

    assert interaction_values(forest, X, n_jobs=4).values.tobytes() == (
        together.tobytes()
    )
    for row in (0, 63, 64, 599):
        alone = interaction_values(forest, X[row : row + 1]).values
        assert alone.tobytes() == together[row].tobytes()
    order = np.random.default_rng(0).permutation(len(X))
    permuted = interaction_values(forest, X[order], n_jobs=3).values
    assert permuted.tobytes() == together[order].tobytes()


def test_rows_done_are_told_and_reach_all(grown) -> None:
    forest, X, _ = grown
    told = []

    interaction_values(forest, X, n_jobs=2, on_rows=told.append)

    assert told == sorted(told)
    assert len(told) > 1
    assert told[-1] == len(X)


def test_blocks_are_bounded_however_wide_the_forest_is() -> None:
    for row_bytes in (64, 1_400, 16_000, 1_000_000, 50_000_000):
        for n_asked in (1, 6, 114, 1_000):
            size = interactions._block_size(100_000, 2, row_bytes, n_asked)
            assert 1 <= size <= 512
            assert size == 1 or size * row_bytes * n_asked <= 1 << 26


def test_matrices_that_miss_the_prediction_are_never_handed_out(
    grown, monkeypatch
) -> None:
    forest, X, _ = grown

    def predict_a_little_more(*arguments, **named):
        predicted = predict_proba(*arguments, **named)
        predicted[3:, 0] += 1e-8
        return predicted

    monkeypatch.setattr(interactions, "predict_proba", predict_a_little_more)
    words = r"397 of 400 rows do not add up to the prediction, by up to 1e-08 .*row 3"
    with pytest.raises(AdditivityError, match=words):
        interaction_values(forest, X)


def test_rows_that_miss_their_shapley_value_are_never_handed_out(
    grown, monkeypatch
) -> None:
    """Pairs are added up apart from Shapley values: a damaged pair is seen."""
    forest, X, _ = grown

    def damage_a_pair(arrays, rows, slot, layout, space, out):
        add_tree_pairs(arrays, rows, slot, layout, space, out)
        out[1, 2:, layout.pair_start[4] + 1] += 1e-7

    add_tree_pairs = interactions.add_tree_pairs
    monkeypatch.setattr(interactions, "add_tree_pairs", damage_a_pair)
    words = r"7 of 9 rows do not add up in a row to the Shapley values.*in row 2"
    with pytest.raises(AdditivityError, match=words):
        interaction_values(forest, X[:9])


def test_values_that_are_no_numbers_are_never_handed_out(grown) -> None:
    """An unchecked forest without covers would give 0 / 0 everywhere."""
    forest, X, _ = grown
    empty = dataclasses.replace(forest, cover=np.zeros(forest.n_nodes))

    with np.errstate(invalid="ignore"), pytest.raises(AdditivityError, match="400 of"):
        interaction_values(empty, X)


def test_no_rows_give_no_values(grown) -> None:
    ours = interaction_values(grown[0], np.zeros((0, 5)), classes=[1, 2])
    assert ours.values.shape == (0, 5, 5, 2)
    assert ours.base.shape == (2,)


def test_another_width_is_refused(grown) -> None:
    with pytest.raises(InputError, match="grown on 5"):
        interaction_values(grown[0], np.zeros((1, 4)))


@pytest.mark.parametrize(
    ("classes", "words"),
    [
        ([], "at least one whole number"),
        ([0.5], "type 'float64'"),
        ([[1, 2]], r"shape \(1, 2\)"),
        ([0, 4, -1], "2 of 3 classes asked for lie outside 0 to 3, e.g. 4"),
        ([2, 1, 2], "Of 3 classes asked for only 2 are different"),
    ],
)
def test_classes_that_there_are_not_are_refused(grown, classes, words) -> None:
    forest, X, _ = grown
    with pytest.raises(InputError, match=words):
        interaction_values(forest, X, classes=classes)
