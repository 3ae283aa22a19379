from __future__ import annotations

import io

import numpy as np
import pytest
import soundfile

from genrelens.audio.decoding.by_soundfile import decode_by_soundfile
from genrelens.audio.faults import SoundError

RATE = 22_050


def encoded(samples, container="WAV", subtype="FLOAT", rate=RATE) -> io.BytesIO:
    target = io.BytesIO()
    soundfile.write(target, samples, rate, format=container, subtype=subtype)
    return target


def test_the_middle_is_given_sample_by_sample() -> None:
    ramp = np.linspace(-1, 1, 10 * RATE, dtype=np.float32)
    samples = np.stack([ramp, -ramp], axis=1)
    sound, name = decode_by_soundfile(encoded(samples), seconds=4)
    np.testing.assert_array_equal(sound.samples, samples[3 * RATE : 7 * RATE])
    assert (sound.rate, sound.start, sound.track_seconds) == (RATE, 3.0, 10.0)
    assert name == "wav"


@pytest.mark.parametrize(
    ("container", "subtype", "name"),
    [
        ("FLAC", "PCM_16", "flac"),
        ("OGG", "VORBIS", "vorbis"),
        ("MP3", "MPEG_LAYER_III", "mp3"),
        ("AIFF", "PCM_16", "aiff"),
    ],
)
def test_other_formats_give_the_same_stretch_nearly(container, subtype, name) -> None:
    times = np.arange(8 * RATE) / RATE
    tone = 0.5 * np.sin(2 * np.pi * (200 + 50 * times) * times)
    sound, found = decode_by_soundfile(encoded(tone, container, subtype), seconds=2)
    assert found == name
    expected = tone[3 * RATE : 5 * RATE]
    assert np.corrcoef(sound.samples[:, 0], expected)[0, 1] > 0.99


@pytest.mark.parametrize("rate", [16_000, 22_050, 44_100])
def test_the_middle_of_an_mp3_is_what_plays_there(rate) -> None:
    """After a jump the decoder gave noise for up to a quarter of a second."""
    noise = np.random.default_rng(rate).normal(0, 0.1, 8 * rate)
    content = encoded(noise, "MP3", "MPEG_LAYER_III", rate)
    content.seek(0)
    whole, _ = soundfile.read(content, dtype="float32")
    sound, _ = decode_by_soundfile(content, seconds=2)
    start = round(sound.start * rate)
    heard = sound.samples[:, 0]
    np.testing.assert_allclose(heard, whole[start : start + len(heard)], atol=1e-6)


def test_what_is_broken_midway_is_not_read_twice() -> None:
    noise = np.random.default_rng(1).normal(0, 0.1, 9 * RATE)
    content = bytearray(encoded(noise, "FLAC", "PCM_16").getvalue())
    middle = len(content) // 2
    content[middle : middle + 20_000] = bytes(20_000)
    with pytest.raises(SoundError) as caught:
        decode_by_soundfile(io.BytesIO(bytes(content)), seconds=5)
    assert caught.value.code == "damaged"


def test_a_cut_flac_says_how_much_is_there() -> None:
    noise = np.random.default_rng(1).normal(0, 0.1, 6 * RATE)
    whole = encoded(noise, "FLAC", "PCM_16").getvalue()
    with pytest.raises(
        SoundError, match=r"length of 6\.0 s; only [23]\.\d s"
    ) as caught:
        decode_by_soundfile(io.BytesIO(whole[: len(whole) // 2]), seconds=3)
    assert caught.value.code == "truncated"


def test_a_varying_mp3_without_a_length_is_counted_and_not_guessed() -> None:
    """Libraries take the first frames for all, and told 126 s of a track of 100 s."""
    noise = np.random.default_rng(1).normal(0, 0.2, 10 * RATE)
    samples = np.concatenate([np.zeros(10 * RATE), noise, np.zeros(10 * RATE)])
    target = io.BytesIO()
    with soundfile.SoundFile(
        target, "w", RATE, 1, "MPEG_LAYER_III", format="MP3",
        bitrate_mode="VARIABLE", compression_level=0.4,
    ) as file:  # fmt: skip
        file.write(samples)
    content = target.getvalue()
    bare = content[content.index(content[:2], 4) :]
    sound, _ = decode_by_soundfile(io.BytesIO(bare), seconds=3)
    assert sound.track_seconds == pytest.approx(30.0, abs=0.2)


def test_what_it_does_not_know_is_left_to_others() -> None:
    assert decode_by_soundfile(io.BytesIO(b"no sound at all"), seconds=3) is None


def test_a_stretch_with_a_hole_is_damaged() -> None:
    samples = np.zeros(5 * RATE, dtype=np.float32)
    samples[2 * RATE] = np.nan
    with pytest.raises(SoundError) as caught:
        decode_by_soundfile(encoded(samples), seconds=3)
    assert caught.value.code == "not-finite"
