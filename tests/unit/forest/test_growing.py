"""Tests of genrelens.forest.growing."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score, log_loss

from genrelens.errors import InputError
from genrelens.forest import grow, predict_proba, validate

SETTINGS = {"n_classes": 4, "n_trees": 5, "min_samples_leaf": 3, "random_state": 11}


def bits(forest):
    return b"".join(array.tobytes() for array in forest.arrays().values())


def test_the_forest_scores_as_scikit_learns(make_table) -> None:
    X, y = make_table(2400, 8, 4, seed=3, missing=0.02)
    train, test = slice(0, 1600), slice(1600, None)
    ours = grow(X[train], y[train], **{**SETTINGS, "n_trees": 100}, n_jobs=2)
    theirs = RandomForestClassifier(
        100, min_samples_leaf=3, random_state=5, n_jobs=2
    ).fit(X[train], y[train])

    ours_p, theirs_p = predict_proba(ours, X[test]), theirs.predict_proba(X[test])

    assert accuracy_score(y[test], ours_p.argmax(1)) == pytest.approx(
        accuracy_score(y[test], theirs_p.argmax(1)), abs=0.025
    )
    assert log_loss(y[test], ours_p) == pytest.approx(
        log_loss(y[test], theirs_p), abs=0.02
    )


def test_the_forest_is_the_same_on_any_number_of_threads(make_table) -> None:
    X, y = make_table(300, 5, 4, missing=0.05)

    forests = [grow(X, y, **SETTINGS, n_jobs=n_jobs) for n_jobs in (1, 2, 5)]

    assert bits(forests[0]) == bits(forests[1]) == bits(forests[2])


def test_another_seed_gives_another_forest(make_table) -> None:
    X, y = make_table(300, 5, 4)

    assert bits(grow(X, y, **SETTINGS)) != bits(
        grow(X, y, **{**SETTINGS, "random_state": 12})
    )


def test_more_trees_begin_with_the_same_trees(make_table) -> None:
    X, y = make_table(200, 4, 4)
    few = grow(X, y, **SETTINGS)

    more = grow(X, y, **{**SETTINGS, "n_trees": 8})

    np.testing.assert_array_equal(more.threshold[: few.n_nodes], few.threshold)


def test_grown_trees_are_valid_even_where_only_absence_splits(make_table) -> None:
    """A split between known and missing has an infinite threshold in scikit-learn."""
    X = np.array([[1.0], [2.0], [3.0], [np.nan], [np.nan], [np.nan]] * 10)
    y = np.array([0, 0, 0, 1, 1, 1] * 10)

    forest = grow(
        X, y, n_classes=2, n_trees=5, min_samples_leaf=1, random_state=0, n_jobs=1
    )

    validate(forest)
    assert forest.threshold.max() > 1e38
    np.testing.assert_array_equal(predict_proba(forest, X).argmax(1), y)


def test_a_class_that_never_occurs_keeps_its_place(make_table) -> None:
    X, y = make_table(100, 3, 2)

    forest = grow(X, np.where(y == 1, 3, 1), **SETTINGS, n_jobs=1)

    validate(forest)
    assert predict_proba(forest, X)[:, [0, 2]].max() == 0


def test_rows_without_weight_are_never_drawn(make_table) -> None:
    X, y = make_table(200, 3, 4)

    forest = grow(X, y, **SETTINGS, sample_weight=(y < 2) * 2.0)

    assert set(forest.leaf_class.tolist()) == {0, 1}
    np.testing.assert_array_equal(forest.cover[forest.tree_start[:-1]], len(X))


def test_leaves_hold_the_fewest_rows_and_trees_the_depth(make_table) -> None:
    X, y = make_table(300, 4, 4)

    stumps = grow(X, y, **SETTINGS, max_depth=1)
    heavy = grow(X, y, **{**SETTINGS, "min_samples_leaf": 150})

    assert np.diff(stumps.tree_start).max() == 3
    assert np.diff(heavy.tree_start).max() == 1  # fewer than 300 differ in a bootstrap


def test_every_tree_is_told_in_the_callers_thread(make_table) -> None:
    X, y = make_table(100, 3, 4)
    told = []

    grow(X, y, **SETTINGS, n_jobs=2, on_tree=told.append)

    assert told == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"y": [0, 1, 2]}, "shape .3,. and type 'int64' for 10 rows"),
        ({"y": np.zeros(10)}, "type 'float64'"),
        ({"y": [0, 1, 2, 3, 4, 4, -1, 0, 0, 0]}, "3 of 10 class codes .* 0 to 3"),
        ({"X": np.zeros((0, 2)), "y": np.zeros(0, int)}, "some rows"),
        ({"X": np.full((10, 2), np.inf)}, "20 values are infinite"),
        ({"n_trees": 0}, "n_trees is 0"),
        ({"min_samples_leaf": 0}, "min_samples_leaf is 0"),
        ({"max_depth": 0}, "max_depth is 0"),
        ({"random_state": -1}, "random_state is -1"),
        ({"sample_weight": np.zeros(10)}, "all are 0"),
        ({"sample_weight": [1.0]}, "one weight for each row"),
        ({"sample_weight": [-1.0] + [1.0] * 9}, "1 of 10 weights are negative"),
    ],
)
def test_what_cannot_be_grown_is_refused_in_words(change, words) -> None:
    arguments = {"X": np.ones((10, 2)), "y": np.zeros(10, int), **SETTINGS}

    with pytest.raises(InputError, match=words):
        grow(**{**arguments, **change})
