"""Level and zero crossings of frames, by us and by librosa."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.audio.signal.waveform import frame_levels, zero_crossing_rates


def test_levels_are_those_of_librosa(music):
    librosa = pytest.importorskip("librosa")
    theirs = librosa.feature.rms(y=music)[0]
    assert np.abs(frame_levels(music, 2048, 512) - theirs).max() < 1e-6


def test_crossings_are_those_of_librosa(music):
    librosa = pytest.importorskip("librosa")
    theirs = librosa.feature.zero_crossing_rate(music)[0]
    assert np.array_equal(zero_crossing_rates(music, 2048, 512), theirs)


def test_silence_has_no_level_and_no_crossing():
    silence = np.zeros(5000, dtype=np.float32)
    assert not frame_levels(silence, 2048, 512).any()
    assert not zero_crossing_rates(silence, 2048, 512).any()
