"""Tests of genrelens.forest.predicting.probabilities."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.tree import DecisionTreeClassifier

from genrelens.errors import InputError
from genrelens.forest import PackedForest, predict_proba
from genrelens.forest.predicting import probabilities
from genrelens.forest.predicting.probabilities import sum_leaves
from genrelens.forest.readers.reading import read_model


def test_a_row_predicts_the_same_bits_alone_among_others_and_on_threads(
    grown,
) -> None:
    forest, X, _ = grown
    many = np.tile(X, (4, 1))  # a block for each thread
    together = predict_proba(forest, many, n_jobs=3)

    for n_jobs in (1, 2):
        assert predict_proba(forest, many, n_jobs=n_jobs).tobytes() == (
            together.tobytes()
        )
    for row in range(0, len(many), 97):
        alone = predict_proba(forest, many[row : row + 1])
        assert alone.tobytes() == together[row].tobytes()


def test_permuting_rows_permutes_predictions(grown) -> None:
    forest, X, _ = grown
    order = np.random.default_rng(1).permutation(len(X))

    np.testing.assert_array_equal(
        predict_proba(forest, X[order]), predict_proba(forest, X)[order]
    )


def test_probabilities_sum_to_1(grown) -> None:
    forest, X, _ = grown

    np.testing.assert_allclose(predict_proba(forest, X).sum(axis=1), 1, atol=1e-12)


@pytest.mark.parametrize("n_rows", [2, 257])
def test_few_rows_and_blocks_of_rows_fall_into_the_same_leaves(grown, n_rows) -> None:
    """On thresholds, just above, just below, and missing: both ways agree."""
    forest, _, _ = grown
    at = forest.threshold[forest.feature >= 0]
    generator = np.random.default_rng(5)
    near = generator.choice(at, size=(n_rows, 5)).astype(np.float32)
    step = generator.integers(-1, 2, near.shape)
    near = np.where(step == 0, near, np.nextafter(near, np.float32(9e9) * step))
    near[generator.random(near.shape) < 0.1] = np.nan

    together = predict_proba(forest, near, n_jobs=1)

    one_by_one = [predict_proba(forest, near[[row]])[0] for row in range(n_rows)]
    assert together.tobytes() == np.array(one_by_one).tobytes()


def test_blocks_walk_forests_of_single_leaves_too(build_forest) -> None:
    stump = (0, 0.5, False, (1, {0: 1.0}), (3, {1: 1.0}))
    forest = build_forest((4, {0: 1.0}), stump, n_features=1, n_classes=2)

    predicted = predict_proba(forest, np.arange(300)[:, None] % 2, n_jobs=1)

    np.testing.assert_array_equal(predicted, [[1, 0], [0.5, 0.5]] * 150)


def test_a_value_on_the_threshold_goes_left_and_a_missing_one_where_it_is_sent(
    build_forest,
) -> None:
    left, right = (1, {0: 1.0}), (1, {1: 1.0})
    sent_left = build_forest((0, 0.5, True, left, right), n_features=1, n_classes=2)
    sent_right = build_forest((0, 0.5, False, left, right), n_features=1, n_classes=2)
    X = [[0.5], [np.nextafter(np.float32(0.5), np.float32(1))], [np.nan]]

    assert predict_proba(sent_left, X).argmax(1).tolist() == [0, 1, 0]
    assert predict_proba(sent_right, X).argmax(1).tolist() == [0, 1, 1]


def test_values_are_rounded_to_32_bits_before_they_are_compared(build_forest) -> None:
    threshold = float(np.float32(0.1))  # a little above 0.1 in 64 bits
    forest = build_forest(
        (0, threshold, True, (1, {0: 1.0}), (1, {1: 1.0})), n_features=1, n_classes=2
    )

    assert predict_proba(forest, [[threshold + 1e-12]]).argmax() == 0


def test_a_forest_of_single_leaves_gives_their_mean(build_forest) -> None:
    forest = build_forest((4, {0: 1.0}), (4, {1: 1.0}), n_features=2, n_classes=3)

    np.testing.assert_array_equal(predict_proba(forest, [[0, 0]]), [[0.5, 0.5, 0]])


def test_no_rows_give_no_predictions(grown) -> None:
    assert predict_proba(grown[0], np.zeros((0, 5))).shape == (0, 4)


def test_another_width_and_infinite_values_are_refused(grown) -> None:
    with pytest.raises(InputError, match="grown on 5"):
        predict_proba(grown[0], np.zeros((1, 4)))
    with pytest.raises(InputError, match="infinite"):
        predict_proba(grown[0], np.full((1, 5), -np.inf))


@pytest.mark.parametrize("n_rows", [1, 300])
def test_leaves_are_summed_tree_by_tree_as_the_definition_says(
    draw_forest, draw_rows, sum_leaves_slowly, n_rows
) -> None:
    generator = np.random.default_rng(3)
    forest = draw_forest(generator, n_features=4, n_trees=9)
    rows = draw_rows(generator, n_rows, 4, missing=0.1)
    sums = sum_leaves_slowly(forest, rows)

    assert sum_leaves(forest, rows).tobytes() == sums.tobytes()
    assert predict_proba(forest, rows).tobytes() == (sums / 9).tobytes()


def test_leaves_may_hold_any_finite_numbers(build_forest) -> None:
    stump = (0, 0.5, False, (1, {0: 1.0}), (3, {0: 0.5, 1: 0.5}))
    shares = build_forest(stump, n_features=1, n_classes=2)
    forest = PackedForest.from_arrays(
        shares.arrays() | {"leaf_value": np.array([-7.5, 1e300, -0.25])},
        n_features=1,
        n_classes=2,
        leaves="numbers",
    )

    sums = sum_leaves(forest, np.float32([[0], [1]]))

    np.testing.assert_array_equal(sums, [[-7.5, 0], [1e300, -0.25]])


def test_a_forest_too_large_to_be_laid_out_predicts_the_same_bits(
    grown, monkeypatch
) -> None:
    forest, X, _ = grown
    expected = predict_proba(forest, X)

    monkeypatch.setattr(probabilities, "remembered", lambda _, forest: None)  # noqa: ARG005

    assert predict_proba(forest, X).tobytes() == expected.tobytes()


def test_rows_of_thousands_of_features_are_taken_in_smaller_blocks(
    build_forest,
) -> None:
    stump = (4_999, 0.5, True, (1, {0: 1.0}), (3, {1: 1.0}))
    forest = build_forest(stump, n_features=5_000, n_classes=2)
    X = np.zeros((600, 5_000), dtype=np.float32)
    X[::2, -1] = 1
    X[300, -1] = np.nan

    went_right = predict_proba(forest, X, n_jobs=1)[:, 1]

    assert went_right.tolist() == [row % 2 == 0 and row != 300 for row in range(600)]


def test_a_tree_model_is_sent_to_its_own_predict(grown) -> None:
    _, X, y = grown
    read = read_model(DecisionTreeClassifier(max_depth=2).fit(np.nan_to_num(X), y))

    with pytest.raises(InputError, match=r"A TreeModel is no PackedForest.* predict"):
        predict_proba(read, X)
    assert predict_proba(read.trees, read.code(X)).shape == (len(X), 4)
