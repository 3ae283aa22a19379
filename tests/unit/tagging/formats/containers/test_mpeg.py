from __future__ import annotations

import pytest

from genrelens.tagging.formats.byte_view import ByteView
from genrelens.tagging.formats.containers.mpeg import examine


def anatomy(path, kind="mp3"):
    with path.open("rb") as file:
        return examine(ByteView(file), kind, "genre")


def test_each_tag_that_is_to_be_written_is_named(rendered) -> None:
    told = {name: anatomy(each.path).written_as for name, each in rendered.items()
            if name.endswith(".mp3")}  # fmt: skip
    assert told == {
        "plain.mp3": "ID3v2.4", "id3v24.mp3": "ID3v2.4", "id3v23.mp3": "ID3v2.3",
        "id3v22.mp3": "ID3v2.2", "no genre.mp3": "ID3v2.3", "old.mp3": "ID3v2.4",
        "ape.mp3": "APEv2", "both.mp3": "ID3v2.3 and APEv2",
    }  # fmt: skip


def test_tags_that_disagree_give_the_genres_of_both(tmp_path, sound_files) -> None:
    made = sound_files.mp3(1, 3, ("Rock",), ape=sound_files.ape_tag("Dub"))
    (tmp_path / "a.mp3").write_bytes(made)
    assert anatomy(tmp_path / "a.mp3").genres == ("Rock", "Dub")


@pytest.mark.parametrize(
    ("version", "genres", "found", "elsewhere"),
    [
        (3, (), (), ("Rock",)),
        (3, ("Dub",), ("Dub",), ("Rock",)),
        (0, (), ("Rock",), ()),
    ],
)
def test_an_old_tags_genre_is_told_where_it_is_not_taken_over(
    tmp_path, sound_files, version, genres, found, elsewhere
) -> None:
    made = sound_files.mp3(1, version, genres, old=sound_files.old_tag(17))
    (tmp_path / "a.mp3").write_bytes(made)
    told = anatomy(tmp_path / "a.mp3")
    assert (told.genres, told.elsewhere) == (found, elsewhere)
