from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from genrelens.evaluation.overlap.resampling import draw_groups
from genrelens.evaluation.overlap.separation import separate_all_pairs, separate_pair
from genrelens.evaluation.scores import HeldOut


def slow_area(held_out: HeldOut, first: list[int], second: list[int]) -> float:
    """Compare every track of one side with every track of the other, one by one."""
    score = held_out.proba[:, first].sum(1)
    both = score + held_out.proba[:, second].sum(1)
    lean = np.where(both > 0, score / np.where(both > 0, both, 1), 0.5)
    won = pairs = 0.0
    for i in np.flatnonzero(np.isin(held_out.codes, first)):
        for j in np.flatnonzero(np.isin(held_out.codes, second)):
            if held_out.folds[i] == held_out.folds[j]:
                pairs += 1
                won += (lean[i] > lean[j]) + 0.5 * (lean[i] == lean[j])
    return won / pairs if pairs else np.nan


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6))
def test_areas_are_those_of_comparing_every_two_tracks(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n_tracks, n_genres = 40, 4
    proba = rng.integers(0, 4, (n_tracks, n_genres)).astype(float)  # with ties and 0
    proba[proba.sum(axis=1) == 0] = 1
    held_out = HeldOut.of(
        rng.integers(0, n_genres, n_tracks),
        proba / proba.sum(axis=1, keepdims=True),
        folds=rng.integers(0, 3, n_tracks),
        units=np.arange(n_tracks) // 2,
    )
    areas = separate_all_pairs(held_out)
    plain = np.ones((20, 1), dtype=np.uint8)
    for g in range(n_genres):
        for h in range(g + 1, n_genres):
            slow = slow_area(held_out, [g], [h])
            assert areas[g, h] == pytest.approx(slow, nan_ok=True)
            assert areas[h, g] == pytest.approx(slow, nan_ok=True)
    sides = (np.array([1, 0, 1, 0], bool), np.array([0, 1, 0, 0], bool))
    value, drawn = separate_pair(held_out, sides, plain)
    assert value == pytest.approx(slow_area(held_out, [0, 2], [1]), nan_ok=True)
    assert drawn[0] == pytest.approx(value, nan_ok=True)


def test_one_fold_gives_the_area_of_scikit_learn(plant) -> None:
    held_out = plant([0, 1, 3], n_folds=1)
    rows = held_out.codes < 2
    proba = held_out.proba[rows]
    lean = proba[:, 0] / (proba[:, 0] + proba[:, 1])
    known = roc_auc_score(held_out.codes[rows] == 0, lean)
    assert separate_all_pairs(held_out)[0, 1] == pytest.approx(known)


def test_a_drawing_is_the_area_of_its_tracks_as_often_as_they_were_drawn(plant) -> None:
    held_out = plant([0, 1, 3], n_tracks=40)
    draws = draw_groups(held_out, seed=5, n_replicates=3)
    sides = (np.array([1, 0, 0], bool), np.array([0, 1, 0], bool))
    _, drawn = separate_pair(held_out, sides, draws.weights)
    for replicate in range(3):
        rows = np.repeat(
            np.arange(len(held_out.codes)), draws.weights[held_out.units, replicate]
        )
        again = HeldOut.of(
            held_out.codes[rows], held_out.proba[rows], folds=held_out.folds[rows]
        )
        assert drawn[replicate] == pytest.approx(separate_all_pairs(again)[0, 1])


def test_genres_that_no_fold_holds_both_are_not_compared() -> None:
    held_out = HeldOut.of([0, 1], [[0.5, 0.5], [0.5, 0.5]], folds=[0, 1])
    assert np.isnan(separate_all_pairs(held_out)).all()
