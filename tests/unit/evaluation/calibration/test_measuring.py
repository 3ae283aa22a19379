from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import brier_score_loss, log_loss

from genrelens.evaluation.calibration.measuring import (
    measure_fit,
    measure_genres,
    track_losses,
)
from genrelens.evaluation.scores import HeldOut, score


def test_the_scores_are_those_of_the_field(draw_held_out) -> None:
    held_out = draw_held_out(900, power=2.0)
    found = measure_fit(held_out, seed=0)
    labels = range(4)
    assert found.log_loss.value == pytest.approx(
        log_loss(held_out.codes, held_out.proba, labels=labels)
    )
    assert found.brier.value == pytest.approx(
        brier_score_loss(
            held_out.codes, held_out.proba, labels=labels, scale_by_half=False
        )
    )
    ours = score(held_out.codes, held_out.proba)["calibration_error"]
    assert found.calibration_error.value == pytest.approx(ours)
    for one in (found.log_loss, found.brier, found.calibration_error):
        assert one.low < one.value < one.high


def test_a_true_genre_of_probability_zero_costs_a_finite_loss() -> None:
    held_out = HeldOut.of([0, 1], [[0.0, 1.0], [0.0, 1.0]])
    assert track_losses(held_out) == pytest.approx([-np.log(2.220446e-16), 0.0])


def test_a_genre_is_measured_against_all_others_and_an_absent_one_left_out() -> None:
    codes = np.array([0, 0, 1, 1])
    proba = np.array([[0.5, 0.5, 0.0]] * 4)
    held_out = HeldOut.of(codes, proba, units=np.array([0, 0, 0, 1]))
    found = measure_genres(held_out, held_out, ("a", "b", "c"), seed=0)
    assert [(one.genre, one.n_tracks, one.n_groups) for one in found] == [
        ("a", 2, 1),
        ("b", 2, 2),
    ]
    assert found[0].before.value == pytest.approx(0.0)


def test_the_same_seed_gives_the_same_intervals(draw_held_out) -> None:
    held_out = draw_held_out(300)
    assert measure_fit(held_out, seed=3) == measure_fit(held_out, seed=3)
    assert measure_fit(held_out, seed=3) != measure_fit(held_out, seed=4)
