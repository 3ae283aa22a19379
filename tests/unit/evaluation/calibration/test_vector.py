from __future__ import annotations

import numpy as np
import pytest

from genrelens.evaluation.calibration.calibrator import Calibrator
from genrelens.evaluation.calibration.fitting import fit_calibrator
from genrelens.evaluation.calibration.vector import fit_vector


def _loss(rule: Calibrator, proba: np.ndarray, codes: np.ndarray) -> float:
    return float(-np.log(rule.apply(proba)[np.arange(len(codes)), codes]).mean())


def test_a_genre_told_too_often_is_put_right(draw_held_out) -> None:
    held_out = draw_held_out(20_000)
    shifted = held_out.proba * np.array([4.0, 1.0, 1.0, 0.5])
    shifted /= shifted.sum(axis=1, keepdims=True)
    _, offsets = fit_vector(shifted, held_out.codes)
    wanted = -np.log([4.0, 1.0, 1.0, 0.5])
    assert offsets == pytest.approx(wanted - wanted.mean(), abs=0.15)
    assert sum(offsets) == pytest.approx(0.0, abs=1e-9)


def test_it_fits_no_worse_than_one_temperature(draw_held_out) -> None:
    held_out = draw_held_out(2000, power=1.6)
    ways = [
        fit_calibrator(held_out.proba, held_out.codes, method=method)
        for method in ("vector", "temperature")
    ]
    losses = [_loss(rule, held_out.proba, held_out.codes) for rule in ways]
    assert losses[0] <= losses[1] + 1e-6


def test_no_small_move_lowers_the_log_loss(draw_held_out) -> None:
    held_out = draw_held_out(1000, power=1.3)
    scales, offsets = fit_vector(held_out.proba, held_out.codes)
    best = Calibrator("vector", 4, scales=scales, offsets=offsets)
    least = _loss(best, held_out.proba, held_out.codes)
    rng = np.random.default_rng(0)
    for _ in range(20):
        moved = Calibrator(
            "vector",
            4,
            scales=tuple(np.array(scales) + rng.normal(0, 0.05, 4)),
            offsets=tuple(np.array(offsets) + rng.normal(0, 0.05, 4)),
        )
        assert _loss(moved, held_out.proba, held_out.codes) >= least - 1e-7
