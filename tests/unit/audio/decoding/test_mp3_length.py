"""An MP3 that states no length is as long as it plays, at whatever bit rates."""

from __future__ import annotations

import io
import os

import numpy as np
import pytest
import soundfile

from genrelens.audio.decoding.decoding import decode
from genrelens.audio.decoding.mp3_length import with_stated_length
from genrelens.audio.decoding.stated_length import has_mp3_length

N_SECONDS = 24


def encoded(rate: int, n_channels: int, *, quiet_first: bool) -> bytes:
    """Render sound, half quiet, half noise, at two bit rates."""
    noise = np.random.default_rng(1).normal(0, 0.2, (N_SECONDS // 2 * rate, n_channels))
    halves = [1e-4 * noise, noise] if quiet_first else [noise, 1e-4 * noise]
    target = io.BytesIO()
    soundfile.write(
        target, np.concatenate(halves), rate, format="MP3", bitrate_mode="VARIABLE",
        compression_level=0.0,
    )  # fmt: skip
    return target.getvalue()


def without_header(content: bytes) -> bytes:
    """Cut the first frame out: it holds the header and no sound."""
    assert b"Xing" in content[:200]
    begin = content.index(content[:2], 100)
    while soundfile_fails(content[begin:]):
        begin = content.index(content[:2], begin + 1)
    return content[begin:]


def soundfile_fails(content: bytes) -> bool:
    return has_mp3_length(io.BytesIO(content)) or content[0] != 0xFF


@pytest.mark.parametrize("quiet_first", [True, False])
@pytest.mark.parametrize(
    ("rate", "n_channels"), [(44_100, 1), (48_000, 2), (22_050, 2), (11_025, 1)]
)
def test_its_middle_is_the_middle_of_the_track(rate, n_channels, quiet_first) -> None:
    whole = encoded(rate, n_channels, quiet_first=quiet_first)
    cut = without_header(whole)
    guessed = soundfile.info(io.BytesIO(cut)).duration
    assert abs(guessed - N_SECONDS) > 1, "the library's own guess is wrong"
    expected, _ = decode(io.BytesIO(whole), seconds=4)
    found, name = decode(io.BytesIO(cut), seconds=4)
    assert name == "mp3"
    assert found.track_seconds == pytest.approx(N_SECONDS, abs=0.3)
    assert found.start == pytest.approx(expected.start, abs=0.2)
    parts = np.split(found.samples, 4)
    levels = [np.sqrt(np.mean(np.square(part))) for part in (parts[0], parts[3])]
    assert max(levels) > 100 * min(levels), "one half is quiet, the other is not"


def test_tags_and_junk_are_passed_over() -> None:
    cut = without_header(encoded(22_050, 1, quiet_first=True))
    tag = b"ID3\x04\0\0" + bytes([0, 0, 2, 0]) + bytes(256)
    middle = len(cut) // 2
    for content in (
        tag + cut,
        cut + b"TAG".ljust(128, b"\xff"),
        cut[:middle] + bytes(300) + cut[middle:],
    ):
        sound, _ = decode(io.BytesIO(content), seconds=4)
        assert sound.track_seconds == pytest.approx(N_SECONDS, abs=0.4)


def test_it_reads_like_one_file() -> None:
    cut = without_header(encoded(22_050, 1, quiet_first=True))
    stating = with_stated_length(io.BytesIO(cut))
    assert has_mp3_length(stating)
    n_before = stating.seek(0, os.SEEK_END) - len(cut)
    assert stating.tell() == n_before + len(cut)
    stating.seek(n_before - 3)
    assert stating.read(10)[3:] == cut[:7]
    stating.seek(-5, os.SEEK_END)
    stating.seek(2, os.SEEK_CUR)
    assert stating.read() == cut[-3:]
    assert stating.read() == b""


@pytest.mark.parametrize("content", [b"", b"\xff", bytes(5_000), b"\xff\xfb" * 900])
def test_what_holds_no_frames_is_left_alone(content) -> None:
    assert with_stated_length(io.BytesIO(content)) is None
