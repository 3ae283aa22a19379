"""Estimates follow their stated formulas."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.audio.signal.estimates import (
    danceability_estimate,
    energy_estimate,
    valence_estimate,
)

RATE = 22_050


def test_energy_is_0_for_nothing_1_for_everything_and_never_beyond():
    low = {"onset_rate": 0, "spectral_centroid_mean": 100, "spectral_flux_mean": 0}
    high = {"onset_rate": 20, "spectral_centroid_mean": 9000, "spectral_flux_mean": 30}
    assert energy_estimate(low) == 0.0
    assert energy_estimate(high) == 1.0


@pytest.mark.parametrize(
    ("strength", "rate", "expected"), [(-1, 0, 0), (0, 4, 0.5), (1, 30, 1)]
)
def test_valence_rises_with_major_and_with_attacks(strength, rate, expected):
    row = {"major_strength": strength, "onset_rate": rate}
    assert valence_estimate(row) == pytest.approx(expected)


def test_without_a_key_there_is_no_valence():
    assert valence_estimate({"onset_rate": 3}) is None


def test_a_steady_beat_is_more_danceable_than_wandering_noise():
    random = np.random.default_rng(0)
    noise = random.standard_normal(20 * RATE)
    time = np.arange(20 * RATE) / RATE
    beat = noise * np.exp(-12 * (time % 0.5))
    wander = np.repeat(np.exp(0.2 * np.cumsum(random.standard_normal(2000))), 220)
    wandering = noise[: len(wander)] * wander
    steady, loose = (
        danceability_estimate(x.astype(np.float32), RATE) for x in (beat, wandering)
    )
    assert 0 < loose < steady <= 1
    assert danceability_estimate(np.ones(500, dtype=np.float32), RATE) is None
