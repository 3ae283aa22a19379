"""Strokes and held notes."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.audio.signal.spectrum.percussion import percussive_shares
from genrelens.audio.signal.spectrum.spectra import look

RATE = 22_050


def test_a_held_tone_is_not_percussive_and_a_click_is():
    time = np.arange(3 * RATE) / RATE
    tone = np.sin(2 * np.pi * 440 * time).astype(np.float32)
    clicks = np.zeros(3 * RATE, dtype=np.float32)
    clicks[:: RATE // 2] = 1.0
    of_tone, of_clicks = (percussive_shares(look(x, RATE).mel) for x in (tone, clicks))
    assert of_tone[10:-10].mean() < 0.05
    assert of_clicks[of_clicks > 0].mean() > 0.9


def test_the_medians_are_those_of_a_plain_running_median(music):
    from scipy.ndimage import median_filter

    mel = look(music, RATE).mel[:100]
    root = np.sqrt(mel)
    held = median_filter(root, (17, 1), mode="reflect")
    short = median_filter(root, (1, 17), mode="reflect")
    mask = short**2 / (short**2 + held**2)
    expected = (mask * mel).sum(axis=1) / mel.sum(axis=1)
    assert np.allclose(percussive_shares(mel), expected, atol=1e-5)


def test_shares_lie_between_0_and_1_and_silence_has_none():
    mel = np.random.default_rng(0).exponential(size=(40, 128)).astype(np.float32)
    mel[7] = 0.0
    shares = percussive_shares(mel)
    assert shares[7] == pytest.approx(0.0)
    assert ((shares >= 0) & (shares <= 1)).all()
