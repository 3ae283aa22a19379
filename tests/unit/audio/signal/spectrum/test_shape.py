"""Timbre and contrast, by us and by librosa."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.audio.signal.spectrum.decibels import decibels
from genrelens.audio.signal.spectrum.shape import (
    contrasts,
    is_sounding,
    shape_attributes,
    timbres,
)
from genrelens.audio.signal.spectrum.spectra import look

RATE = 22_050


def test_timbres_are_the_cepstral_coefficients_of_librosa(music):
    librosa = pytest.importorskip("librosa")
    ours = timbres(decibels(look(music, RATE).mel)).T
    theirs = librosa.feature.mfcc(y=music, sr=RATE, n_mfcc=20)
    assert np.abs(ours - theirs).max() / np.abs(theirs).max() < 1e-4


def test_contrast_is_twice_that_of_librosa_where_nothing_is_cut_off(music):
    librosa = pytest.importorskip("librosa")
    frames = look(music, RATE)
    is_whole = (frames.valleys > 1e-4 * frames.peaks.max()).T
    theirs = librosa.feature.spectral_contrast(S=np.abs(librosa.stft(music)), sr=RATE)
    gaps = np.abs(contrasts(frames).T - 2 * theirs)
    assert is_whole.mean() > 0.4
    assert gaps[is_whole].max() / (2 * theirs).max() < 1e-4


def test_noise_has_less_contrast_and_more_flatness_than_a_chord():
    random = np.random.default_rng(0)
    noise = random.standard_normal(2 * RATE).astype(np.float32)
    time = np.arange(2 * RATE) / RATE
    chord = sum(np.sin(2 * np.pi * hertz * time) for hertz in (440, 554, 659))
    rough, clear = look(noise, RATE), look(chord.astype(np.float32), RATE)
    assert contrasts(rough)[:, 2].mean() < contrasts(clear)[:, 2].mean()
    assert rough.flatness.mean() > 100 * clear.flatness[5:-5].mean()


def test_only_sounding_frames_count(music):
    frames = look(music, RATE)
    log_mel = decibels(frames.mel)
    flux = np.zeros(len(log_mel), dtype=np.float32)
    few = np.zeros(len(log_mel), dtype=bool)
    few[3] = True
    row = shape_attributes(frames, log_mel, flux, flux.astype(np.float64), few)
    assert row["spectral_centroid_mean"] == pytest.approx(float(frames.centroid[3]))
    assert row["spectral_centroid_sd"] == 0.0
    assert len(row) == 14 + 2 + 7 + 40


def test_a_frame_sounds_down_to_60_decibels_below_the_loudest():
    assert is_sounding(np.array([1.0, 2e-3, 5e-4, 0.0])).tolist() == [
        True,
        True,
        False,
        False,
    ]
