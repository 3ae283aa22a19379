"""Onsets, by us and by librosa."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.audio.signal.rhythm.onsets import find_onsets, onset_strength
from genrelens.audio.signal.spectrum.decibels import decibels
from genrelens.audio.signal.spectrum.spectra import look

RATE, HOP = 22_050, 512


def test_strength_and_onsets_are_those_of_librosa(pieces):
    librosa = pytest.importorskip("librosa")
    for piece in pieces[:4]:
        log_mel = decibels(look(piece.samples, RATE).mel)
        ours = onset_strength(log_mel)
        theirs = librosa.onset.onset_strength(S=log_mel.T, sr=RATE, center=False)
        assert np.abs(ours - theirs).max() < 1e-4
        found = librosa.onset.onset_detect(
            onset_envelope=ours.astype(np.float64), sr=RATE, hop_length=HOP
        )
        assert find_onsets(ours, RATE / HOP).tolist() == found.tolist()


def test_every_click_is_found():
    clicks = np.zeros(5 * RATE, dtype=np.float32)
    times = np.arange(0.5, 4.6, 0.5)
    clicks[(times * RATE).astype(int)] = 1.0
    found = find_onsets(onset_strength(decibels(look(clicks, RATE).mel)), RATE / HOP)
    assert found * HOP / RATE == pytest.approx(times, abs=0.06)


@pytest.mark.parametrize("n", [0, 1, 100])
def test_without_change_there_is_no_onset(n):
    assert len(find_onsets(np.full(n, 2.0, dtype=np.float32), 43.0)) == 0
    assert not onset_strength(np.ones((n, 8), dtype=np.float32)).any()
