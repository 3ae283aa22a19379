"""Tempo of clicks and of rendered music."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.audio.signal.rhythm.tempo import estimate_tempo

FRAME_RATE = 22_050 / 512


def pulses(bpm, seconds=20.0):
    """Make onset strength with a bump at each beat, between frames where need be."""
    frames = np.arange(int(seconds * FRAME_RATE))
    beats = np.arange(0.3, seconds, 60 / bpm) * FRAME_RATE
    bumps = np.exp(-0.5 * ((frames[:, None] - beats) / 0.8) ** 2)
    return bumps.sum(axis=1).astype(np.float32)


@pytest.mark.parametrize("bpm", [70.0, 83.0, 97.3, 120.0, 133.0])
def test_a_plain_pulse_is_found_to_half_a_percent(bpm):
    tempo = estimate_tempo(pulses(bpm), FRAME_RATE)
    assert tempo.bpm == pytest.approx(bpm, rel=0.005)
    assert tempo.confidence == 1.0
    assert tempo.strength > 0.8


@pytest.mark.parametrize("bpm", [40.0, 50.0, 60.0, 150.5, 180.0, 205.0, 240.0])
def test_a_slow_or_fast_pulse_is_found_up_to_an_octave(bpm):
    found = estimate_tempo(pulses(bpm, 30.0), FRAME_RATE).bpm
    assert min(abs(found / bpm / factor - 1) for factor in (0.5, 1, 2, 3)) < 0.02
    assert 50 <= found <= 210


def test_music_of_every_style_has_its_tempo_or_an_octave_of_it(pieces, sound_of):
    from genrelens.audio.signal.measuring import measure

    n_right = 0
    for piece in pieces:
        found = measure(sound_of(piece.samples))["tempo"]
        ratios = [found / piece.tempo / factor for factor in (1 / 3, 0.5, 1, 2, 3)]
        n_right += min(abs(ratio - 1) for ratio in ratios) <= 0.04
    assert n_right >= 7


def test_a_pulse_is_surer_and_stronger_than_noise():
    random = np.random.default_rng(0)
    noise = random.exponential(size=1292).astype(np.float32)
    loose, steady = (estimate_tempo(x, FRAME_RATE) for x in (noise, pulses(110, 30)))
    assert loose.confidence < steady.confidence
    assert loose.strength < 0.3 < steady.strength


@pytest.mark.parametrize("seconds", [0.0, 1.0, 3.9])
def test_less_than_four_seconds_has_no_tempo(seconds):
    assert estimate_tempo(pulses(120, seconds), FRAME_RATE) is None


def test_without_onsets_there_is_no_tempo():
    assert estimate_tempo(np.zeros(1000, dtype=np.float32), FRAME_RATE) is None
