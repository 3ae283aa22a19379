"""What a fingerprint keeps, and what it does not notice."""

import numpy as np
import pytest
import soundfile
import soxr

from genrelens.audio.similar_sound.comparing import best_overlay
from genrelens.audio.similar_sound.fingerprint import (
    fingerprint,
    fingerprint_from_bytes,
    fingerprint_to_bytes,
)

RATE = 22050


def alike(first, second):
    return best_overlay(first, second, near=0, reach=8).similarity


def test_thirty_seconds_give_about_six_hundred_words_of_four_bytes(render, sound_of):
    words = fingerprint(sound_of(render(1, seconds=30.0)))
    assert words.dtype == np.uint32
    assert 600 <= len(words) <= 630
    assert len(fingerprint_to_bytes(words)) == 4 * len(words)


def test_what_is_stored_is_read_back(render, sound_of):
    words = fingerprint(sound_of(render(1)))
    again = fingerprint_from_bytes(fingerprint_to_bytes(words))
    np.testing.assert_array_equal(again, words)
    assert again.dtype == np.uint32


@pytest.mark.parametrize("gain", [0.001, 0.25, 4.0])
def test_loudness_changes_nothing_but_rounding(gain, render, sound_of):
    samples = render(2)
    louder = fingerprint(sound_of(samples * np.float32(gain)))
    assert alike(fingerprint(sound_of(samples)), louder) > 0.999


def test_a_shift_by_half_a_trim_is_found(render, sound_of):
    samples = render(3)
    trimmed = samples[int(0.15 * RATE) :]
    overlay = best_overlay(
        fingerprint(sound_of(samples)), fingerprint(sound_of(trimmed)), near=0, reach=8
    )
    assert overlay.offset == 3
    assert overlay.similarity > 0.93


@pytest.mark.parametrize("ending", [".mp3", ".ogg"])
def test_another_encoding_of_the_same_music_is_alike(
    tmp_path, ending, render, sound_of
):
    samples = render(4) * np.float32(0.5)
    path = tmp_path / f"piece{ending}"
    soundfile.write(path, samples, RATE)
    decoded, rate = soundfile.read(path, dtype="float32")
    again = fingerprint(sound_of(decoded, rate))
    assert alike(fingerprint(sound_of(samples)), again) > 0.9


def test_another_rate_of_the_same_music_is_alike(render, sound_of):
    samples = render(5)
    other = soxr.resample(samples, RATE, 48000)
    assert (
        alike(fingerprint(sound_of(samples)), fingerprint(sound_of(other, 48000)))
        > 0.97
    )


def test_different_music_agrees_in_about_half_of_the_bits(render, sound_of):
    prints = [fingerprint(sound_of(render(seed))) for seed in range(6, 12)]
    similarities = [
        best_overlay(first, second, near=0, reach=100).similarity
        for number, first in enumerate(prints)
        for second in prints[number + 1 :]
    ]
    assert max(similarities) < 0.62
    assert min(similarities) > 0.4


def test_silence_and_what_is_too_short_have_no_fingerprint(render, sound_of):
    assert len(fingerprint(sound_of(np.zeros(RATE * 5, dtype=np.float32)))) == 0
    assert len(fingerprint(sound_of(render(1, seconds=1.0)))) == 0
    assert len(fingerprint(sound_of(np.zeros(0, dtype=np.float32)))) == 0


def test_a_silent_passage_gives_words_of_zero(render, sound_of):
    samples = render(13)
    samples[10 * RATE :] = 0
    words = fingerprint(sound_of(samples))
    assert not words[-100:].any()
    assert np.count_nonzero(words[:150]) == 150


def test_two_pieces_that_share_only_their_silence_are_not_alike(render, sound_of):
    first, second = render(14), render(15)
    first[6 * RATE :] = 0
    second[6 * RATE :] = 0
    assert alike(fingerprint(sound_of(first)), fingerprint(sound_of(second))) < 0.62
