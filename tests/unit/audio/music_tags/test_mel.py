"""The mel picture is the one that the field's usual library draws."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.audio.music_tags.mel import HOP, N_MELS, RATE, log_mel, mel_filters


def _sound(n_samples: int) -> np.ndarray:
    rng = np.random.default_rng(n_samples)
    time = np.arange(n_samples) / RATE
    chord = sum(np.sin(2 * np.pi * hertz * time) for hertz in (110, 440, 1760, 7000))
    return (0.2 * chord + 0.02 * rng.normal(size=n_samples)).astype(np.float32)


def test_the_filters_are_those_of_librosa():
    librosa = pytest.importorskip("librosa")
    expected = librosa.filters.mel(sr=RATE, n_fft=512, n_mels=N_MELS)
    np.testing.assert_allclose(mel_filters().T, expected, atol=1e-8)


@pytest.mark.parametrize("n_samples", [700, 16_000, 150_000])
def test_the_picture_is_that_of_librosa(n_samples: int):
    librosa = pytest.importorskip("librosa")
    sound = _sound(n_samples)
    power = librosa.feature.melspectrogram(
        y=sound, sr=RATE, hop_length=HOP, n_fft=512, n_mels=N_MELS
    )
    np.testing.assert_allclose(
        log_mel(sound), np.log10(1 + 10_000 * power.T), atol=2e-5
    )


@pytest.mark.parametrize("n_samples", [1, 255, 256, 257, 512 * 256, 600 * 256])
def test_a_frame_stands_around_every_256th_sample(n_samples: int):
    picture = log_mel(np.zeros(n_samples, dtype=np.float32))
    assert picture.shape == (1 + n_samples // HOP, N_MELS)
    assert picture.dtype == np.float32
    assert not picture.any()


def test_the_loudest_music_does_not_overflow():
    """In half precision, as published, 10000 times a power above 6.5 is infinite."""
    loud = 4 * np.sign(np.sin(np.arange(32_000) * 0.1)).astype(np.float32)
    picture = log_mel(loud)
    assert np.isfinite(picture).all()
    assert picture.max() > 5
