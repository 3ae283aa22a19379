"""Frames looked at by us and by librosa."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.audio.signal.spectrum.spectra import FRAME, HOP, look, power_spectra

RATE = 22_050


@pytest.fixture(scope="module")
def magnitudes(music):
    librosa = pytest.importorskip("librosa")
    return np.abs(librosa.stft(music, n_fft=FRAME, hop_length=HOP))


@pytest.fixture(scope="module")
def frames(music):
    return look(music, RATE)


def largest_gap(ours, theirs):
    return np.abs(ours - theirs).max() / np.abs(theirs).max()


def test_power_is_that_of_librosa(music, magnitudes):
    power = np.concatenate(list(power_spectra(music, FRAME, HOP)))
    assert largest_gap(power.T, magnitudes**2) < 1e-6


def test_blocks_do_not_show(music):
    small, large = (
        np.concatenate(list(power_spectra(music, FRAME, HOP, n))) for n in (7, 1000)
    )
    assert np.array_equal(small, large)


@pytest.mark.parametrize("name", ["centroid", "bandwidth", "flatness"])
def test_each_frame_is_as_librosa_sees_it(name, frames, magnitudes):
    import librosa

    theirs = getattr(librosa.feature, f"spectral_{name}")
    options = {} if name == "flatness" else {"sr": RATE}
    assert largest_gap(getattr(frames, name), theirs(S=magnitudes, **options)[0]) < 1e-4


def test_the_rolloff_is_that_of_librosa_but_for_ties_one_bin_apart(frames, magnitudes):
    import librosa

    theirs = librosa.feature.spectral_rolloff(S=magnitudes, sr=RATE)[0]
    gaps = np.abs(frames.rolloff - theirs)
    assert gaps.max() <= RATE / FRAME + 0.01
    assert (gaps > 0.01).mean() < 0.01


def test_mel_bands_are_those_of_librosa(frames, magnitudes):
    import librosa

    theirs = librosa.feature.melspectrogram(S=magnitudes**2, sr=RATE)
    assert largest_gap(frames.mel.T, theirs) < 1e-5


def test_the_parts_of_the_power_are_parts(frames):
    assert (frames.bass >= 0).all()
    assert (frames.treble >= 0).all()
    assert (frames.bass + frames.treble <= frames.power * (1 + 1e-6)).all()


def test_the_centroid_of_a_tone_is_its_frequency():
    tone = np.sin(2 * np.pi * 1000 * np.arange(RATE) / RATE).astype(np.float32)
    middle = look(tone, RATE).centroid[5:-5]
    assert middle == pytest.approx(1000, abs=5)
