"""The laws that measuring keeps."""

from __future__ import annotations

import math
import subprocess
import sys

import numpy as np
import pytest

from genrelens.audio.signal.measuring import RATE, measure
from genrelens.schema.sound_columns import SOUND_COLUMNS

LOUDNESS_LIKE = {"loudness_lufs", "peak_level_db", "rms_mean", "rms_sd"}
NAMES = [column.name for column in SOUND_COLUMNS]


def noise(n, level=0.1, seed=0):
    return (level * np.random.default_rng(seed).standard_normal(n)).astype(np.float32)


def differing(one, other, tolerance=1e-3):
    assert one.keys() == other.keys()
    return {
        name
        for name, value in one.items()
        if not math.isclose(value, other[name], rel_tol=tolerance, abs_tol=tolerance)
    }


def test_music_has_every_attribute_in_the_order_of_the_columns_and_in_range(
    pieces, sound_of
):
    for piece in pieces:
        row = measure(sound_of(piece.samples))
        assert list(row) == NAMES
        for column in SOUND_COLUMNS:
            assert column.low <= row[column.name] <= column.high, column.name


def test_gain_changes_loudness_the_peak_and_the_level_only(music, sound_of):
    soft, loud = (measure(sound_of(gain * music)) for gain in (0.05, 2.0))
    assert differing(soft, loud) == LOUDNESS_LIKE
    decibels = 20 * math.log10(2.0 / 0.05)
    for name in ("loudness_lufs", "peak_level_db"):
        assert loud[name] - soft[name] == pytest.approx(decibels, abs=1e-3)
    assert loud["rms_mean"] / soft["rms_mean"] == pytest.approx(40, rel=1e-3)


def test_two_equal_channels_are_one(music, sound_of):
    one = measure(sound_of(music))
    two = measure(sound_of(np.stack([music, music], axis=1)))
    assert differing(one, two, 1e-5) == set()


def test_an_offset_and_a_turned_sign_change_nothing_but_the_peak(music, sound_of):
    plain = measure(sound_of(music))
    moved = measure(sound_of(music + np.float32(0.05)))
    turned = measure(sound_of(-music))
    assert differing(plain, moved) == {"peak_level_db"}
    assert differing(plain, turned) == set()


def test_a_semitone_up_moves_the_key_by_one(pieces, sound_of):
    """Played faster by the twelfth root of 2, a piece is a semitone higher."""
    n_sure = 0
    for piece in pieces:
        low = measure(sound_of(piece.samples))
        high = measure(sound_of(piece.samples, round(RATE * 2 ** (1 / 12))))
        if low["key_confidence"] > 0.05:
            n_sure += 1
            assert (high["key"] - low["key"]) % 12 == 1, piece.name
            assert high["mode"] == low["mode"], piece.name
    assert n_sure >= 4


def test_faster_by_a_tenth_is_a_tempo_higher_by_a_tenth(pieces, sound_of):
    """But for the octave, which may be another near the ends of the range."""
    n_same = 0
    for piece in pieces:
        slow = measure(sound_of(piece.samples))["tempo"]
        fast = measure(sound_of(piece.samples, round(1.1 * RATE)))["tempo"]
        octave = 2.0 ** round(np.log2(fast / slow / 1.1))
        n_same += octave == 1.0
        assert fast / slow / octave == pytest.approx(1.1, rel=0.01), piece.name
    assert n_same >= 6


def test_the_rate_of_the_file_matters_little(music, sound_of):
    import soxr

    plain = measure(sound_of(music))
    again = measure(sound_of(soxr.resample(music, RATE, 44_100, quality="VHQ"), 44_100))
    for name in ("tempo", "spectral_centroid_mean", "timbre_2_mean", "loudness_lufs"):
        assert again[name] == pytest.approx(plain[name], rel=0.06)
    assert (again["key"], again["mode"]) == (plain["key"], plain["mode"])


def test_the_same_sound_gives_the_same_numbers_to_the_last_bit(music, sound_of):
    assert measure(sound_of(music)) == measure(sound_of(music.copy()))


