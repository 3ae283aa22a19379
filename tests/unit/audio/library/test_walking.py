from __future__ import annotations

import os

import pytest

from genrelens.audio.library.walking import list_sounds
from genrelens.errors import InputError


def names(folder) -> list[str]:
    return [sound.relative for sound in list_sounds(folder).sounds]


@pytest.fixture
def library(tmp_path):
    for name in ("b.mp3", "a.FLAC", "cover.jpg", "._b.mp3", "z/1.ogg", "A/2.wav"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    return tmp_path


def test_the_order_is_that_of_the_bytes_and_always_the_same(library) -> None:
    assert names(library) == ["a.FLAC", "b.mp3", "A/2.wav", "z/1.ogg"]
    listing = list_sounds(library)
    assert listing.n_others == 2
    assert listing.sounds[0].size == 1
    assert listing.sounds[0].mtime_ns == (library / "a.FLAC").stat().st_mtime_ns


def test_a_folder_with_the_name_of_a_sound_is_a_folder(tmp_path) -> None:
    (tmp_path / "x.mp3").mkdir()
    (tmp_path / "x.mp3" / "y.mp3").touch()
    assert names(tmp_path) == ["x.mp3/y.mp3"]


@pytest.mark.skipif(os.name != "posix", reason="links as on Unix")
def test_links_are_neither_followed_nor_passed_over_in_silence(
    library, tmp_path_factory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "far.mp3").touch()
    (library / "circle").symlink_to(library)
    (library / "z" / "again.mp3").symlink_to(library / "b.mp3")
    (library / "far.mp3").symlink_to(outside / "far.mp3")
    (library / "far").symlink_to(outside)
    (library / "none.mp3").symlink_to("nowhere")
    listing = list_sounds(library)
    assert len(listing.sounds) == 4
    assert listing.n_links == 2
    assert [(odd.relative, odd.code) for odd in listing.odd] == [
        ("far", "link"),
        ("far.mp3", "link"),
        ("none.mp3", "link"),
    ]


def test_what_is_no_folder_says_so(tmp_path) -> None:
    with pytest.raises(InputError, match="is no folder"):
        list_sounds(tmp_path / "gone")


def test_what_a_killed_run_left_half_written_is_no_sound(library) -> None:
    (library / "z" / ".genrelens-partial-71-abc-1.ogg").write_bytes(b"half")
    assert names(library) == ["a.FLAC", "b.mp3", "A/2.wav", "z/1.ogg"]
