"""Notes of known frequency."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.audio.signal.harmony.notes import hear_notes

RATE = 22_050


def tone(note, cents=0.0, seconds=4.0):
    hertz = 440 * 2 ** ((note - 69 + cents / 100) / 12)
    return np.sin(2 * np.pi * hertz * np.arange(int(seconds * RATE)) / RATE)


@pytest.mark.parametrize("note", range(40, 92, 3))
def test_a_tone_is_its_pitch_class(note):
    notes = hear_notes(tone(note).astype(np.float32), RATE)
    assert int(notes.chroma.mean(axis=0).argmax()) == note % 12
    assert notes.tuning_cents == pytest.approx(0, abs=2)


@pytest.mark.parametrize("cents", [-40, -17, 9, 33])
def test_the_tuning_is_found_and_the_notes_follow_it(cents):
    chord = sum(tone(note, cents) for note in (60, 64, 67))
    notes = hear_notes(chord.astype(np.float32), RATE)
    assert notes.tuning_cents == pytest.approx(cents, abs=1.5)
    assert set(np.argsort(notes.chroma.mean(axis=0))[-3:]) == {0, 4, 7}


def test_the_bass_is_heard_apart():
    both = tone(38) + 0.5 * tone(76)
    notes = hear_notes(both.astype(np.float32), RATE)
    assert int(notes.bass.argmax()) == 2
    assert set(np.argsort(notes.chroma.mean(axis=0))[-2:]) == {2, 4}


def test_faint_frames_do_not_count():
    quiet = 1e-4 * tone(61)
    notes = hear_notes(np.concatenate([tone(60), quiet]).astype(np.float32), RATE)
    mean = notes.chroma.mean(axis=0)
    assert mean[1] < 0.1 * mean[0]


def test_above_and_below_the_notes_there_are_none():
    high = np.sin(2 * np.pi * 9000 * np.arange(RATE) / RATE).astype(np.float32)
    assert hear_notes(np.zeros(RATE, dtype=np.float32), RATE) is None
    heard = hear_notes(high, RATE)
    assert heard is None or heard.chroma.shape[1] == 12
