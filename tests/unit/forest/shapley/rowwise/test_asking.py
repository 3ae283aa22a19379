"""Tests of genrelens.forest.shapley.rowwise.asking."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.forest import grow
from genrelens.forest.shapley.rowwise.laying_out import lay_out_trees

LEAF = (1, {0: 1.0})


@pytest.fixture
def questions_of(arrays_of):
    def lay_out(forest):
        plan = lay_out_trees(
            arrays_of(forest),
            0,
            forest.n_trees,
            n_features=forest.n_features,
            n_classes=forest.n_classes,
        )
        return plan.questions, plan.n_path_features

    return lay_out


def test_a_question_knows_what_was_asked_about_its_feature_before(
    build_forest, questions_of
) -> None:
    low = (0, 1.0, True, (2, {0: 1.0}), (1, 5.0, False, LEAF, LEAF))
    high = (1, 7.0, True, LEAF, (0, 8.0, False, LEAF, (1, {0: 1.0})))
    forest = build_forest((0, 4.0, True, low, high), n_features=2, n_classes=1)

    questions, n_path_features = questions_of(forest)

    infinity = np.float32(np.inf)
    assert questions.feature.tolist() == [0, 0, 1, 1, 0]
    assert questions.threshold.tolist() == [4, 1, 5, 7, 8]
    assert questions.low.tolist() == [-infinity, -infinity, -infinity, -infinity, 4]
    assert questions.high.tolist() == [infinity, 4, infinity, infinity, infinity]
    np.testing.assert_allclose(questions.share, [1, 4 / 7, 1, 1, 3 / 7])
    np.testing.assert_allclose(questions.to_right, [3 / 7, 1 / 2, 1 / 2, 2 / 3, 1 / 2])
    # Bit 1: missing values are still with us; bit 0: they go left from here.
    assert questions.missing.tolist() == [3, 3, 2, 3, 0]
    assert n_path_features == 2


def test_places_lead_to_the_slot_of_the_parent(build_forest, questions_of) -> None:
    inner = (0, 1.0, False, LEAF, (0, 2.0, False, LEAF, LEAF))
    forest = build_forest(
        (0, 3.0, False, inner, inner), inner, n_features=1, n_classes=1
    )

    questions, _ = questions_of(forest)

    # Slot 0 stands above the roots; a tree's questions have slots 1, 2, ...
    assert questions.place.tolist() == [0, 2, 5, 3, 9, 0, 3]


def test_thresholds_are_rounded_down_to_32_bits(build_forest, questions_of) -> None:
    exact = 0.1
    assert float(np.float32(exact)) > exact
    thresholds = [exact, 0.5, -exact, 1e300, -1e300]
    forest = build_forest(
        *((0, each, False, LEAF, LEAF) for each in thresholds),
        n_features=1,
        n_classes=1,
    )

    found = questions_of(forest)[0].threshold

    assert found[0] == np.nextafter(np.float32(exact), np.float32(0))
    assert found[1:3].tolist() == [0.5, float(np.float32(-exact))]
    assert found[3] == np.finfo(np.float32).max
    assert found[4] == -np.inf


def test_the_longest_path_is_counted_in_distinct_features(
    make_table, questions_of
) -> None:
    X, y = make_table(500, 9, 3, seed=1)
    forest = grow(
        X, y, n_classes=3, n_trees=3, min_samples_leaf=1, max_depth=6, random_state=2
    )
    longest = 0
    for root in forest.tree_start[:-1]:
        waiting = [(int(root), frozenset())]
        while waiting:
            node, asked = waiting.pop()
            longest = max(longest, len(asked))
            if forest.feature[node] >= 0:
                asked |= {int(forest.feature[node])}
                waiting += [
                    (int(root + child[node]), asked)
                    for child in (forest.left, forest.right)
                ]

    assert questions_of(forest)[1] == longest
