"""Fifty probabilities are those of the published network, whatever is heard."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.audio.music_tags.mel import RATE, log_mel
from genrelens.audio.music_tags.network import (
    N_FRAMES,
    MusicTagsNetwork,
    open_music_tags,
    windows_of,
)
from genrelens.errors import InputError
from genrelens.schema.music_tags import MUSIC_TAGS


def _chords(seconds: float) -> np.ndarray:
    """Render a beat under changing chords with some noise."""
    time = np.arange(round(seconds * RATE)) / RATE
    rng = np.random.default_rng(8)
    root = 110 * 2 ** (np.floor(time) % 5 / 12)
    tones = sum(
        np.sin(2 * np.pi * np.cumsum(root * k) / RATE) / k for k in (1, 2, 3, 5)
    )
    beat = np.exp(-20 * (time % 0.5)) * rng.normal(size=len(time))
    return (0.2 * tones + 0.3 * beat).astype(np.float32)


@pytest.fixture(scope="module")
def drawn(drawn_arrays):
    return MusicTagsNetwork(drawn_arrays, digest="drawn")


@pytest.fixture(scope="module")
def published(music_tags_folder):
    return open_music_tags(music_tags_folder)


def test_drawn_weights_answer_as_the_slow_account(drawn, drawn_arrays, slow_network):
    windows = np.random.default_rng(9).gamma(2, size=(5, N_FRAMES, 96))
    windows = windows.astype(np.float32)
    slow = slow_network(drawn_arrays)
    found = drawn.hear_windows(windows)
    assert found.dtype == np.float32
    for which in (0, 4):  # one of each batch
        np.testing.assert_allclose(
            found[which], slow.hear_window(windows[which]), atol=1e-5
        )


def test_published_weights_answer_as_the_slow_account(
    published, music_tags_folder, slow_network
):
    from genrelens.audio.music_tags.storing import load_weights

    slow = slow_network(load_weights(music_tags_folder).arrays)
    sound = _chords(6.2)
    noise = np.random.default_rng(10).normal(0, 0.3, 3 * RATE).astype(np.float32)
    expected = [slow.hear_window(each) for each in windows_of(log_mel(sound))]
    np.testing.assert_allclose(
        published.hear(sound), np.mean(expected, axis=0), atol=1e-5
    )
    np.testing.assert_allclose(
        published.hear(noise), slow.hear_window(log_mel(noise)[:N_FRAMES]), atol=1e-5
    )


def test_it_says_what_it_is(published):
    from genrelens.audio.music_tags.published import DIGEST

    assert published.name == "music-tags"
    assert published.rate == 16_000
    assert published.digest == DIGEST
    assert published.columns == tuple(tag.column for tag in MUSIC_TAGS)


def test_a_hard_beat_is_danced_to_and_a_low_drone_is_not(published):
    """What the words mean: a plain check that the outputs are in their order."""
    time = np.arange(6 * RATE) / RATE
    kick = np.sin(2 * np.pi * 60 * time) * np.exp(-12 * (time % 0.46875))
    hats = np.exp(-60 * ((time + 0.234) % 0.46875))
    hats *= np.random.default_rng(1).normal(size=len(time))
    beat = (0.8 * kick + 0.2 * hats).astype(np.float32)
    drone = (0.1 * np.sin(2 * np.pi * 110 * time)).astype(np.float32)
    heard = [
        dict(zip(published.columns, published.hear(each), strict=True))
        for each in (beat, drone)
    ]
    assert heard[0]["tag_electronic"] > heard[0]["tag_country"]
    assert heard[1]["tag_ambient"] > heard[1]["tag_dance"]
    assert heard[1]["tag_ambient"] > heard[0]["tag_ambient"]


def test_the_same_sound_twice_gives_the_same_numbers(drawn):
    sound = _chords(7)
    np.testing.assert_array_equal(drawn.hear(sound), drawn.hear(sound.copy()))


def test_two_threads_hear_the_same(drawn_arrays, drawn):
    two = MusicTagsNetwork(drawn_arrays, digest="drawn", threads=2)
    sound = _chords(4)
    np.testing.assert_allclose(two.hear(sound), drawn.hear(sound), atol=1e-5)


def test_windows_follow_each_other_and_the_rest_is_not_heard():
    picture = np.arange(400 * 96, dtype=np.float32).reshape(400, 96)
    windows = windows_of(picture)
    assert windows.shape == (2, N_FRAMES, 96)
    np.testing.assert_array_equal(windows.reshape(-1, 96), picture[:374])


@pytest.mark.parametrize("n_frames", [1, 50, 186])
def test_a_short_picture_is_repeated_until_it_fills_a_window(n_frames):
    picture = np.arange(n_frames * 96, dtype=np.float32).reshape(n_frames, 96)
    (window,) = windows_of(picture)
    assert len(window) == N_FRAMES
    for frame, row in enumerate(window):
        np.testing.assert_array_equal(row, picture[frame % n_frames])


@pytest.mark.parametrize("n_samples", [1, 100, 20_000])
def test_any_length_is_heard(drawn, n_samples):
    heard = drawn.hear(np.full(n_samples, 0.1, dtype=np.float32))
    assert heard.shape == (50,)
    assert ((heard >= 0) & (heard <= 1)).all()


@pytest.mark.parametrize("shape", [(0,), (100, 2)])
def test_no_sample_or_two_channels_are_refused(drawn, shape):
    with pytest.raises(InputError, match="one channel with at least one sample"):
        drawn.hear(np.zeros(shape, dtype=np.float32))


def test_samples_that_are_not_finite_are_refused_with_their_number(drawn):
    sound = _chords(1)
    sound[[3, 5]] = np.nan, np.inf
    with pytest.raises(InputError, match=r"2 of 16,000 samples"):
        drawn.hear(sound)
