"""Known fluctuations have known exponents."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.audio.signal.rhythm.fluctuation import fluctuation_exponent

RATE = 10_000


def modulated(spread):
    """Make noise-free blocks of 10 ms with the given standard deviations."""
    block = np.tile([1.0, -1.0], 50)
    return (spread[:, None] * block).ravel().astype(np.float32)


def test_independent_blocks_have_the_exponent_one_half():
    random = np.random.default_rng(0)
    spread = 1 + 0.2 * random.standard_normal(12_000)
    assert fluctuation_exponent(modulated(spread), RATE) == pytest.approx(0.5, abs=0.08)


def test_a_random_walk_has_the_exponent_one_and_a_half():
    random = np.random.default_rng(0)
    spread = 200 + np.cumsum(random.standard_normal(12_000))
    assert fluctuation_exponent(modulated(spread), RATE) == pytest.approx(1.5, abs=0.12)


def test_a_steady_level_and_a_short_sound_have_none():
    assert fluctuation_exponent(modulated(np.ones(3000)), RATE) is None
    assert fluctuation_exponent(modulated(np.arange(1.0, 35.0)), RATE) is None
    assert fluctuation_exponent(np.zeros(0, dtype=np.float32), RATE) is None
