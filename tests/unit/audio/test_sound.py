"""A stretch of sound is mixed and resampled once, without changing what is heard."""

from __future__ import annotations

import numpy as np

from genrelens.audio.sound import Sound


def _tone(rate: int, hertz: float, n_channels: int) -> Sound:
    times = np.arange(rate * 2) / rate
    wave = np.sin(2 * np.pi * hertz * times).astype(np.float32)
    return Sound(np.tile(wave[:, None], (1, n_channels)), rate, 0.0, 2.0)


def test_a_tone_stays_that_tone_at_another_rate() -> None:
    sound = _tone(44_100, 440.0, 2)

    wave = sound.mono(16_000)

    assert abs(len(wave) - 32_000) <= 1
    spectrum = np.abs(np.fft.rfft(wave * np.hanning(len(wave))))
    assert abs(np.argmax(spectrum) * 16_000 / len(wave) - 440.0) < 1.0


def test_the_mean_of_opposite_channels_is_silence() -> None:
    tone = _tone(16_000, 200.0, 1).samples
    sound = Sound(np.concatenate([tone, -tone], axis=1), 16_000, 0.0, 2.0)

    assert not sound.mono(16_000).any()


def test_a_rate_is_made_once() -> None:
    sound = _tone(22_050, 440.0, 1)

    assert sound.mono(16_000) is sound.mono(16_000)
