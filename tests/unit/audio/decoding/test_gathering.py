from __future__ import annotations

import numpy as np
import pytest

from genrelens.audio.decoding.gathering import Gathering
from genrelens.audio.faults import SoundError


def test_blocks_become_one_stretch_and_no_more_than_was_asked() -> None:
    gathered = Gathering(rate=8_000, n_channels=2, n_frames=5)
    whole = np.arange(16, dtype=np.float32).reshape(8, 2)
    for block in (whole[:3], whole[3:]):
        gathered.take(block)
    np.testing.assert_array_equal(gathered.samples(), whole[:5])
    assert gathered.n_missing == 0


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 3e38])
def test_what_is_no_sample_is_refused(bad) -> None:
    gathered = Gathering(rate=8_000, n_channels=1, n_frames=3)
    with pytest.raises(SoundError) as caught:
        gathered.take(np.array([[0.0], [bad], [0.0]], dtype=np.float32))
    assert caught.value.code == "not-finite"


def test_a_channel_that_comes_or_goes_is_refused() -> None:
    gathered = Gathering(rate=8_000, n_channels=2, n_frames=3)
    with pytest.raises(SoundError, match="channels"):
        gathered.take(np.zeros((2, 1), dtype=np.float32))


def test_high_rates_are_brought_down_and_keep_tone_and_length() -> None:
    gathered = Gathering(rate=192_000, n_channels=1, n_frames=192_000)
    times = np.arange(192_000) / 192_000
    tone = np.sin(2 * np.pi * 1_000 * times).astype(np.float32)[:, None]
    for block in np.array_split(tone, 7):
        gathered.take(block)
    found = gathered.samples()[:, 0]
    assert gathered.rate == 48_000
    assert abs(len(found) - 48_000) <= 1
    expected = np.sin(2 * np.pi * 1_000 * np.arange(len(found)) / 48_000)
    assert np.abs(found - expected)[1_000:-1_000].max() < 1e-3
