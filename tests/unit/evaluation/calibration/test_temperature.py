from __future__ import annotations

import numpy as np
import pytest
from sklearn.calibration import CalibratedClassifierCV
from sklearn.frozen import FrozenEstimator
from sklearn.linear_model import LogisticRegression

from genrelens.evaluation.calibration.calibrator import (
    LARGEST_TEMPERATURE,
    SMALLEST_TEMPERATURE,
    log_probabilities,
    softmax,
)
from genrelens.evaluation.calibration.temperature import fit_temperature


def _loss(proba: np.ndarray, codes: np.ndarray, value: float) -> float:
    fitted = softmax(log_probabilities(proba) / value)
    return float(-np.log(fitted[np.arange(len(codes)), codes]).mean())


@pytest.mark.parametrize("power", [0.5, 1.0, 2.5])
def test_a_known_distortion_is_undone(draw_held_out, power: float) -> None:
    held_out = draw_held_out(20_000, power=power)
    found = fit_temperature(held_out.proba, held_out.codes)
    assert found == pytest.approx(power, rel=0.05)


def test_no_temperature_on_a_fine_grid_has_less_log_loss(draw_held_out) -> None:
    held_out = draw_held_out(800, power=1.7)
    found = fit_temperature(held_out.proba, held_out.codes)
    losses = [
        _loss(held_out.proba, held_out.codes, value)
        for value in np.geomspace(SMALLEST_TEMPERATURE, LARGEST_TEMPERATURE, 400)
    ]
    assert _loss(held_out.proba, held_out.codes, found) <= min(losses) + 1e-9


def test_it_is_the_temperature_of_scikit_learn() -> None:
    rng = np.random.default_rng(0)
    codes = rng.integers(0, 3, 600)
    X = rng.normal(0, 1, (600, 3)) + np.eye(3)[codes]
    model = LogisticRegression().fit(X[:200] * 3, codes[:200])
    theirs = CalibratedClassifierCV(FrozenEstimator(model), method="temperature")
    theirs.fit(X[200:], codes[200:])
    proba = model.predict_proba(X[200:])
    ours = fit_temperature(proba, codes[200:])
    assert proba.min() > 1e-4  # no floor came into play
    mine = softmax(log_probabilities(proba) / ours)
    assert mine == pytest.approx(theirs.predict_proba(X[200:]), abs=1e-4)


def test_perfect_answers_and_pure_noise_stay_within_bounds() -> None:
    codes = np.arange(60) % 3
    perfect = np.eye(3)[codes] * 0.4 + 0.2
    wrong = np.eye(3)[(codes + 1) % 3] * 0.4 + 0.2
    assert fit_temperature(perfect, codes) == pytest.approx(SMALLEST_TEMPERATURE)
    assert fit_temperature(wrong, codes) == pytest.approx(LARGEST_TEMPERATURE)
    even = np.full((60, 3), 1 / 3)
    assert np.isfinite(fit_temperature(even, codes))
