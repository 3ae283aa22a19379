"""Tests of genrelens.forest.shapley.rowwise.few_rows."""

from __future__ import annotations

import dataclasses
import warnings
from fractions import Fraction
from itertools import pairwise
from math import factorial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.ensemble import RandomForestClassifier

from genrelens.forest import PackedForest, grow, predict_proba, shapley_values
from genrelens.forest.readers.scikit_learn import join_trees, pack_tree
from genrelens.forest.rows import to_rows
from genrelens.forest.shapley.brute_force import shapley_by_definition
from genrelens.forest.shapley.rowwise.few_rows import explain_few, plan_forest
from genrelens.forest.shapley.values import mean_over_covers


def explain(forest, X, **named):
    return explain_few(forest, to_rows(X), **({"n_threads": 1} | named))


@settings(max_examples=30, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    n_features=st.integers(1, 6),
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

    ours = explain(forest, X[:3])

    np.testing.assert_allclose(ours, shapley_by_definition(forest, X[:3]), atol=1e-13)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_values_hold_where_rows_lie_on_thresholds_or_beside_them(
    make_table, seed
) -> None:
    X, y = make_table(60, 4, 3, seed=seed)
    X = np.round(X)  # few distinct numbers; thresholds at halves
    forest = grow(
        X, y, n_classes=3, n_trees=2, min_samples_leaf=1, random_state=seed, n_jobs=1
    )
    generator = np.random.default_rng(seed)
    at = forest.threshold[forest.feature >= 0].astype(np.float32)
    rows = generator.choice(at, size=(4, 4)) if len(at) else X[:4].astype(np.float32)
    step = generator.integers(-1, 2, rows.shape)
    beside = np.nextafter(rows, np.float32(9e9) * step)
    rows = np.where(step == 0, rows, beside).astype(np.float32)

    ours = explain(forest, rows)

    np.testing.assert_allclose(ours, shapley_by_definition(forest, rows), atol=1e-13)


@pytest.mark.parametrize(
    ("n_features", "n_classes", "min_samples_leaf"),
    [(3, 2, 1), (13, 6, 1), (16, 4, 2), (20, 3, 10)],
)
def test_values_are_those_of_shap(
    make_table, n_features, n_classes, min_samples_leaf
) -> None:
    X, y = make_table(1_500, n_features, n_classes, missing=0.05)
    model = RandomForestClassifier(
        3, min_samples_leaf=min_samples_leaf, random_state=0
    ).fit(X, y)
    forest = join_trees(
        [pack_tree(tree) for tree in model.estimators_],
        n_features=n_features,
        n_classes=n_classes,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the oracle and what it imports
        import shap

        theirs = shap.TreeExplainer(model).shap_values(X[:10], check_additivity=False)

    np.testing.assert_allclose(explain(forest, X[:10]), theirs, rtol=0, atol=1e-12)


@pytest.mark.parametrize(("n_classes", "min_samples_leaf"), [(5, 1), (70, 1), (130, 2)])
def test_values_are_those_of_blocks_of_rows(
    make_table, n_classes, min_samples_leaf
) -> None:
    """On trees of several stages, with more classes than a word has bits."""
    X, y = make_table(3_000, 18, n_classes, missing=0.02)
    forest = grow(
        X,
        np.random.default_rng(6).permutation(y),  # large trees, for want of a rule
        n_classes=n_classes,
        n_trees=3,
        min_samples_leaf=min_samples_leaf,
        random_state=1,
    )
    assert np.diff(forest.tree_start).max() > 1_000

    blocks = shapley_values(forest, X[:6], n_jobs=1).values

    np.testing.assert_allclose(explain(forest, X[:6]), blocks, rtol=0, atol=1e-13)


def test_values_add_up_over_300_trees(make_table) -> None:
    X, y = make_table(800, 7, 6, missing=0.05)
    forest = grow(X, y, n_classes=6, n_trees=300, min_samples_leaf=1, random_state=3)

    ours = explain(forest, X[:5])

    sums = ours.sum(axis=1) + mean_over_covers(forest)
    np.testing.assert_allclose(sums, predict_proba(forest, X[:5]), rtol=0, atol=1e-12)


def test_leaves_may_hold_any_numbers(grown) -> None:
    forest, X, _ = grown
    values = np.random.default_rng(8).normal(0, 1_000, len(forest.leaf_value))
    values[::7], values[1::7] = 0.0, 1.0
    numbers = PackedForest.from_arrays(
        forest.arrays() | {"leaf_value": values},
        n_features=5,
        n_classes=4,
        leaves="numbers",
    )

    ours = explain(numbers, X[:4])

    expected = shapley_by_definition(numbers, X[:4])
    np.testing.assert_allclose(ours, expected, rtol=0, atol=1e-9)
    assert np.abs(expected).max() > 100


def test_paths_of_more_than_16_features_are_exact(build_forest) -> None:
    """A chain over 19 features; the oracle sums over sets in exact fractions."""
    n = 19
    tree = (1, {1: 1.0})
    covers = [1]
    for feature in reversed(range(n)):
        tree = (feature, 0.0, False, (1, {0: 1.0}), tree)
        covers.append(covers[-1] + 1)
    forest = build_forest(tree, n_features=n, n_classes=2)
    shares = [Fraction(a, b) for a, b in pairwise(covers)][::-1]

    def exact(feature):
        # Of the other features, `sums[k]` adds up the products of the shares of
        # the unknown over all choices of k known ones.
        sums = [Fraction(1)]
        for other in range(n):
            if other != feature:
                padded = [Fraction(0), *sums, Fraction(0)]
                sums = [
                    padded[k] + padded[k + 1] * shares[other]
                    for k in range(len(sums) + 1)
                ]
        return (1 - shares[feature]) * sum(
            Fraction(factorial(k) * factorial(n - 1 - k), factorial(n)) * each
            for k, each in enumerate(sums)
        )

    ours = explain(forest, np.ones((1, n)))

    expected = [float(exact(feature)) for feature in range(n)]
    np.testing.assert_allclose(ours[0, :, 1], expected, rtol=1e-11)


def test_a_path_of_256_features_adds_up(build_forest) -> None:
    tree = (1, {1: 1.0})
    for feature in reversed(range(256)):
        tree = (feature, 0.0, False, (1, {0: 1.0}), tree)
    forest = build_forest(tree, n_features=256, n_classes=2)
    rows = np.random.default_rng(4).choice([-1.0, 1.0], (3, 256), p=[0.02, 0.98])
    rows[0] = 1.0

    ours = explain(forest, rows)

    sums = ours.sum(axis=1) + mean_over_covers(forest)
    np.testing.assert_allclose(sums, predict_proba(forest, rows), rtol=0, atol=1e-12)


def test_trees_of_single_leaves_have_no_reasons(build_forest) -> None:
    stump = (0, 0.5, True, (1, {0: 1.0}), (3, {1: 1.0}))
    forest = build_forest((4, {0: 1.0}), stump, n_features=2, n_classes=2)
    X = [[1.0, np.nan], [np.nan, 0.0]]

    np.testing.assert_allclose(
        explain(forest, X), shapley_by_definition(forest, X), atol=1e-15
    )
    alone = build_forest((4, {0: 1.0}), n_features=2, n_classes=2)
    assert not explain(alone, X).any()


def test_a_branch_of_no_cover_is_only_reached_by_those_who_pass(build_forest) -> None:
    """The first question is asked again, and nobody is left for one side."""
    inner = (0, 2.0, False, (3, {0: 1.0}), (1e-9, {1: 1.0}))
    other = (1, 0.0, True, (2, {1: 1.0}), (1e-9, {0: 1.0}))
    forest = build_forest((0, 1.0, False, inner, other), n_features=2, n_classes=2)
    cover = np.where(forest.cover == 1e-9, 0.0, forest.cover)
    forest = dataclasses.replace(forest, cover=cover)
    X = [[0.0, 0.0], [1.5, 0.0], [3.0, 1.0], [np.nan, np.nan]]

    ours = explain(forest, X)

    np.testing.assert_allclose(ours, shapley_by_definition(forest, X), atol=1e-9)


def test_other_numberings_of_the_nodes_give_the_same_bits(
    grown, number_by_level
) -> None:
    forest, X, _ = grown

    by_level = explain(number_by_level(forest), X[:5])

    assert by_level.tobytes() == explain(forest, X[:5]).tobytes()


def test_a_row_has_the_same_bits_alone_with_a_plan_and_on_threads(make_table) -> None:
    X, y = make_table(700, 17, 3, missing=0.1)
    forest = grow(X, y, n_classes=3, n_trees=37, min_samples_leaf=2, random_state=0)
    plan = plan_forest(forest, n_threads=3)
    together = explain(forest, X[:9])

    for named in ({"n_threads": 3}, {"plan": plan}, {"plan": plan, "n_threads": 2}):
        assert explain(forest, X[:9], **named).tobytes() == together.tobytes()
    for row in (0, 8):
        alone = explain(forest, X[row : row + 1], plan=plan)
        assert alone.tobytes() == together[row].tobytes()


def test_a_plan_tells_its_size(grown) -> None:
    plan = plan_forest(grown[0], n_threads=1)

    n_questions = int((grown[0].feature >= 0).sum())
    n_merges = sum(len(piece.merge) for piece in plan.pieces)
    n_entries = sum(len(piece.entry) for piece in plan.pieces)
    n_stages = sum(len(piece.stages.n_kept) for piece in plan.pieces)
    assert plan.nbytes == (
        37 * n_questions + 8 * n_merges + 8 * n_entries + 56 * n_stages
    )


def test_a_plan_stays_within_its_bounds_and_the_bits_are_the_same(grown) -> None:
    forest, X, _ = grown
    whole = plan_forest(forest, n_threads=1)
    expected = explain(forest, X[:3]).tobytes()

    for most in (0, whole.pieces[0].nbytes, whole.nbytes // 2, whole.nbytes):
        plan = plan_forest(forest, n_threads=2, most_bytes=most)
        next_piece = len(plan.pieces)
        assert plan.nbytes <= most
        if next_piece < len(whole.pieces):
            assert plan.nbytes + whole.pieces[next_piece].nbytes > most
        assert explain(forest, X[:3], plan=plan).tobytes() == expected


@pytest.mark.parametrize("n_classes", [40_000, 16_384])
def test_more_classes_than_16_bits_can_number_with_features_are_told_apart(
    build_forest, n_classes
) -> None:
    last = n_classes - 1
    left = (0, 0.0, False, (3, {0: 1.0}), (2, {last: 0.25, 1: 0.75}))
    tree = (3, 0.0, True, left, (4, {0: 0.5, last: 0.5}))
    forest = build_forest(tree, n_features=4, n_classes=n_classes)
    few = build_forest(_renamed(tree, {last: 2}), n_features=4, n_classes=3)
    X = [[1.0, 0.0, 0.0, np.nan], [-1.0, 0.0, 0.0, 1.0]]
    (piece,) = plan_forest(forest, n_threads=1).pieces
    assert piece.merge.dtype == (np.uint32 if n_classes == 40_000 else np.uint16)

    ours = explain(forest, X)

    expected = shapley_by_definition(few, X)
    np.testing.assert_allclose(ours[:, :, [0, 1, last]], expected, atol=1e-15)
    assert not ours[:, :, 2:last].any()


def _renamed(tree, names):
    """Give the classes of a tree other numbers."""
    if len(tree) == 2:
        return tree[0], {names.get(label, label): v for label, v in tree[1].items()}
    return (*tree[:3], _renamed(tree[3], names), _renamed(tree[4], names))


def test_no_rows_give_no_values(grown) -> None:
    assert explain(grown[0], np.zeros((0, 5))).shape == (0, 5, 4)
