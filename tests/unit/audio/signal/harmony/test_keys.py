"""Keys of scales and of rendered music."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.audio.signal.harmony.keys import PROFILES, estimate_key


@pytest.mark.parametrize("tonic", range(12))
@pytest.mark.parametrize("mode", [0, 1])
def test_each_profile_is_recognised_in_every_key(tonic, mode):
    chroma = np.roll(PROFILES[mode], tonic)
    key = estimate_key(chroma, chroma)
    assert (key.tonic, key.mode) == (tonic, mode)
    assert 0 < key.confidence <= 1
    assert (key.major_strength > 0) == (mode == 1)


def test_the_correlations_are_those_of_numpy():
    random = np.random.default_rng(0)
    chroma, bass = random.random(12), random.random(12)
    fits = {
        (tonic, mode): np.corrcoef(np.roll(PROFILES[mode], tonic), chroma)[0, 1]
        + np.corrcoef(np.roll(PROFILES[mode], tonic), bass)[0, 1]
        for tonic in range(12)
        for mode in (0, 1)
    }
    key = estimate_key(chroma, bass)
    assert (key.tonic, key.mode) == max(fits, key=fits.get)
    first, second = sorted(fits.values())[:-3:-1]
    assert key.confidence == pytest.approx((first - second) / 2)


def test_scaling_the_notes_changes_nothing():
    chroma = np.random.default_rng(1).random(12)
    assert estimate_key(chroma, chroma).tonic == estimate_key(9 * chroma, chroma).tonic


def test_twelve_equal_notes_have_no_key():
    assert estimate_key(np.ones(12), np.ones(12)) is None


def test_music_in_a_known_major_key_is_heard_in_it(pieces, sound_of):
    from genrelens.audio.signal.measuring import measure

    told = [(measure(sound_of(piece.samples)), piece) for piece in pieces]
    right = [row["key"] == piece.key and row["mode"] == 1 for row, piece in told]
    assert all(piece.mode == 1 for piece in pieces)
    assert sum(right) >= 6  # a swing and a ballad are taken for a neighbour
