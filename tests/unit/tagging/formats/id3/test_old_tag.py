from __future__ import annotations

from genrelens.tagging.formats.id3.frames import Id3Tag
from genrelens.tagging.formats.id3.genre_text import genres_of
from genrelens.tagging.formats.id3.old_tag import frames_from_old, old_genre


def test_all_that_an_old_tag_says_is_carried_over(sound_files) -> None:
    frames = frames_from_old(sound_files.old_tag(17))
    said = {frame.name: frame.body for frame in frames}
    assert said == {
        "TIT2": b"\3Old title\0", "TPE1": b"\3Old artist\0", "TALB": b"\3Old album\0",
        "TDRC": b"\3" + b"1999\0", "TRCK": b"\3" + b"7\0",
        "COMM": b"\3XXX\0Old comment\0", "TCON": b"\3Rock\0",
    }  # fmt: skip
    assert genres_of(Id3Tag(4, 0, frames, 0), "genre") == ("Rock",)


def test_no_tag_and_no_genre_say_nothing(sound_files) -> None:
    assert frames_from_old(b"") == frames_from_old(bytes(128)) == ()
    assert old_genre(sound_files.old_tag(255)) == old_genre(b"TAG") == ()
    assert frames_from_old(b"TAG" + bytes(124) + b"\xff") == ()
