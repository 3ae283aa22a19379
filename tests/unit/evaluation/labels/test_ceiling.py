from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.errors import InputError
from genrelens.evaluation.labels.ceiling import best_answers, find_label_ceiling
from genrelens.evaluation.scores import HeldOut


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2)), min_size=1))
def test_no_one_answer_a_track_gets_more_right(rows: list[tuple[int, int]]) -> None:
    tracks, codes = np.array(rows).T
    names = np.unique(tracks)
    best = max(
        sum(dict(zip(names, answer, strict=True))[t] == c for t, c in rows)
        for answer in product(range(3), repeat=len(names))
    )
    assert best_answers(tracks, codes).sum() == pytest.approx(best)


def test_a_perfect_guess_of_the_majority_reaches_the_ceiling_exactly() -> None:
    tracks = np.array([0, 0, 0, 1, 2])
    codes = np.array([0, 0, 1, 1, 0])
    proba = np.eye(2)[[0, 0, 0, 1, 0]]
    held_out = HeldOut.of(codes, proba, units=tracks)
    found = find_label_ceiling(held_out, tracks, scenario="unseen tracks", seed=0)
    assert found.ceiling.value == pytest.approx(0.8)
    assert found.accuracy.value == pytest.approx(0.8)
    assert found.share.value == pytest.approx(1.0)
    assert (found.n_distinct, found.n_conflicting) == (3, 1)
    assert found.to_dict()["ceiling"]["value"] == found.ceiling.value


def test_track_numbers_that_do_not_fit_are_refused() -> None:
    held_out = HeldOut.of([0, 1], np.eye(2))
    with pytest.raises(InputError, match="1 track numbers and 2 predictions"):
        find_label_ceiling(held_out, np.array([0]), scenario="x", seed=0)
