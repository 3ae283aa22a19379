from __future__ import annotations

import io

import pytest

from genrelens.audio.decoding import decoding
from genrelens.audio.decoding.decoding import decode
from genrelens.audio.decoding.opening import open_plain_file
from genrelens.audio.faults import SoundError


def test_both_readers_are_asked(hostile_sound) -> None:
    for name, content in hostile_sound.render_all().items():
        sound, _ = decode(io.BytesIO(content), seconds=1)
        assert abs(sound.track_seconds - hostile_sound.SECONDS) < 0.3, name
        assert abs(sound.seconds - 1) < 0.01, name


def test_without_the_extra_the_file_says_what_to_install(
    hostile_sound, monkeypatch
) -> None:
    monkeypatch.setattr(decoding, "has", lambda _: False)
    with pytest.raises(SoundError, match=r"genrelens\[formats\]") as caught:
        decode(io.BytesIO(hostile_sound.by_pyav("alac", "m4a")))
    assert caught.value.code == "needs-formats"


@pytest.mark.real_tables
@pytest.mark.parametrize("name", ["emotify_mini", "audio_ace", "audio_debian"])
def test_no_real_clip_is_taken_for_a_cut_one(real_tables, name) -> None:
    clips = sorted((real_tables / name / "clips").iterdir())
    assert len(clips) >= 28
    for clip in clips:
        with open_plain_file(clip) as file:
            sound, _ = decode(file, seconds=3)
        assert 20 < sound.track_seconds < 31
