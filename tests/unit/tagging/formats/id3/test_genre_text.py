from __future__ import annotations

import pytest

from genrelens.tagging.formats.id3.frames import Frame, Id3Tag, make_frame
from genrelens.tagging.formats.id3.genre_text import genres_of, with_genres
from genrelens.tagging.formats.unwritable import UnwritableFileError


def tag(*bodies: bytes, version: int = 3, name: str = "TCON") -> Id3Tag:
    frames = tuple(make_frame(name, body, version) for body in bodies)
    return Id3Tag(version, 0, frames, 0)


@pytest.mark.parametrize(
    ("body", "genres"),
    [
        (b"\0Rock\0", ("Rock",)),
        (b"\0Rock", ("Rock",)),
        (b"\0(17)", ("Rock",)),
        (b"\0(17)Rock", ("Rock",)),
        (b"\0(4)Eurodisco", ("Disco", "Eurodisco")),
        (b"\0(31)(39)", ("Trance", "Noise")),
        (b"\0(RX)(CR)", ("Remix", "Cover")),
        (b"\0((17)", ("(17)",)),
        (b"\x0017\0Dub", ("Rock", "Dub")),
        (b"\0(999)", ("999",)),
        (b"\1\xff\xfeR\0o\0\0\0\xff\xfeD\0\0\0", ("Ro", "D")),
        (b"\1\xfe\xff\0R\0o", ("Ro",)),
        (b"\2\0R\0o", ("Ro",)),
        ("\3é\0".encode(), ("é",)),
        (b"\0Rock\nRoll", ("Rock\nRoll",)),
        (b"", ()),
        (b"\0", ()),
        (b"\3\xff", ("\ufffd",)),
    ],
)
def test_genres_are_read_as_programs_wrote_them(body, genres) -> None:
    assert genres_of(tag(body), "genre") == genres


@pytest.mark.parametrize("version", [2, 3, 4])
@pytest.mark.parametrize("genres", [("Rock",), ("é", "Dub"), ("日本", "x" * 200), ()])
@pytest.mark.parametrize("field", ["genre", "GENRE_X"])
def test_what_is_written_is_read_back(version, genres, field) -> None:
    old = tag(b"\0Old", version=version, name="TT2" if version == 2 else "TIT2")
    new = with_genres(old, genres, field)
    assert genres_of(new, field) == genres
    assert new.frames[0] == old.frames[0]
    again = with_genres(new, ("Other",), field)
    assert len(again.frames) == 2


def test_several_genre_frames_become_one_at_the_place_of_the_first() -> None:
    frames = tag(b"\0One", b"\0Two").frames
    title = make_frame("TIT2", b"\0x", 3)
    new = with_genres(Id3Tag(3, 0, (frames[0], title, frames[1]), 0), ("Dub",), "genre")
    assert [frame.name for frame in new.frames] == ["TCON", "TIT2"]


@pytest.mark.parametrize("flags", [b"\0\x80", b"\0\x40"])
def test_a_packed_or_strange_frame_is_refused(flags) -> None:
    frame = Frame("TCON", flags, b"\0Rock", b"")
    with pytest.raises(UnwritableFileError, match="compressed, encrypted"):
        genres_of(Id3Tag(3, 0, (frame,), 0), "genre")
    with pytest.raises(UnwritableFileError, match="no known encoding"):
        genres_of(tag(b"\x09Rock"), "genre")
