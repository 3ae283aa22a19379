from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genrelens.evaluation.overlap.soft_confusion import alikeness, mean_answers
from genrelens.evaluation.scores import HeldOut


def test_answers_are_averaged_over_the_tracks_of_each_genre() -> None:
    held_out = HeldOut.of([2, 0, 2], [[0.2, 0.3, 0.5], [1, 0, 0], [0.4, 0.5, 0.1]])
    answers = mean_answers(held_out)
    assert answers == pytest.approx(np.array([[1, 0, 0], [0, 0, 0], [0.3, 0.4, 0.3]]))


@settings(max_examples=50)
@given(st.integers(0, 10**6), st.integers(2, 6))
def test_alikeness_is_symmetric_and_between_0_and_1(seed: int, n_genres: int) -> None:
    rng = np.random.default_rng(seed)
    alike = alikeness(rng.dirichlet(np.full(n_genres, 0.3), n_genres))
    assert np.array_equal(alike, alike.T)
    assert ((alike >= 0) & (alike <= 1)).all()
    assert (np.diag(alike) == 1).all()


def test_genres_that_lend_as_much_as_they_keep_are_alike() -> None:
    alike = alikeness(np.array([[0.5, 0.5, 0], [0.5, 0.5, 0], [0.2, 0, 0.8]]))
    assert alike[0, 1] == 1
    assert alike[0, 2] == pytest.approx(0.2 / 1.3)
    assert alike[1, 2] == 0


def test_genres_that_keep_nothing_are_alike_only_if_they_lend_to_each_other() -> None:
    assert alikeness(np.array([[0.0, 1], [1, 0]]))[0, 1] == 1
    assert alikeness(np.zeros((2, 2)))[0, 1] == 0
