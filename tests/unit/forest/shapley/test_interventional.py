"""Tests of genrelens.forest.shapley.interventional."""

from __future__ import annotations

import warnings
from fractions import Fraction
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.ensemble import RandomForestClassifier

from genrelens.errors import AdditivityError, InputError
from genrelens.forest import grow, predict_proba
from genrelens.forest.readers.scikit_learn import join_trees, pack_tree
from genrelens.forest.shapley import interventional
from genrelens.forest.shapley.brute_force import interventional_by_definition
from genrelens.forest.shapley.interventional import interventional_values
from genrelens.forest.shapley.leafwise.row_codes import MAX_BLOCK_ROWS


@settings(max_examples=15, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    n_features=st.integers(1, 5),
    n_classes=st.integers(1, 4),
    missing=st.sampled_from([0.0, 0.2, 1.0]),
    min_samples_leaf=st.sampled_from([1, 5, 60]),
    n_background=st.integers(1, 4),
)
def test_values_are_those_of_the_definition(
    make_table, seed, n_features, n_classes, missing, min_samples_leaf, n_background
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
    background = X[40 : 40 + n_background]

    ours = interventional_values(forest, X[:2], background, n_jobs=1).values

    expected = interventional_by_definition(forest, X[:2], background)
    np.testing.assert_allclose(ours, expected, rtol=0, atol=1e-13)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_values_hold_where_numbers_lie_exactly_on_thresholds(make_table, seed) -> None:
    X, y = make_table(60, 4, 3, seed=seed)
    X = np.round(X)  # few distinct numbers; thresholds at halves
    forest = grow(
        X, y, n_classes=3, n_trees=2, min_samples_leaf=1, random_state=seed, n_jobs=1
    )
    generator = np.random.default_rng(seed)
    at = forest.threshold[forest.feature >= 0]
    numbers = generator.choice(at, size=(6, 4)) if len(at) else X[:6]
    rows, background = numbers[:2], numbers[2:]

    ours = interventional_values(forest, rows, background, n_jobs=1).values

    expected = interventional_by_definition(forest, rows, background)
    np.testing.assert_allclose(ours, expected, rtol=0, atol=1e-13)


@pytest.mark.parametrize(
    ("n_features", "n_classes", "min_samples_leaf"),
    [(3, 2, 1), (9, 5, 4), (13, 6, 1), (20, 3, 2)],
)
def test_values_are_those_of_shap(
    make_table, n_features, n_classes, min_samples_leaf
) -> None:
    """To 32 bits, in which shap adds here.

    It rounds thresholds to 32 bits as well, so the numbers are whole and the
    thresholds halves: elsewhere some rows go another way in shap than in the
    forest.
    """
    X, y = make_table(600, n_features, n_classes, missing=0.05)
    X = np.round(8 * X)
    model = RandomForestClassifier(
        4, min_samples_leaf=min_samples_leaf, random_state=0
    ).fit(X, y)
    forest = join_trees(
        [pack_tree(tree) for tree in model.estimators_],
        n_features=n_features,
        n_classes=n_classes,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the oracle and what it imports
        import shap

        explainer = shap.TreeExplainer(
            model,
            data=X[500:560],
            feature_perturbation="interventional",
            model_output="raw",
        )
        theirs = explainer.shap_values(X[:40], check_additivity=False)

    ours = interventional_values(forest, X[:40], X[500:560], n_jobs=2)

    np.testing.assert_allclose(ours.values, theirs, rtol=0, atol=3e-7)
    np.testing.assert_allclose(ours.base, explainer.expected_value, atol=1e-12)


@pytest.mark.parametrize("n", [16, 17, 70])
def test_long_paths_are_exact(build_forest, n) -> None:
    """A chain that all features must pass; half of them come from either side.

    The row passes the first `a` features, one background row passes the others,
    and a second background row none: only the first comparison counts.
    """
    tree = (1, {1: 1.0})
    for feature in reversed(range(n)):
        tree = (feature, 0.0, False, (1, {0: 1.0}), tree)
    forest = build_forest(tree, n_features=n, n_classes=2)
    a = n // 2
    row = np.where(np.arange(n) < a, 1.0, -1.0)
    background = np.array([-row, np.full(n, -1.0)])

    ours = interventional_values(forest, row[None], background).values[0]

    given = Fraction(1, 2 * a * comb(n, a))
    taken = Fraction(1, 2 * (n - a) * comb(n, a))
    expected = [float(given if feature < a else -taken) for feature in range(n)]
    np.testing.assert_allclose(ours[:, 1], expected, rtol=1e-14)
    np.testing.assert_allclose(ours[:, 0], -ours[:, 1], rtol=0, atol=1e-15)


def test_more_background_rows_than_a_block_holds_count_all(make_table) -> None:
    X, y = make_table(MAX_BLOCK_ROWS + 500, 3, 2)
    forest = grow(X, y, n_classes=2, n_trees=2, min_samples_leaf=200, random_state=0)

    together = interventional_values(forest, X[:5], X)

    parts = [X[:3_000], X[3_000:]]
    each = [interventional_values(forest, X[:5], part) for part in parts]
    shares = [len(part) / len(X) for part in parts]
    values = sum(s * e.values for s, e in zip(shares, each, strict=True))
    base = sum(s * e.base for s, e in zip(shares, each, strict=True))
    np.testing.assert_allclose(together.values, values, rtol=0, atol=1e-14)
    np.testing.assert_allclose(together.base, base, rtol=0, atol=1e-14)


def test_a_row_given_twice_counts_twice_and_their_order_not_at_all(grown) -> None:
    forest, X, _ = grown
    once = interventional_values(forest, X[:9], X[100:103]).values
    order = [102, 100, 101, 101, 100, 102]

    twice = interventional_values(forest, X[:9], X[order]).values

    np.testing.assert_allclose(twice, once, rtol=0, atol=1e-15)


def test_a_row_compared_with_itself_has_no_reasons(grown) -> None:
    forest, X, _ = grown

    ours = interventional_values(forest, X[7:8], X[7:8])

    assert not ours.values.any()
    np.testing.assert_array_equal(ours.base, predict_proba(forest, X[7:8])[0])


def test_features_that_equal_the_whole_background_get_nothing(grown) -> None:
    forest, X, _ = grown
    background = X[100:120].copy()
    background[:, [1, 3]] = X[0, [1, 3]]

    ours = interventional_values(forest, X[:1], background).values

    assert not ours[:, [1, 3]].any()
    assert ours[:, [0, 2, 4]].any()


def test_a_forest_of_single_leaves_has_no_reasons(build_forest) -> None:
    forest = build_forest((4, {0: 1.0}), (4, {1: 1.0}), n_features=2, n_classes=2)

    ours = interventional_values(forest, [[1.0, np.nan]], [[0.0, 0.0]])

    assert not ours.values.any()
    np.testing.assert_array_equal(ours.base, [0.5, 0.5])


@pytest.mark.parametrize("n_features", [7, 18])
def test_a_row_has_the_same_bits_alone_among_others_and_on_threads(
    make_table, n_features, monkeypatch
) -> None:
    X, y = make_table(500, n_features, 3, missing=0.1)
    forest = grow(X, y, n_classes=3, n_trees=10, min_samples_leaf=2, random_state=0)
    background = X[60:120]
    together = interventional_values(forest, X, background, n_jobs=1).values

    threaded = interventional_values(forest, X, background, n_jobs=4).values
    assert threaded.tobytes() == together.tobytes()
    monkeypatch.setattr(interventional, "_BLOCK_BYTES", 1)  # as small as can be
    blocks = interventional_values(forest, X, background, n_jobs=3).values
    assert blocks.tobytes() == together.tobytes()
    for row in (0, 63, 64, 499):
        alone = interventional_values(forest, X[row : row + 1], background).values
        assert alone.tobytes() == together[row].tobytes()


def test_values_and_base_add_up_to_the_prediction(grown) -> None:
    forest, X, _ = grown
    background = X[50:90]

    ours = interventional_values(forest, X, background)

    predicted = predict_proba(forest, X)
    np.testing.assert_allclose(
        ours.base + ours.values.sum(axis=1), predicted, rtol=0, atol=1e-13
    )
    np.testing.assert_allclose(
        ours.base, predict_proba(forest, background).mean(axis=0), atol=1e-15
    )


def test_rows_done_are_told_and_reach_all(grown, monkeypatch) -> None:
    forest, X, _ = grown
    monkeypatch.setattr(interventional, "_BLOCK_BYTES", 1)
    told = []

    interventional_values(forest, X, X[:5], n_jobs=2, on_rows=told.append)

    assert told == [64, 128, 192, 256, 320, 384, 400]


def test_values_that_miss_the_prediction_are_never_handed_out(
    grown, monkeypatch
) -> None:
    forest, X, _ = grown

    def predict_a_little_more(_forest, rows, **named):
        predicted = predict_proba(forest, rows, **named)
        predicted[3:, 0] += 1e-8
        return predicted

    monkeypatch.setattr(interventional, "predict_proba", predict_a_little_more)
    words = r"397 of 400 rows do not add up .* by up to 1e-08 .* the first in row 3"
    with pytest.raises(AdditivityError, match=words):
        interventional_values(forest, X, X[:1])


def test_no_rows_give_no_values(grown) -> None:
    forest, X, _ = grown

    ours = interventional_values(forest, np.zeros((0, 5)), X[:3])

    assert ours.values.shape == (0, 5, 4)


@pytest.mark.parametrize(
    ("background", "words"),
    [
        (np.zeros((0, 5)), r"The background has 0 rows.* Give at least one row"),
        (np.zeros((3, 4)), r"The background cannot be used\. .* 4 features.* on 5"),
        (np.full((2, 5), np.inf), r"The background cannot be used\. 10 values are inf"),
        (np.zeros(5), r"The background cannot be used\. .* shape \(5,\)"),
        ([["a"] * 5], r"The background cannot be used\. .* type"),
    ],
)
def test_a_background_that_cannot_be_used_is_refused(grown, background, words) -> None:
    forest, X, _ = grown

    with pytest.raises(InputError, match=words):
        interventional_values(forest, X[:1], background)


def test_rows_of_another_width_are_refused(grown) -> None:
    forest, X, _ = grown

    with pytest.raises(InputError, match="grown on 5"):
        interventional_values(forest, np.zeros((1, 4)), X[:3])
