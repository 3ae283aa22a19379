from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.evaluation.prediction_sets.conformity import SCORES, misfits


def _by_hand(row: np.ndarray, score: str, penalty: float, free: int) -> list[float]:
    found = []
    for genre, own in enumerate(row):
        ahead = [
            other
            for other in range(len(row))
            if row[other] > own or (row[other] == own and other < genre)
        ]
        if score == "lac":
            found.append(1 - own)
            continue
        mass = sum(row[other] for other in ahead) + own / 2
        rank = len(ahead) + 1
        found.append(mass + (penalty * max(rank - free, 0) if score == "raps" else 0))
    return found


@given(st.integers(0, 2**16), st.sampled_from(SCORES))
def test_scores_are_those_of_the_definition(seed: int, score) -> None:
    proba = np.random.default_rng(seed).dirichlet(np.ones(5), 8).round(1)
    expected = [_by_hand(row, score, 0.25, 1) for row in proba]
    found = misfits(proba, score, penalty=0.25, free_ranks=1)
    assert found == pytest.approx(np.array(expected))


@given(st.integers(0, 2**16), st.sampled_from(SCORES))
def test_a_more_probable_genre_never_misfits_more(seed: int, score) -> None:
    proba = np.random.default_rng(seed).dirichlet(np.ones(6), 20)
    order = np.argsort(-proba, axis=1)
    assert (np.diff(np.take_along_axis(misfits(proba, score), order, 1)) >= 0).all()
