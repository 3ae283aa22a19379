from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from genrelens.server.keeping.store import NotHere
from genrelens.server.music.open_libraries import NotReadError

if TYPE_CHECKING:
    from pathlib import Path

    from genrelens.server.keeping.music.music_folders import MusicRecord
    from genrelens.server.studio import Studio

pytestmark = pytest.mark.usefixtures("still_queue")


def test_a_library_is_read_once_until_its_files_change(
    studio: Studio, library: MusicRecord
) -> None:
    first = studio.libraries.get(library.id)
    assert studio.libraries.get(library.id) is first
    place = studio.store.music.place(library.id) / "tracks.parquet"
    content = place.read_bytes()
    place.unlink()
    with pytest.raises(NotReadError):
        studio.libraries.get(library.id)
    place.write_bytes(content)
    assert len(studio.libraries.get(library.id)) == len(first)


def test_what_was_never_read_and_what_is_not_there_are_told_apart(
    studio: Studio, music_folder: Path
) -> None:
    (record,) = studio.store.music.list()
    assert record.path == music_folder.resolve()
    with pytest.raises(NotReadError, match="Read it first"):
        studio.libraries.get(record.id)
    with pytest.raises(NotHere):
        studio.libraries.get("mus-000000000000")
