"""How far harmony moves."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.audio.signal.harmony.movement import chord_change, note_entropy


def chord(*classes):
    return np.eye(12)[list(classes)].sum(axis=0)


def test_one_chord_does_not_move_and_a_far_one_moves_farther_than_a_near_one():
    c, g, f_sharp = chord(0, 4, 7), chord(7, 11, 2), chord(6, 10, 1)
    still, near, far = (
        chord_change(np.array([c, other, c]), 1.0) for other in (c, g, f_sharp)
    )
    assert still == 0.0
    assert 0 < near < far


def test_twice_as_many_frames_a_second_is_twice_the_movement():
    chroma = np.random.default_rng(0).random((20, 12))
    assert chord_change(chroma, 4.0) == pytest.approx(2 * chord_change(chroma, 2.0))


def test_transposing_moves_no_farther():
    chroma = np.random.default_rng(0).random((20, 12))
    moved = np.roll(chroma, 5, axis=1)
    assert chord_change(moved, 2.0) == pytest.approx(chord_change(chroma, 2.0))


def test_variety_grows_with_the_number_of_notes():
    values = [note_entropy(chord(*range(n))) for n in range(1, 13)]
    assert values == sorted(values)
    assert (values[0], values[-1]) == (0.0, pytest.approx(1.0))
