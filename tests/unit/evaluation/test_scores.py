"""Tests of genrelens.evaluation.scores."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics

from genrelens.errors import InputError
from genrelens.evaluation.results import METRICS
from genrelens.evaluation.scores import (
    HeldOut,
    score,
    score_weighted,
    top_genres,
)


def draw(n: int, n_genres: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    codes = np.append(np.arange(n_genres), rng.integers(0, n_genres, n - n_genres))
    proba = rng.dirichlet(np.ones(n_genres), n)
    proba[np.arange(n), codes] += 0.2
    return codes, proba / proba.sum(axis=1, keepdims=True)


@pytest.mark.parametrize("is_weighted", [False, True])
@pytest.mark.parametrize("n_genres", [2, 4, 9])
def test_scores_are_those_of_scikit_learn(n_genres: int, is_weighted: bool) -> None:
    codes, proba = draw(400, n_genres)
    rng = np.random.default_rng(1)
    weights = rng.integers(1, 5, 400).astype(float) if is_weighted else None
    predicted, by = proba.argmax(axis=1), {"sample_weight": weights}
    ranked = proba if n_genres > 2 else proba[:, 1]

    found = score(codes, proba, weights)

    expected = {
        "accuracy": metrics.accuracy_score(codes, predicted, **by),
        "balanced_accuracy": metrics.balanced_accuracy_score(codes, predicted, **by),
        "macro_f1": metrics.f1_score(codes, predicted, average="macro", **by),
        "macro_auc_ovr": metrics.roc_auc_score(codes, ranked, multi_class="ovr", **by),
        "log_loss": metrics.log_loss(codes, proba, **by),
    }
    if n_genres > 3:
        expected["top_3_accuracy"] = metrics.top_k_accuracy_score(
            codes, proba, k=3, **by
        )
    for name, value in expected.items():
        assert found[name] == pytest.approx(value, abs=1e-12), name
    if not is_weighted and n_genres > 2:
        ovo = metrics.roc_auc_score(codes, proba, multi_class="ovo")
        assert found["macro_auc_ovo"] == pytest.approx(ovo, abs=1e-12)


def test_genre_scores_are_those_of_scikit_learn() -> None:
    codes, proba = draw(300, 5)

    found = score_weighted(HeldOut.of(codes, proba), np.ones((300, 1))).by_genre

    precision, recall, f1, _ = metrics.precision_recall_fscore_support(
        codes, proba.argmax(axis=1)
    )
    np.testing.assert_allclose(found["precision"][:, 0], precision)
    np.testing.assert_allclose(found["recall"][:, 0], recall)
    np.testing.assert_allclose(found["f1"][:, 0], f1)
    for genre in range(5):
        area = metrics.roc_auc_score(codes == genre, proba[:, genre])
        assert found["auc"][genre, 0] == pytest.approx(area)


def test_a_certain_mistake_costs_what_scikit_learn_says() -> None:
    codes, proba = np.array([0, 1]), np.array([[0.0, 1.0], [0.5, 0.5]])

    assert score(codes, proba)["log_loss"] == pytest.approx(
        metrics.log_loss(codes, proba)
    )


def test_a_genre_without_tracks_is_left_out_of_means() -> None:
    codes, proba = draw(200, 4)
    wide = np.hstack([proba * 0.9, np.full((200, 1), 0.1)])

    found, narrow = score(codes, wide), score(codes, proba)

    for name in ("balanced_accuracy", "macro_auc_ovr", "macro_auc_ovo"):
        assert found[name] == pytest.approx(narrow[name])
    assert all(np.isfinite(value) for value in found.values())


def test_one_genre_alone_has_no_area_and_is_never_nan() -> None:
    found = score([1, 1], [[0.4, 0.6], [0.7, 0.3]])

    assert "macro_auc_ovr" not in found
    assert "macro_auc_ovo" not in found
    assert found["accuracy"] == 0.5
    assert all(np.isfinite(value) for value in found.values())


def test_top_three_is_absent_where_it_would_always_be_one() -> None:
    codes, proba = draw(50, 3)

    assert "top_3_accuracy" not in score(codes, proba)


def test_of_equal_probabilities_the_first_genres_count() -> None:
    proba = np.full((5, 5), 0.2)

    found = score(np.arange(5), proba)

    assert found["accuracy"] == pytest.approx(1 / 5)
    assert found["top_3_accuracy"] == pytest.approx(3 / 5)
    assert top_genres(proba, 3).tolist() == [[0, 1, 2]] * 5


@given(st.integers(0, 10**6))
def test_permuting_tracks_changes_no_score(seed: int) -> None:
    codes, proba = draw(60, 4, seed)
    proba = np.where(proba == proba.max(axis=1, keepdims=True), 0.7, 0.1)  # ties
    order = np.random.default_rng(seed).permutation(60)

    before, after = score(codes, proba), score(codes[order], proba[order])

    assert before.keys() == after.keys()
    for name, value in before.items():
        assert after[name] == pytest.approx(value, abs=1e-12)


@given(st.integers(0, 10**6))
def test_permuting_genres_changes_no_score_but_ties(seed: int) -> None:
    codes, proba = draw(60, 5, seed)
    order = np.random.default_rng(seed).permutation(5)

    before, after = (
        score(codes, proba),
        score(np.argsort(order)[codes], proba[:, order]),
    )

    for name, value in before.items():
        assert after[name] == pytest.approx(value, abs=1e-12), name


def test_many_weightings_at_once_are_each_alone() -> None:
    codes, proba = draw(80, 4)
    units = np.arange(80) // 2
    weights = np.random.default_rng(0).integers(0, 3, (40, 5)).astype(float)

    found = score_weighted(HeldOut.of(codes, proba, units=units), weights).metrics

    for column in range(5):
        alone = score(codes, proba, weights[units, column])
        for name in METRICS:
            assert found[name][column] == pytest.approx(alone[name], abs=1e-12)


@pytest.mark.parametrize(
    ("codes", "proba", "weights", "words"),
    [
        ([0, 1], [[1.0, 0.0]], None, "do not fit"),
        ([], np.zeros((0, 2)), None, "do not fit"),
        ([2], [[1.0, 0.0]], None, "there are 2 columns"),
        ([-1], [[1.0, 0.0]], None, "reach from -1"),
        ([0], [[0.7, 0.7]], None, "1 of 1 rows of probabilities"),
        ([0], [[np.nan, 1.0]], None, "1 of 1 rows of probabilities"),
        ([0], [[1.0, 0.0]], [0.0], "not all 0"),
        ([0], [[1.0, 0.0]], [-1.0], "at least 0"),
    ],
)
def test_what_cannot_be_right_is_refused_in_words(
    codes: list[int], proba: object, weights: object, words: str
) -> None:
    with pytest.raises(InputError, match=words):
        score(codes, proba, weights)  # type: ignore[arg-type]
