"""Power in decibels."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.audio.signal.spectrum.decibels import RANGE_DB, decibels


def test_decibels_are_those_of_librosa():
    librosa = pytest.importorskip("librosa")
    power = np.random.default_rng(0).exponential(size=(50, 8)).astype(np.float32) ** 9
    assert np.allclose(decibels(power), librosa.power_to_db(power), atol=1e-4)


def test_nothing_lies_more_than_the_range_below_the_highest():
    level = decibels(np.array([1e6, 1e-9, 0.0], dtype=np.float32))
    assert np.ptp(level) == pytest.approx(RANGE_DB, abs=1e-4)
