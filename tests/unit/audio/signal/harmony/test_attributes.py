"""The harmony of a stretch."""

from __future__ import annotations

import numpy as np

from genrelens.audio.signal.harmony.attributes import harmony_attributes

RATE = 22_050


def triad(seconds):
    time = np.arange(int(seconds * RATE)) / RATE
    waves = [np.sin(2 * np.pi * hertz * time) for hertz in (220.0, 261.63, 329.63)]
    return (sum(waves) / 30).astype(np.float32)


def test_a_held_a_minor_triad_is_a_minor_and_does_not_move():
    row = harmony_attributes(triad(5.0), RATE)
    assert (row["key"], row["mode"]) == (9.0, 0.0)
    assert row["major_strength"] < 0
    assert row["chord_change"] < 0.2
    assert 0.3 < row["chroma_entropy"] < 0.6


def test_less_than_two_seconds_has_no_harmony():
    assert harmony_attributes(triad(1.9), RATE) == {}


def test_silence_has_no_harmony():
    assert harmony_attributes(np.zeros(5 * RATE, dtype=np.float32), RATE) == {}
