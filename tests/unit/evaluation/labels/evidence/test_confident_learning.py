from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.evaluation.labels.evidence.confident_learning import (
    confident_genres,
    confident_joint,
    genre_thresholds,
    prune_labels,
)


def draw(seed: int, n_tracks: int = 60, n_genres: int = 4) -> tuple[np.ndarray, ...]:
    rng = np.random.default_rng(seed)
    proba = rng.dirichlet(np.full(n_genres, 0.5), n_tracks)
    codes = np.array([rng.choice(n_genres, p=row) for row in proba])
    return codes, proba


def slow_joint(codes: np.ndarray, proba: np.ndarray) -> np.ndarray:
    """Count track by track, as the paper writes it."""
    n_genres = proba.shape[1]
    thresholds = [
        np.mean([row[g] for row, code in zip(proba, codes, strict=True) if code == g])
        if (codes == g).any()
        else np.inf
        for g in range(n_genres)
    ]
    counts = np.zeros((n_genres, n_genres))
    for row, code in zip(proba, codes, strict=True):
        reached = [g for g in range(n_genres) if row[g] >= thresholds[g] - 1e-6]
        if reached:
            counts[code, max(reached, key=lambda g: row[g])] += 1
    for g in range(n_genres):
        if counts[g].sum() == 0:
            counts[g, g] = 1
        counts[g] *= (codes == g).sum() / counts[g].sum()
    return counts


@given(st.integers(0, 10_000))
def test_the_joint_is_what_counting_track_by_track_gives(seed: int) -> None:
    codes, proba = draw(seed)
    assert confident_joint(codes, proba) == pytest.approx(slow_joint(codes, proba))


@given(st.integers(0, 10_000))
def test_rows_of_the_joint_sum_to_the_tracks_of_each_label(seed: int) -> None:
    codes, proba = draw(seed)
    joint = confident_joint(codes, proba)
    assert joint.sum(axis=1) == pytest.approx(np.bincount(codes, minlength=4))


@given(st.integers(0, 10_000))
def test_a_label_that_is_also_the_most_probable_genre_is_never_marked(
    seed: int,
) -> None:
    codes, proba = draw(seed)
    assert not prune_labels(codes, proba)[proba.argmax(axis=1) == codes].any()


@given(st.integers(0, 10_000))
def test_permuting_tracks_permutes_the_marks(seed: int) -> None:
    codes, proba = draw(seed)
    order = np.random.default_rng(seed).permutation(len(codes))
    moved = prune_labels(codes[order], proba[order])
    assert (moved == prune_labels(codes, proba)[order]).all()


def test_flipped_labels_of_clear_tracks_are_all_marked_and_no_others() -> None:
    truth = np.repeat([0, 1, 2], 50)
    proba = np.full((150, 3), 0.05)
    proba[np.arange(150), truth] = 0.9
    codes = truth.copy()
    codes[[0, 60, 120]] = [1, 2, 0]
    assert np.flatnonzero(prune_labels(codes, proba)).tolist() == [0, 60, 120]


def test_a_genre_without_tracks_is_reached_by_none() -> None:
    proba = np.array([[0.2, 0.8], [0.3, 0.7]])
    thresholds = genre_thresholds(np.array([0, 0]), proba)
    assert thresholds[0] == pytest.approx(0.25)
    assert confident_genres(proba, thresholds).tolist() == [-1, 0]


def test_the_same_tracks_are_marked_as_by_the_authors_library() -> None:
    """Rounding of fractional counts differs; 99 of 100 marks must agree."""
    filtering = pytest.importorskip("cleanlab.filter")
    codes, proba = draw(3, n_tracks=2000, n_genres=5)
    theirs = filtering.find_label_issues(codes, proba, n_jobs=1)
    assert (theirs == prune_labels(codes, proba)).mean() >= 0.99
