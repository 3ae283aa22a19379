"""Tests of genrelens.evaluation.ranking."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from genrelens.evaluation.ranking import RankedAuc, rank_genres, sort_scores


def rank(
    codes: np.ndarray,
    proba: np.ndarray,
    *,
    folds: np.ndarray | None = None,
    weights: np.ndarray | None = None,
) -> RankedAuc:
    n = len(codes)
    fold = np.zeros(n, dtype=np.int64) if folds is None else folds
    given_weights = np.ones((n, 1)) if weights is None else weights
    return rank_genres(sort_scores(codes, proba, fold, np.arange(n)), given_weights)


def count_pairs(
    codes: np.ndarray, proba: np.ndarray, folds: np.ndarray
) -> tuple[np.ndarray, float]:
    """Compare every pair of tracks of one fold, one after the other: the oracle."""
    n_genres = proba.shape[1]
    won, pairs = np.zeros((n_genres, n_genres)), np.zeros((n_genres, n_genres))
    for one, other in product(range(len(codes)), repeat=2):
        if folds[one] == folds[other] and codes[one] != codes[other]:
            own, rival = codes[one], codes[other]
            gap = proba[one, own] - proba[other, own]
            won[own, rival] += 0.5 * (np.sign(gap) + 1)
            pairs[own, rival] += 1
    with np.errstate(invalid="ignore"):
        return won.sum(axis=1) / pairs.sum(axis=1), float(
            (won[pairs > 0] / pairs[pairs > 0]).mean()
        )


@given(st.data())
def test_areas_are_those_of_counting_every_pair(data: st.DataObject) -> None:
    n, n_genres = data.draw(st.integers(2, 14)), data.draw(st.integers(2, 4))
    whole = st.integers(0, 10**6)
    rng = np.random.default_rng(data.draw(whole))
    codes, folds = rng.integers(0, n_genres, n), rng.integers(0, 3, n)
    codes[:2], folds[:2] = (0, 1), 0
    proba = rng.integers(0, 4, (n, n_genres)) / 3

    found = rank(codes, proba, folds=folds)

    one_vs_rest, one_vs_one = count_pairs(codes, proba, folds)
    np.testing.assert_allclose(found.one_vs_rest[:, 0], one_vs_rest, atol=1e-12)
    assert found.one_vs_one[0] == pytest.approx(one_vs_one, abs=1e-12)


@pytest.mark.parametrize("n_steps", [3, 10**9])
def test_in_one_fold_areas_are_those_of_scikit_learn_with_and_without_ties(
    n_steps: int,
) -> None:
    rng = np.random.default_rng(0)
    codes = rng.integers(0, 5, 600)
    proba = np.round(rng.dirichlet(np.ones(5), 600) * n_steps) / n_steps
    proba[np.arange(600), codes] += 1 / n_steps if n_steps > 10 else 0
    proba[:, 0] += 1 - proba.sum(axis=1)

    found = rank(codes, proba)

    assert found.one_vs_rest.mean() == pytest.approx(
        roc_auc_score(codes, proba, multi_class="ovr"), abs=1e-12
    )
    assert found.one_vs_one[0] == pytest.approx(
        roc_auc_score(codes, proba, multi_class="ovo"), abs=1e-12
    )
    assert found.n_pairs[0] == 20


@given(st.integers(0, 10**6))
def test_an_increasing_transform_of_a_genres_score_changes_nothing(seed: int) -> None:
    rng = np.random.default_rng(seed)
    codes, proba = rng.integers(0, 3, 30), rng.random((30, 3)).round(1)

    before, after = rank(codes, proba), rank(codes, np.exp(3 * proba))

    np.testing.assert_allclose(before.one_vs_rest, after.one_vs_rest)
    np.testing.assert_allclose(before.one_vs_one, after.one_vs_one)


@given(st.integers(0, 10**6))
def test_turning_a_genres_score_round_turns_its_area_round(seed: int) -> None:
    rng = np.random.default_rng(seed)
    codes, proba = np.append([0, 1, 2], rng.integers(0, 3, 20)), rng.random((23, 3))

    np.testing.assert_allclose(
        rank(codes, proba).one_vs_rest, 1 - rank(codes, -proba).one_vs_rest
    )


def test_whole_weights_are_repeated_rows_for_many_weightings_at_once() -> None:
    rng = np.random.default_rng(3)
    codes, proba = rng.integers(0, 4, 60), rng.random((60, 4)).round(1)
    weights = rng.integers(0, 3, (60, 7))

    found = rank(codes, proba, weights=weights.astype(float))

    for column in range(7):
        repeats = weights[:, column]
        alone = rank(np.repeat(codes, repeats), np.repeat(proba, repeats, axis=0))
        np.testing.assert_allclose(
            found.one_vs_rest[:, column], alone.one_vs_rest[:, 0], atol=1e-12
        )
        assert found.one_vs_one[column] == pytest.approx(alone.one_vs_one[0])


def test_a_shift_between_folds_does_not_count_as_skill() -> None:
    folds = np.repeat([0, 1], 4)
    codes = np.array([0, 0, 0, 1, 1, 1, 1, 0])
    first = np.where(folds == 0, 0.9, 0.1)  # the fold, not the track, decides

    found = rank(codes, np.column_stack([first, 1 - first]), folds=folds)

    assert found.one_vs_rest[:, 0].tolist() == [0.5, 0.5]


def test_a_genre_that_meets_no_other_in_its_fold_has_no_area() -> None:
    codes, folds = np.array([0, 1, 2, 2]), np.array([0, 0, 1, 1])

    found = rank(codes, np.eye(3)[codes], folds=folds)

    assert found.one_vs_rest[:2, 0].tolist() == [1, 1]
    assert np.isnan(found.one_vs_rest[2, 0])
    assert found.n_pairs[0] == 2
