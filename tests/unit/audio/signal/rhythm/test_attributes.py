"""The rhythm of a stretch."""

from __future__ import annotations

import numpy as np

from genrelens.audio.signal.rhythm.attributes import rhythm_attributes

FRAME_RATE = 22_050 / 512


def test_onsets_are_counted_by_the_second():
    strength = np.zeros(int(10 * FRAME_RATE), dtype=np.float32)
    strength[20::20] = 1.0
    row = rhythm_attributes(strength, FRAME_RATE, 10.0)
    assert row["onset_rate"] == len(range(20, len(strength), 20)) / 10
    assert row.keys() == {
        "onset_rate", "tempo", "tempo_confidence", "beat_strength",
    }  # fmt: skip


def test_a_steady_sound_has_no_attack_and_no_tempo():
    row = rhythm_attributes(np.zeros(500, dtype=np.float32), FRAME_RATE, 10.0)
    assert row == {"onset_rate": 0.0}
