from __future__ import annotations

import io

import mutagen
import numpy as np
import pytest
import soundfile

from genrelens.audio.library.file_tags import FileTags, read_file_tags
from genrelens.schema.spelling import genre_key

SOUND = np.zeros(22_050)
FORMATS = {
    "a.flac": ("FLAC", "PCM_16"),
    "a.ogg": ("OGG", "VORBIS"),
    "a.mp3": ("MP3", "MPEG_LAYER_III"),
}


def tagged(tmp_path, name: str, **tags: object):
    container, subtype = FORMATS[name]
    path = tmp_path / name
    soundfile.write(path, SOUND, 22_050, format=container, subtype=subtype)
    file = mutagen.File(path, easy=True)
    for key, value in tags.items():
        file[key] = value
    file.save()
    return path


def read(path, name: str | None = None) -> FileTags:
    with path.open("rb") as file:
        return read_file_tags(file, name or path.name)


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_what_another_library_wrote_is_read(tmp_path, name) -> None:
    path = tagged(
        tmp_path, name, title="Jóga", artist=["Björk", "Múm"], album="Homogenic",
        date="1997-09-22", genre=["Electronic", "Art Pop"],
    )  # fmt: skip
    assert read(path) == FileTags(
        "Jóga", ("Björk", "Múm"), "Homogenic", 1997, ("Electronic", "Art Pop")
    )


def test_a_name_that_lies_is_no_harm(tmp_path) -> None:
    path = tagged(tmp_path, "a.ogg", title="True", artist="One")
    assert read(path, "a.wma").title == "True"


def test_values_are_lines_of_bounded_length(tmp_path) -> None:
    path = tagged(tmp_path, "a.flac", title="a\nb\x1b[31m" + "c" * 9_000, artist="x")
    title = read(path).title
    assert title.startswith("a b [31mccc")
    assert len(title) <= 500


def test_a_file_without_tags_has_empty_ones(tmp_path) -> None:
    soundfile.write(tmp_path / "a.wav", SOUND, 22_050)
    assert read(tmp_path / "a.wav") == FileTags()
    assert read_file_tags(io.BytesIO(b"wvpk" + bytes(99)), "a.wv") == FileTags()


def test_tags_that_cannot_be_read_are_told() -> None:
    broken = io.BytesIO(b"fLaC\x04\x00\xff\xff" + b"\xff" * 40)
    assert read_file_tags(broken, "a.flac").genres == ()


@pytest.mark.parametrize("way", ["first format", "second format", "atom"])
def test_every_numbered_genre_has_the_name_that_another_library_gives(way) -> None:
    theirs = mutagen._constants.GENRES
    said = [only_genre(numbered(way, number)) for number in range(len(theirs))]

    differ = {
        number
        for number, (ours, other) in enumerate(zip(said, theirs, strict=True))
        if genre_key(ours) != genre_key(other)
    }
    assert differ <= {40, 84, 129}  # the same genres under other names
    assert (said[139], said[164]) == ("Crossover", "Global")


def numbered(way: str, number: int) -> tuple[bytes, str]:
    """Give a file that names its genre by a number alone, and the file's name."""
    if way == "first format":
        return b"\0" * 512 + b"TAG" + b"\0" * 124 + bytes([number]), "a.mp3"
    if way == "second format":
        text = b"\0" + f"({number})".encode()
        frame = b"TCON" + len(text).to_bytes(4, "big") + b"\0\0" + text
        head = b"ID3\3\0\0" + len(frame).to_bytes(4, "big")
        return head + frame + b"\0" * 256, "a.mp3"
    data = atom(b"data", (0).to_bytes(8, "big") + (number + 1).to_bytes(2, "big"))
    items = atom(b"ilst", atom(b"gnre", data))
    tags = atom(b"moov", atom(b"udta", atom(b"meta", b"\0" * 4 + items)))
    return atom(b"ftyp", b"M4A \0\0\0\0") + tags, "a.m4a"


def atom(name: bytes, content: bytes) -> bytes:
    return (len(content) + 8).to_bytes(4, "big") + name + content


def only_genre(file: tuple[bytes, str]) -> str:
    (genre,) = read_file_tags(io.BytesIO(file[0]), file[1]).genres
    return genre
