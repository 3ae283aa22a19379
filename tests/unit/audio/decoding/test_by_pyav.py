from __future__ import annotations

import io

import numpy as np
import pytest

from genrelens.audio.decoding.by_pyav import decode_by_pyav
from genrelens.audio.faults import SoundError


@pytest.mark.parametrize(
    ("codec", "container", "name", "least"),
    [
        ("alac", "m4a", "alac", 0.9999),
        ("aac", "m4a", "aac", 0.95),
        ("wmav2", "wma", "wma", 0.9),
        ("wavpack", "wv", "wavpack", 0.9999),
        ("tta", "tta", "tta", 0.9999),
        ("flac", "mka", "flac", 0.9999),
    ],
)
def test_the_middle_is_what_was_encoded(
    hostile_sound, codec, container, name, least
) -> None:
    times = np.arange(8 * 48_000) / 48_000
    tone = (0.5 * np.sin(2 * np.pi * (200 + 50 * times) * times)).astype("f4")
    content = hostile_sound.by_pyav(codec, container, tone)
    sound, found = decode_by_pyav(io.BytesIO(content), seconds=2)
    assert found == name
    assert sound.rate == 48_000
    assert sound.samples.shape[1] == 2
    assert abs(sound.track_seconds - 8) < 0.2
    start = round(sound.start * 48_000)
    heard = sound.samples[:, 0]
    shifts = range(-2_600, 2_601) if least < 0.99 else range(-1, 2)
    best = max(
        np.corrcoef(heard, tone[start + by : start + by + len(heard)])[0, 1]
        for by in shifts
    )
    assert best > least


@pytest.mark.parametrize("content", [b"#EXTM3U\nfile:///etc/hostname\n", b"text" * 99])
def test_a_list_of_other_files_is_no_sound(content) -> None:
    with pytest.raises(SoundError) as caught:
        decode_by_pyav(io.BytesIO(content), seconds=3)
    assert caught.value.code == "not-sound"


@pytest.mark.parametrize(("codec", "container"), [("tta", "tta"), ("wmav2", "wma")])
def test_a_cut_file_is_found(hostile_sound, codec, container) -> None:
    from genrelens.audio.decoding.stated_length import share_present

    content = hostile_sound.by_pyav(codec, container)
    cut = io.BytesIO(content[: len(content) // 2])
    with pytest.raises(SoundError) as caught:
        decode_by_pyav(cut, seconds=3, share=share_present(cut))
    assert caught.value.code == "truncated"
