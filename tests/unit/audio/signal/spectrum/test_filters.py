"""Mel bands, cosines and octaves, against librosa and SciPy."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.audio.signal.spectrum.filters import (
    bin_frequencies,
    cosine_transform,
    mel_bands,
    octave_bands,
)


@pytest.mark.parametrize("rate", [16_000, 22_050])
def test_mel_bands_are_slaneys_as_librosa_makes_them(rate):
    librosa = pytest.importorskip("librosa")
    theirs = librosa.filters.mel(sr=rate, n_fft=2048, n_mels=96)
    assert np.abs(mel_bands(rate, 2048, 96).T - theirs).max() < 1e-6


def test_the_cosine_transform_is_that_of_scipy():
    from scipy.fft import dct

    values = np.random.default_rng(0).standard_normal((5, 128)).astype(np.float32)
    theirs = dct(values, type=2, norm="ortho", axis=1)[:, :20]
    assert np.allclose(values @ cosine_transform(128, 20), theirs, atol=1e-5)


def test_octave_bands_cover_the_bins_and_widen():
    bands = octave_bands(22_050, 2048)
    assert len(bands) == 7
    assert bands[0][0].start == 0
    assert bands[-1][0].stop == 1025
    widths = [bins.stop - bins.start for bins, _ in bands]
    assert widths == sorted(widths)
    assert all(
        1 <= n_ends <= width for (_, n_ends), width in zip(bands, widths, strict=True)
    )


def test_bins_run_from_nothing_to_half_the_rate():
    hertz = bin_frequencies(8_000, 2048)
    assert (hertz[0], hertz[-1], len(hertz)) == (0.0, 4000.0, 1025)
