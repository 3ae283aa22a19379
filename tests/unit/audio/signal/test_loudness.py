"""Loudness by us, by pyloudnorm's own meter and by the standard's test signal."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.audio.signal.loudness import measure_loudness


def swelling(rate, seconds=12, n_channels=2):
    random = np.random.default_rng(2)
    n = rate * seconds
    swell = 0.02 + 0.2 * np.linspace(0, 1, n) ** 2
    return (swell[:, None] * random.standard_normal((n, n_channels))).astype(np.float32)


@pytest.mark.parametrize("rate", [8_000, 22_050, 44_100, 48_000])
def test_integrated_loudness_is_that_of_pyloudnorm(rate):
    import pyloudnorm

    samples = swelling(rate)
    theirs = pyloudnorm.Meter(rate).integrated_loudness(samples.astype(np.float64))
    assert measure_loudness(samples, rate).integrated == pytest.approx(theirs, abs=0.01)


def test_the_range_is_near_pyloudnorms_which_appends_silence_and_steps_by_90_ms():
    import pyloudnorm

    samples = swelling(44_100, 20)
    theirs = pyloudnorm.Meter(44_100).loudness_range(samples.astype(np.float64))
    assert measure_loudness(samples, 44_100).range == pytest.approx(theirs, abs=1.0)


def test_a_full_scale_tone_of_997_hertz_in_both_channels_is_0_lufs():
    """One channel of it reads -3.01 LUFS by the standard, so two read 0."""
    tone = np.sin(2 * np.pi * 997 * np.arange(48_000 * 5) / 48_000).astype(np.float32)
    both = measure_loudness(np.stack([tone, tone], axis=1), 48_000)
    assert both.integrated == pytest.approx(0.0, abs=0.1)
    assert measure_loudness(tone[:, None], 48_000).integrated == both.integrated
    assert both.range == pytest.approx(0.0, abs=0.01)


def test_the_effects_channel_of_six_does_not_count():
    samples = swelling(22_050, 5, 6)
    with_rumble = samples.copy()
    with_rumble[:, 3] *= 10
    assert measure_loudness(samples, 22_050) == measure_loudness(with_rumble, 22_050)
    five = np.delete(samples, 3, axis=1)
    assert measure_loudness(five, 22_050) == measure_loudness(samples, 22_050)


@pytest.mark.parametrize("n_channels", [3, 4, 8])
def test_channels_that_the_standard_does_not_weigh_give_nothing(n_channels):
    told = measure_loudness(swelling(8_000, 5, n_channels), 8_000)
    assert (told.integrated, told.range) == (None, None)


@pytest.mark.parametrize("gain", [0.0, 1e-5])
def test_below_70_lufs_there_is_no_loudness(gain):
    told = measure_loudness(np.float32(gain) * swelling(22_050), 22_050)
    assert (told.integrated, told.range) == (None, None)


def test_less_than_400_ms_has_no_loudness_and_less_than_4_seconds_no_range():
    samples = swelling(22_050)
    assert measure_loudness(samples[:8_000], 22_050).integrated is None
    short = measure_loudness(samples[-30_000:], 22_050)
    assert short.integrated is not None
    assert short.range is None
