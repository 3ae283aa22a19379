"""Tests of genrelens.forest.binned.growing."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score, log_loss, roc_auc_score

from genrelens.errors import InputError
from genrelens.forest import predict_proba, validate
from genrelens.forest.binned.growing import grow_binned


def grow(X, y, **changes):
    settings = {"n_trees": 20, "min_samples_leaf": 2, "random_state": 4, "n_jobs": 1}
    return grow_binned(X, y, **{"n_classes": int(max(y)) + 1, **settings, **changes})


def bits(forest):
    return b"".join(array.tobytes() for array in forest.arrays().values())


@pytest.mark.parametrize(
    ("n_rows", "n_features", "n_classes", "leaf", "missing"),
    [(6_000, 8, 3, 1, 0.0), (6_000, 8, 6, 5, 0.2), (9_000, 10, 114, 3, 0.0)],
)
def test_it_scores_as_scikit_learns_forest(
    make_table, n_rows, n_features, n_classes, leaf, missing
) -> None:
    X, y = make_table(n_rows, n_features, n_classes, seed=1, missing=missing)
    train, test = slice(0, n_rows // 2), slice(n_rows // 2, None)
    ours = grow(X[train], y[train], n_trees=60, min_samples_leaf=leaf, n_jobs=2)
    theirs = RandomForestClassifier(60, min_samples_leaf=leaf, random_state=0)
    theirs.fit(X[train], y[train])

    both = predict_proba(ours, X[test]), theirs.predict_proba(X[test])

    accuracy = [accuracy_score(y[test], shares.argmax(1)) for shares in both]
    area = [roc_auc_score(y[test], shares, multi_class="ovr") for shares in both]
    clipped = [np.clip(shares, 1e-6, 1) for shares in both]
    loss = [log_loss(y[test], each / each.sum(1, keepdims=True)) for each in clipped]
    assert accuracy[0] == pytest.approx(accuracy[1], abs=0.015)
    assert area[0] == pytest.approx(area[1], abs=0.01)
    assert loss[0] == pytest.approx(loss[1], rel=0.04)
    n_theirs = sum(tree.tree_.node_count for tree in theirs.estimators_)
    assert ours.n_nodes == pytest.approx(n_theirs, rel=0.03)


def test_it_is_the_same_on_any_number_of_threads(make_table) -> None:
    X, y = make_table(2_000, 5, 4, missing=0.05)

    forests = [grow(X, y, n_jobs=n_jobs) for n_jobs in (1, 2, 4)]

    assert bits(forests[0]) == bits(forests[1]) == bits(forests[2])
    assert bits(forests[0]) != bits(grow(X, y, random_state=5))


def test_the_order_of_rows_makes_it_neither_better_nor_worse(make_table) -> None:
    X, y = make_table(4_000, 6, 4, seed=2)
    order = np.argsort(X[:2_000, 0])

    scores = [
        accuracy_score(y[2_000:], predict_proba(forest, X[2_000:]).argmax(1))
        for forest in (
            grow(X[:2_000], y[:2_000], n_trees=60),
            grow(X[order], y[order], n_trees=60),
        )
    ]

    assert scores[0] == pytest.approx(scores[1], abs=0.02)


def test_a_weight_of_two_counts_as_two_rows(make_table) -> None:
    X, y = make_table(600, 3, 3, seed=6)
    weights = 1.0 + (y == 0)
    twice = np.repeat(np.arange(600), weights.astype(int))
    settings = {"n_trees": 150, "max_features": None, "max_depth": 2}

    weighted = predict_proba(grow(X, y, sample_weight=weights, **settings), X)
    repeated = predict_proba(grow(X[twice], y[twice], **settings), X)
    plain = predict_proba(grow(X, y, **settings), X)

    assert np.abs(weighted - repeated).mean() < np.abs(weighted - plain).mean() / 2
    shift = (repeated - plain)[:, 0].mean()
    assert (weighted - plain)[:, 0].mean() == pytest.approx(shift, rel=0.2)


def test_missing_values_go_to_the_side_where_their_class_is() -> None:
    generator = np.random.default_rng(0)
    y = generator.integers(0, 2, 800)
    X = np.stack([y + 0.1 * generator.normal(size=800), generator.normal(size=800)], 1)
    X[(y == 1) & (generator.random(800) < 0.3), 0] = np.nan

    forest = grow(X, y, max_features=None)

    shares = predict_proba(forest, np.array([[np.nan, 0.0], [np.nan, 1.0]]))
    assert (shares[:, 1] > 0.99).all()


def test_what_few_rows_or_values_there_are_is_enough() -> None:
    nothing = np.full((30, 1), np.nan)
    y = np.arange(30) % 3

    for X in (np.ones((30, 2)), nothing, np.hstack([nothing, np.ones((30, 1))])):
        forest = grow(X, y)
        validate(forest)
        assert forest.n_nodes == forest.n_trees

    for X, labels in ((np.ones((1, 1)), [0]), (np.arange(9.0)[:, None], [0] * 9)):
        forest = grow(X, labels)
        validate(forest)
        np.testing.assert_array_equal(predict_proba(forest, X), 1)


def test_an_empty_feature_beside_a_full_one_is_never_asked_about(make_table) -> None:
    X, y = make_table(400, 3, 3)
    X[:, 1] = np.nan
    X[:, 2] = 7

    forest = grow(X, y)

    validate(forest)
    assert set(forest.feature.tolist()) == {-1, 0}


def test_a_thousand_classes_are_told_apart(make_table) -> None:
    X, y = make_table(12_000, 12, 1_000, seed=3)

    forest = grow(X, y, n_classes=1_000)

    validate(forest)
    assert accuracy_score(y, predict_proba(forest, X).argmax(1)) > 0.5


def test_pieces_finer_than_the_bins_of_all_rows_are_found_up_to_their_width() -> None:
    """More than 4,095 values: a forest still finds what spans a few bins."""
    X = np.random.default_rng(5).random((40_000, 1))
    y = (X[:, 0] * 400).astype(int) % 2

    forest = grow(X[:30_000], y[:30_000])

    found = predict_proba(forest, X[30_000:]).argmax(1)
    assert accuracy_score(y[30_000:], found) > 0.93


def test_more_classes_than_can_be_packed_are_refused() -> None:
    with pytest.raises(InputError, match="at most 268435455 rows and 1048576 classes"):
        grow(np.ones((2, 1)), [0, 1], n_classes=2_000_000)
