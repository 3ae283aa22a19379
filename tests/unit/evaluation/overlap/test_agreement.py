from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import accuracy_score, cohen_kappa_score

from genrelens.evaluation.overlap.agreement import agree, merge_answers
from genrelens.evaluation.overlap.resampling import draw_groups


def test_kappa_and_accuracy_are_those_of_scikit_learn_in_every_drawing(plant) -> None:
    held_out = plant([0, 1, 2], n_tracks=50)
    draws = draw_groups(held_out, seed=2, n_replicates=4)
    best = held_out.proba.argmax(axis=1)
    found = agree(held_out.codes, best, draws)
    assert found.accuracy == pytest.approx(accuracy_score(held_out.codes, best))
    assert found.kappa == pytest.approx(cohen_kappa_score(held_out.codes, best))
    for replicate in range(4):
        weight = draws.weights[held_out.units, replicate]
        assert found.drawn_kappa[replicate] == pytest.approx(
            cohen_kappa_score(held_out.codes, best, sample_weight=weight)
        )
        assert found.drawn_accuracy[replicate] == pytest.approx(
            accuracy_score(held_out.codes, best, sample_weight=weight)
        )


@settings(max_examples=60)
@given(st.integers(0, 10**6))
def test_merged_answers_are_the_best_of_the_summed_probabilities(seed: int) -> None:
    rng = np.random.default_rng(seed)
    proba = rng.dirichlet(np.full(5, 0.7), 30)
    best = proba.argmax(axis=1)
    top = proba[np.arange(30), best]
    merged = merge_answers(best, top, proba[:, 1] + proba[:, 3], (1, 3))
    summed = proba.copy()
    summed[:, 1] += summed[:, 3]
    summed[:, 3] = 0
    assert np.array_equal(merged, summed.argmax(axis=1))
