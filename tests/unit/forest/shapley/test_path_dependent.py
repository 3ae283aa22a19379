"""Tests of genrelens.forest.shapley.path_dependent."""

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

from genrelens.errors import AdditivityError, BundleError, InputError
from genrelens.forest import (
    PackedForest,
    grow,
    predict_proba,
    shapley_values,
    validate,
)
from genrelens.forest.readers.scikit_learn import join_trees, pack_tree
from genrelens.forest.shapley import path_dependent
from genrelens.forest.shapley.brute_force import shapley_by_definition
from genrelens.forest.shapley.rowwise.few_rows import explain_few, plan_forest
from genrelens.forest.validating import ARRAY_TYPES, MAX_DEPTH


@pytest.fixture(autouse=True, scope="module", params=[1, 10**9])
def many_rows(request):
    """Take all rows together, and then all one by one, in every test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(path_dependent, "_MANY_ROWS", request.param)
        yield


def from_scikit_learn(model):
    return join_trees(
        [pack_tree(tree) for tree in model.estimators_],
        n_features=model.n_features_in_,
        n_classes=model.n_classes_,
    )


def explain_with_shap(model, X):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the oracle and what it imports
        import shap

        return shap.TreeExplainer(model).shap_values(X, check_additivity=False)


@settings(max_examples=25, deadline=None)
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

    ours = shapley_values(forest, X[:3], n_jobs=1).values

    np.testing.assert_allclose(ours, shapley_by_definition(forest, X[:3]), atol=1e-13)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_values_hold_where_rows_lie_exactly_on_thresholds(make_table, seed) -> None:
    X, y = make_table(60, 4, 3, seed=seed)
    X = np.round(X)  # few distinct numbers; thresholds at halves
    forest = grow(
        X, y, n_classes=3, n_trees=2, min_samples_leaf=1, random_state=seed, n_jobs=1
    )
    generator = np.random.default_rng(seed)
    at = forest.threshold[forest.feature >= 0]
    rows = generator.choice(at, size=(4, 4)) if len(at) else X[:4]

    ours = shapley_values(forest, rows, n_jobs=1).values

    np.testing.assert_allclose(ours, shapley_by_definition(forest, rows), atol=1e-13)


@pytest.mark.parametrize(
    ("n_features", "n_classes", "min_samples_leaf"),
    [(3, 2, 1), (8, 6, 1), (9, 5, 4), (13, 6, 1), (16, 4, 2), (20, 3, 10)],
)
def test_values_are_those_of_shap(
    make_table, n_features, n_classes, min_samples_leaf
) -> None:
    X, y = make_table(600, n_features, n_classes, missing=0.05)
    model = RandomForestClassifier(
        4, min_samples_leaf=min_samples_leaf, random_state=0
    ).fit(X, y)

    ours = shapley_values(from_scikit_learn(model), X[:150], n_jobs=2)

    np.testing.assert_allclose(
        ours.values, explain_with_shap(model, X[:150]), rtol=0, atol=1e-12
    )


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

    ours = shapley_values(forest, np.ones((2, n))).values

    expected = [float(exact(feature)) for feature in range(n)]
    np.testing.assert_allclose(ours[0, :, 1], expected, rtol=1e-11)
    np.testing.assert_allclose(ours[1], ours[0])


def test_more_thresholds_than_16_bits_can_number_are_told_apart() -> None:
    """Codes of thresholds in 16 bits once wrapped round, and sums were wrong."""
    generator = np.random.default_rng(2)
    X = generator.normal(size=(90_000, 1)).astype(np.float32).astype(float)
    y = generator.integers(0, 2, len(X))
    model = RandomForestClassifier(4, random_state=1, n_jobs=2).fit(X, y)
    forest = from_scikit_learn(model)
    assert len(np.unique(forest.threshold)) > 65_535

    ours = shapley_values(forest, X[:300], n_jobs=2)

    # With one feature, it gets all that the prediction has above the base.
    np.testing.assert_allclose(
        ours.values[:, 0], predict_proba(forest, X[:300]) - ours.base, atol=1e-12
    )


def test_a_forest_of_single_leaves_has_no_reasons(build_forest) -> None:
    forest = build_forest((4, {0: 1.0}), (4, {1: 1.0}), n_features=2, n_classes=2)

    ours = shapley_values(forest, [[1.0, np.nan]])

    assert not ours.values.any()
    np.testing.assert_array_equal(ours.base, [0.5, 0.5])


def test_a_branch_that_nothing_passes_gets_no_more_than_nothing(build_forest) -> None:
    """The second question on a feature contradicts the first: no row arrives."""
    inner = (0, 2.0, False, (3, {0: 1.0}), (1e-9, {1: 1.0}))
    forest = build_forest(
        (0, 1.0, False, inner, (2, {1: 1.0})), n_features=1, n_classes=2
    )
    X = [[0.0], [1.5], [3.0], [np.nan]]

    np.testing.assert_allclose(
        shapley_values(forest, X).values, shapley_by_definition(forest, X), atol=1e-15
    )


def test_a_row_has_the_same_bits_alone_among_others_and_on_threads(
    make_table,
) -> None:
    X, y = make_table(500, 7, 3, missing=0.1)
    forest = grow(X, y, n_classes=3, n_trees=4, min_samples_leaf=2, random_state=0)
    together = shapley_values(forest, X, n_jobs=1).values

    assert shapley_values(forest, X, n_jobs=4).values.tobytes() == together.tobytes()
    for row in (0, 63, 64, 499):
        alone = shapley_values(forest, X[row : row + 1]).values
        assert alone.tobytes() == together[row].tobytes()
    order = np.random.default_rng(0).permutation(len(X))
    permuted = shapley_values(forest, X[order], n_jobs=3).values
    assert permuted.tobytes() == together[order].tobytes()


def test_both_ways_agree(make_table, monkeypatch) -> None:
    X, y = make_table(300, 16, 5, missing=0.1)
    forest = grow(X, y, n_classes=5, n_trees=9, min_samples_leaf=1, random_state=0)
    found = []
    for many in (1, 10**9):
        monkeypatch.setattr(path_dependent, "_MANY_ROWS", many)
        found.append(shapley_values(forest, X).values)

    np.testing.assert_allclose(found[0], found[1], atol=1e-15)


def test_a_feature_that_no_tree_asks_about_gets_nothing(make_table) -> None:
    X, y = make_table(200, 4, 3)
    X[:, 2] = 5.0
    forest = grow(X, y, n_classes=3, n_trees=5, min_samples_leaf=2, random_state=0)

    assert not shapley_values(forest, X).values[:, 2].any()


def test_values_add_up_and_sum_to_nothing_over_the_classes(grown) -> None:
    forest, X, _ = grown
    ours = shapley_values(forest, X)

    np.testing.assert_allclose(
        ours.base + ours.values.sum(axis=1), predict_proba(forest, X), atol=1e-12
    )
    np.testing.assert_allclose(ours.values.sum(axis=2), 0, atol=1e-12)
    assert ours.base.sum() == pytest.approx(1)


def test_rows_done_are_told_and_reach_all(grown) -> None:
    forest, X, _ = grown
    told = []

    shapley_values(forest, X, n_jobs=2, on_rows=told.append)

    assert told == sorted(told)
    assert told[-1] == len(X)


def test_values_that_miss_the_prediction_are_never_handed_out(
    grown, monkeypatch
) -> None:
    forest, X, _ = grown

    def predict_a_little_more(*arguments, **named):
        predicted = predict_proba(*arguments, **named)
        predicted[3:, 0] += 1e-8
        return predicted

    monkeypatch.setattr(path_dependent, "predict_proba", predict_a_little_more)
    words = r"397 of 400 rows do not add up .* by up to 1e-08 .* the first in row 3"
    with pytest.raises(AdditivityError, match=words):
        shapley_values(forest, X)


def test_values_that_are_no_numbers_are_never_handed_out(grown) -> None:
    """An unchecked forest without covers would give 0 / 0 everywhere."""
    forest, X, _ = grown
    empty = dataclasses.replace(forest, cover=np.zeros(forest.n_nodes))

    with np.errstate(invalid="ignore"), pytest.raises(AdditivityError, match="400 of"):
        shapley_values(empty, X)


def chain(n_questions, *, tiny, excess):
    """Give a chain whose parents' covers miss their children's by `excess`."""
    numbers = np.arange(2 * n_questions + 1)
    is_leaf = (numbers % 2 == 1) | (numbers == numbers[-1])
    last = n_questions - 1
    cover = np.repeat((1 - tiny + excess) ** np.arange(n_questions + 1.0), 2)[:-1]
    cover[1::2] = tiny * cover[:-1:2]  # the left children
    arrays = {
        "tree_start": np.array([0, len(numbers)]),
        "feature": np.where(is_leaf, -1, np.minimum(numbers // 2, last) % 16),
        "threshold": np.where(is_leaf, 0.0, numbers),
        "left": np.where(is_leaf, -1, numbers + 1),
        "right": np.where(is_leaf, -1, numbers + 2),
        "missing_left": np.zeros(len(numbers), dtype=np.bool_),
        "cover": cover,
        "leaf_start": np.concatenate([[0], np.cumsum(is_leaf)]),
        "leaf_class": (numbers[is_leaf] == numbers[-1]).astype(int),
        "leaf_value": np.ones(n_questions + 1),
    }
    typed = {name: each.astype(ARRAY_TYPES[name]) for name, each in arrays.items()}
    return PackedForest(n_features=16, n_classes=2, **typed)


@pytest.mark.parametrize("tiny", [0.5, 1e-2, 1e-3, 1e-5, 1e-300])
@pytest.mark.parametrize("excess", [9.9e-13, -9.9e-13])
def test_every_forest_that_is_valid_adds_up(tiny, excess) -> None:
    """Covers that missed by 1e-9 were allowed, and three rows could not be explained.

    The left share was taken for what the right one leaves; over a deep tree the
    differences add up to more than is allowed of the values.
    """
    forest = chain(MAX_DEPTH, tiny=tiny, excess=excess)
    validate(forest)
    rows = np.random.default_rng(3).uniform(-5, 600, (3, 16))
    rows[0], rows[1] = 600.0, -5.0

    ours = shapley_values(forest, rows)  # checks that rows add up

    missed = ours.values.sum(axis=1) + ours.base - predict_proba(forest, rows)
    assert np.abs(missed).max() < 5e-10


def test_covers_that_would_not_add_up_are_not_valid() -> None:
    with pytest.raises(BundleError, match="'cover' is damaged"):
        validate(chain(40, tiny=1e-3, excess=9.9e-10))


def test_no_more_threads_are_used_than_were_asked_for(grown, monkeypatch) -> None:
    """A forest was laid out on every processor, whatever `n_jobs`."""
    forest = dataclasses.replace(grown[0])
    numbers = set()

    def plan(*given, n_threads, **named):
        numbers.add(n_threads)
        return plan_forest(*given, n_threads=n_threads, **named)

    monkeypatch.setattr(path_dependent, "plan_forest", plan)
    monkeypatch.setattr(path_dependent, "_MANY_ROWS", 10**9)
    shapley_values(forest, grown[1][:2], n_jobs=3)
    shapley_values(forest, grown[1][:2], n_jobs=1)

    assert numbers == {3}  # and what was laid out is kept


@pytest.mark.parametrize(("room", "n_rows"), [(0, 1), (8 * 5 * 4 * 7, 7), (10**9, 256)])
def test_blocks_of_rows_have_room_and_the_same_bits(
    grown, monkeypatch, room, n_rows
) -> None:
    """Sums of 256 rows were once held, however many classes there were."""
    forest, X, _ = grown
    monkeypatch.setattr(path_dependent, "_MANY_ROWS", 10**9)
    whole = shapley_values(forest, X[:300]).values
    told = []

    monkeypatch.setattr(path_dependent, "_BLOCK_BYTES", room)
    blocks = shapley_values(forest, X[:300], on_rows=told.append).values

    assert np.diff([0, *told]).max() == n_rows
    assert blocks.tobytes() == whole.tobytes()


@pytest.mark.parametrize("kept", [0.0, 0.5])
def test_what_is_kept_is_bounded_and_changes_no_bit(grown, monkeypatch, kept) -> None:
    forest, X, _ = grown
    whole = plan_forest(forest, n_threads=1).nbytes
    monkeypatch.setattr(path_dependent, "_MANY_ROWS", 10**9)
    expected = shapley_values(forest, X[:4]).values
    bounded = dataclasses.replace(forest)  # for which nothing is kept yet
    plans = []

    def explain(*given, plan, **named):
        plans.append(plan)
        return explain_few(*given, plan=plan, **named)

    monkeypatch.setattr(path_dependent, "_PLAN_BYTES", int(kept * whole))
    monkeypatch.setattr(path_dependent, "explain_few", explain)
    ours = [shapley_values(bounded, X[:4], n_jobs=n).values for n in (1, 3)]

    assert plans[0] is plans[1]
    assert kept * whole / 2 <= plans[0].nbytes <= kept * whole
    assert {each.tobytes() for each in ours} == {expected.tobytes()}


def test_no_rows_give_no_values(grown) -> None:
    assert shapley_values(grown[0], np.zeros((0, 5))).values.shape == (0, 5, 4)


def test_another_width_is_refused(grown) -> None:
    with pytest.raises(InputError, match="grown on 5"):
        shapley_values(grown[0], np.zeros((1, 4)))
