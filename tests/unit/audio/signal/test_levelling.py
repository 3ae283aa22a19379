"""One level for every sound."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.audio.signal.levelling import SILENCE, level


@pytest.mark.parametrize("gain", [1e-3, 1.0, 50.0])
def test_whatever_the_volume_the_samples_become_the_same(gain, music):
    levelled = level(music)
    other = level(gain * (music + np.float32(0.2)))
    assert other.samples == pytest.approx(levelled.samples, abs=1e-5)
    assert float(np.sqrt((other.samples.astype(float) ** 2).mean())) == pytest.approx(
        0.1
    )
    assert other.gain * gain == pytest.approx(levelled.gain, rel=1e-5)


def test_less_than_90_decibels_below_full_scale_is_silence():
    tone = np.sin(np.arange(10_000)).astype(np.float32) * np.sqrt(2)
    assert level(np.float32(0.9 * SILENCE) * tone).is_silent
    assert not level(np.float32(1.1 * SILENCE) * tone).is_silent
    assert level(np.empty(0, dtype=np.float32)).is_silent
