from __future__ import annotations

import shutil

import pytest
from mutagen.flac import FLAC

from genrelens.tagging.formats.lending import write_by_mutagen
from genrelens.tagging.formats.unwritable import UnwritableFileError


def test_new_comments_stand_where_the_old_ones_stood(rendered, tmp_path) -> None:
    target = tmp_path / "a.flac"
    shutil.copy(rendered["tagged.flac"].path, target)
    keys = [key for key, _ in FLAC(target).tags]
    with target.open("r+b") as file:
        write_by_mutagen(file, "flac", ["One", "Two", "Three"], "genre")
    after = [key.lower() for key, _ in FLAC(target).tags]
    first = keys.index("genre")
    assert after == [*keys[:first], "genre", "genre", "genre", *keys[first + 2 :]]


def test_what_mutagen_cannot_read_is_refused(tmp_path) -> None:
    with (tmp_path / "x").open("w+b") as file:
        file.write(b"no sound" * 9)
        for kind in ("flac", "vorbis", "opus", "mp4", "asf"):
            with pytest.raises(UnwritableFileError):
                write_by_mutagen(file, kind, ["One"], "genre")