@pytest.mark.parametrize("value", [0.0, 0.5, 1e-6])
def test_silence_and_a_constant_measure_nothing(value, sound_of):
    assert measure(sound_of(np.full(5 * RATE, value, dtype=np.float32))) == {}


@pytest.mark.parametrize(
    ("seconds", "absent"),
    [
        (0.0, set(NAMES)),
        (0.05, set(NAMES) - {"peak_level_db", "crest_factor_db"}),
        (0.2, {"tempo", "key", "loudness_lufs", "loudness_range_lu"}),
        (1.0, {"tempo", "key", "loudness_range_lu", "valence_estimate"}),
        (3.0, {"tempo", "tempo_confidence", "beat_strength", "loudness_range_lu"}),
        (4.5, set()),
    ],
)
def test_what_a_short_sound_does_not_tell_is_absent(seconds, absent, music, sound_of):
    row = measure(sound_of(music[: int(seconds * RATE)]))
    assert absent <= set(NAMES) - row.keys()
    if seconds > 2:
        assert set(NAMES) - row.keys() == absent


def strange(kind):
    n = 5 * RATE
    time = np.arange(n) / RATE
    random = np.random.default_rng(3)
    return {
        "noise": noise(n),
        "one click": np.eye(1, n, n // 2, dtype=np.float32)[0],
        "clipped": np.clip(50 * noise(n), -1, 1),
        "far over full scale": 1000 * noise(n),
        "a pure tone": np.sin(2 * np.pi * 440 * time),
        "a very low tone": np.sin(2 * np.pi * 5 * time),
        "the highest tone": np.sin(2 * np.pi * 11_000 * time),
        "half silent": np.where(time < 2.5, noise(n), 0),
        "two values": random.choice([-1.0, 1.0], n),
        "hardly anything": noise(n, 5e-5),
    }[kind].astype(np.float32)


@pytest.mark.parametrize(
    "kind",
    [
        "noise", "one click", "clipped", "far over full scale", "a pure tone",
        "a very low tone", "the highest tone", "half silent", "two values",
        "hardly anything",
    ],
)  # fmt: skip
def test_strange_sounds_give_finite_values_within_range(kind, sound_of):
    row = measure(sound_of(strange(kind)))
    assert row
    for column in SOUND_COLUMNS:
        if column.name in row:
            value = row[column.name]
            assert math.isfinite(value), column.name
            assert column.low <= value <= column.high, (column.name, value)


@pytest.mark.parametrize("rate", [8_000, 11_025, 384_000])
def test_low_and_high_rates_are_measured(rate, sound_of):
    row = measure(sound_of(noise(5 * rate), rate))
    assert set(NAMES) - row.keys() <= {"tempo", "tempo_confidence", "beat_strength"}


def test_channels_that_cancel_out_have_loudness_and_no_colour(music, sound_of):
    row = measure(sound_of(np.stack([music, -music], axis=1)))
    assert row.keys() == {
        "loudness_lufs", "loudness_range_lu", "peak_level_db", "crest_factor_db",
    }  # fmt: skip


def test_silence_at_both_ends_hardly_changes_the_colour(music, sound_of):
    """Frames without sound used to pull every mean towards nothing."""
    quiet = np.zeros(5 * RATE, dtype=np.float32)
    plain = measure(sound_of(music))
    framed = measure(sound_of(np.concatenate([quiet, music, quiet])))
    for name in ("spectral_centroid_mean", "spectral_flatness_mean", "chroma_mean"):
        assert framed[name] == pytest.approx(plain[name], rel=0.1)


def test_measuring_imports_neither_numba_nor_librosa():
    """A child with a limit of memory cannot hold a compiler."""
    code = (
        "import sys, numpy as np; from genrelens.audio.sound import Sound;"
        "from genrelens.audio.signal.measuring import measure;"
        "x = np.random.default_rng(0).standard_normal((220500, 1)).astype('f');"
        "measure(Sound(x, 22050, 0.0, 10.0));"
        "print({'numba', 'librosa', 'pandas', 'sklearn'} & set(sys.modules))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "set()"
