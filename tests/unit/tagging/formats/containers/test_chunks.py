from __future__ import annotations

import io

import pytest

from genrelens.tagging.formats.byte_view import ByteView
from genrelens.tagging.formats.containers.chunks import examine, rewrite
from genrelens.tagging.formats.unwritable import UnwritableFileError


def anatomy(path, kind):
    with path.open("rb") as file:
        return examine(ByteView(file), kind, "genre")


def test_sound_before_and_behind_the_tag_stays_where_it_was(rendered) -> None:
    for name, kind in (("plain.wav", "wav"), ("plain.aiff", "aiff")):
        old = rendered[name].path.read_bytes()
        made = io.BytesIO()
        with rendered[name].path.open("rb") as file:
            rewrite(file, made, kind, ("Dub",), "genre")
        assert made.getvalue()[8 : len(old)] == old[8:]
        order = "little" if kind == "wav" else "big"
        assert int.from_bytes(made.getvalue()[4:8], order) == len(made.getvalue()) - 8


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda b: b + b"junk", "its head says"),
        (lambda b: b[:-50], "its head says"),
        (lambda b: b[:4] + b"\xff\xff\xff\xff" + b[8:], "its head says"),
        (lambda b: b.replace(b"data", b"dat_"), "holds no sound"),
        (lambda b: b.replace(b"LIST", b"id3 "), "no whole ID3 tag"),
    ],
)
def test_chunks_that_do_not_fit_are_refused(rendered, tmp_path, spoil, said) -> None:
    (tmp_path / "a.wav").write_bytes(spoil(rendered["plain.wav"].path.read_bytes()))
    with pytest.raises(UnwritableFileError, match=said):
        anatomy(tmp_path / "a.wav", "wav")


def test_the_genre_of_a_list_is_told_and_never_written(sound_files, tmp_path) -> None:
    place = tmp_path / "a.wav"
    listed = sound_files.with_info(sound_files.by_soundfile("wav", 1))
    place.write_bytes(listed)
    assert anatomy(place, "wav").elsewhere == ()
    place.write_bytes(listed.replace(b"ISFT", b"IGNR"))
    told = anatomy(place, "wav")
    assert (told.genres, told.elsewhere) == ((), ("Editor",))
    with place.open("rb") as file:
        assert examine(ByteView(file), "wav", "GENRE_BY_SOUND").elsewhere == ()
    place.write_bytes(listed.replace(b"ISFT\x08", b"IGNR\xff"))
    assert anatomy(place, "wav").elsewhere == ("Editor",)
