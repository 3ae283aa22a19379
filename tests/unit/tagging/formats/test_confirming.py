from __future__ import annotations

import pytest

from genrelens.tagging.formats.confirming import confirm
from genrelens.tagging.formats.unwritable import UnwritableFileError


def test_mutagen_agrees_on_the_genres_of_every_kind(rendered) -> None:
    kinds = {".mp3": "mp3", ".m4a": "mp4", ".wma": "asf", ".wv": "wavpack",
             ".flac": "flac", ".ogg": "vorbis", ".wav": "wav",
             ".aiff": "aiff"}  # fmt: skip
    for name, each in rendered.items():
        if each.path.suffix in kinds and name != "old.mp3" and each.genres:
            with each.path.open("rb") as file:
                confirm(file, kinds[each.path.suffix], each.genres, "genre")


def test_other_genres_and_unreadable_files_are_refused(rendered, tmp_path) -> None:
    with rendered["tagged.flac"].path.open("rb") as file:
        with pytest.raises(UnwritableFileError, match="mutagen reads back"):
            confirm(file, "flac", ["Opera"], "genre")
        with pytest.raises(UnwritableFileError, match="cannot read it back"):
            confirm(file, "mp4", ["Opera"], "genre")
