from __future__ import annotations

from genrelens.audio.library.walking import SUFFIXES
from genrelens.server.music.sound_types import SOUND_TYPES, sound_type


def test_every_file_that_is_read_has_a_type_of_sound() -> None:
    assert sorted(SUFFIXES - set(SOUND_TYPES)) == []
    assert all(told.startswith("audio/") for told in SOUND_TYPES.values())


def test_whatever_else_is_never_shown_or_run() -> None:
    for name in ("a.html", "a.svg", "a.js", "a", "a.mp3.exe", ".mp3/x"):
        assert sound_type(name) == "application/octet-stream"
