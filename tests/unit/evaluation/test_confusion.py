"""Tests of genrelens.evaluation.confusion."""

from __future__ import annotations

import numpy as np
from sklearn.metrics import confusion_matrix

from genrelens.evaluation.confusion import count_confusion


def test_counts_are_those_of_scikit_learn() -> None:
    rng = np.random.default_rng(0)
    codes, proba = rng.integers(0, 4, 200), rng.dirichlet(np.ones(4), 200)

    found = count_confusion(codes, proba, list("abcd"))

    np.testing.assert_array_equal(
        found.counts, confusion_matrix(codes, proba.argmax(axis=1))
    )
    assert found.genres == ("a", "b", "c", "d")


def test_a_genre_without_tracks_keeps_its_row_and_column() -> None:
    found = count_confusion(np.array([0]), np.array([[0.1, 0.9, 0.0]]), list("abc"))

    assert found.counts.tolist() == [[0, 1, 0], [0, 0, 0], [0, 0, 0]]
    assert found.shares().tolist() == [[0, 1, 0], [0, 0, 0], [0, 0, 0]]
    assert found.most_confused() == [("a", "b", 1, 1.0)]
