from __future__ import annotations

import io

import mutagen
import numpy as np
import pytest
import soundfile

from genrelens.audio.library.file_tags import FileTags, read_file_tags

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
