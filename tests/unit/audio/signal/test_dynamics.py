"""Peaks and levels."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.audio.signal.dynamics import level_attributes, peak_attributes


def test_a_sine_has_a_crest_of_3_decibels_wherever_its_middle_lies():
    wave = 0.5 * np.sin(2 * np.pi * np.arange(44_100) / 100).astype(np.float32)
    for offset in (0.0, 0.25):
        told = peak_attributes((wave + np.float32(offset))[:, None])
        assert told["crest_factor_db"] == pytest.approx(3.01, abs=0.01)
        expected = 20 * np.log10(0.5 + offset)
        assert told["peak_level_db"] == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize(
    "samples", [np.zeros((0, 2)), np.zeros((9, 1)), np.ones((9, 2))]
)
def test_nothing_has_no_peak(samples):
    assert peak_attributes(samples.astype(np.float32)) == {}


def test_levels_are_told_as_they_were_before_the_gain():
    told = level_attributes(np.array([0.1, 0.1, 0.1, 0.5]), gain=2.0)
    assert told["rms_mean"] == pytest.approx(0.1)
    assert told["rms_sd"] == pytest.approx(np.std([0.05, 0.05, 0.05, 0.25]))
    assert told["low_energy_share"] == 0.75
