"""Render short pieces whose recordings differ or are the same on purpose."""

import numpy as np
import pytest

from genrelens.audio.sound import Sound

RATE = 22050


def _render(seed, seconds=20.0, rate=RATE):
    """Random chords in random rhythm with a little noise: no two seeds alike."""
    rng = np.random.default_rng(seed)
    times = np.arange(int(seconds * rate)) / rate
    samples = rng.normal(0, 0.01, len(times))
    at = 0.0
    while at < seconds:
        length = rng.uniform(0.2, 0.9)
        inside = (times >= at) & (times < at + length)
        since = times[inside] - at
        for pitch in rng.integers(45, 85, 3):
            hertz = 440.0 * 2 ** ((pitch - 69) / 12)
            for overtone in range(1, 6):
                samples[inside] += (
                    np.sin(2 * np.pi * hertz * overtone * since)
                    * np.exp(-3 * since)
                    * rng.uniform(0.02, 0.1)
                    / overtone
                )
        at += length
    return samples.astype(np.float32)


def _sound_of(samples, rate=RATE):
    return Sound(samples[:, None], rate, start=0.0, track_seconds=len(samples) / rate)


@pytest.fixture(scope="session")
def render():
    return _render


@pytest.fixture(scope="session")
def sound_of():
    return _sound_of
